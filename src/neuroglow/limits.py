"""What a recipe, data or a saved run may hold at most; the page gets the same numbers."""

import msgspec


class Limits(msgspec.Struct, frozen=True):
    layers: int = 64
    neurons: int = 4096  # in one layer, inputs included
    parameters: int = 10_000_000
    samples: int = 100_000
    classes: int = 10  # of a generator
    seed: int = 2**31 - 1
    learning_rate: float = 1000.0
    batch_size: int = 100_000
    steps: int = 10**12
    text: int = 1000  # characters of a title or a name
    table_bytes: int = 100_000_000
    rows: int = 1_000_000
    columns: int = 1000
    cell: int = 131_072  # characters
    categories: int = 100  # different texts of an input column, classes of a target
    numbers: int = 20_000_000  # rows times inputs
    pixels: int = 60_000_000  # images times pixels
    work: int = 20_000_000  # neurons times examples in a batch
    recipe_bytes: int = 1_000_000
    points: int = 5_000  # that can be edited
    array_numbers: int = 9_000_000  # in arrays of one's own: as base64 they have to fit into a .glow file
    image_side: int = 32  # of one of a set of images
    images: int = 70_000
    picture_side: int = 256
    picture_pixels: int = 25_000_000  # of a picture's file, before it is scaled down
    picture_bytes: int = 100_000_000
    archive_files: int = 20_000  # of a zip or a folder
    archive_bytes: int = 500_000_000  # of a set of images, packed and unpacked
    archive_pixels: int = 1_000_000_000  # of all pictures of a set, before they are scaled down
    log: int = 100_000  # entries
    log_bytes: int = 20_000_000
    link: int = 40_000  # characters behind the # of an address
    link_bytes: int = 1_000_000  # of what these unpack to


LIMITS = Limits()

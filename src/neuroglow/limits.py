"""What a recipe, a table or a saved run may hold at most; the page gets the same numbers."""

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
    work: int = 20_000_000  # neurons times examples in a batch
    recipe_bytes: int = 1_000_000
    log: int = 100_000  # entries
    log_bytes: int = 20_000_000


LIMITS = Limits()

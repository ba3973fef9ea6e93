"""Writes the image sets that come with neuroglow: `python -m docs.digits`, with scikit-learn installed.

The 5x5 digits are drawn here; the 8x8 ones are scikit-learn's copy of the handwritten digits that
src/neuroglow/data/bundled/README.md names with their licence.
"""

import base64
import json

import numpy as np
from numpy.typing import NDArray

from neuroglow.data.bundled import FOLDER

DRAWN = """
.###.  ..#..  .###.  ####.  #..#.  #####  ..##.  #####  .###.  .###.
#...#  .##..  #...#  ....#  #..#.  #....  .#...  ....#  #...#  #...#
#...#  ..#..  ..##.  .###.  #####  ####.  ####.  ...#.  .###.  .####
#...#  ..#..  .#...  ....#  ...#.  ....#  #...#  ..#..  #...#  ...#.
.###.  .###.  #####  ####.  ...#.  ####.  .###.  ..#..  .###.  .##..
"""


def drawn() -> NDArray[np.uint8]:
    """The ten digits of our own, (10, 5, 5) of 0 and 1."""
    rows = [line.split() for line in DRAWN.split("\n") if line]
    return np.array([[[cell == "#" for cell in row[digit]] for row in rows] for digit in range(10)], np.uint8)


def write(name: str, images: NDArray[np.uint8], labels: NDArray[np.uint8], peak: int) -> None:
    """A file of images (n, height, width), with the digit that each of them shows, as own data are written."""
    _, height, width = images.shape
    plain = {
        "kind": "images",
        "name": name,
        "width": width,
        "height": height,
        "peak": peak,
        "classes": [str(digit) for digit in range(10)],
        "labels": base64.b64encode(labels.tobytes()).decode(),
        "pixels": base64.b64encode(images.tobytes()).decode(),
    }
    (FOLDER / f"{name}.json").write_text(json.dumps(plain, separators=(",", ":")) + "\n", encoding="utf-8")


def main() -> None:
    from sklearn.datasets import load_digits

    write("digits-5x5", drawn(), np.arange(10, dtype=np.uint8), 1)
    handwritten = load_digits()
    write("digits-8x8", handwritten.images.astype(np.uint8), handwritten.target.astype(np.uint8), 16)


if __name__ == "__main__":
    main()

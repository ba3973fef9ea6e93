"""A dataset: examples as they are in the world, before they are split, scaled and given to a network."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Dataset:
    """Input columns and one target.

    x: (columns, n) float64 in the data's own units. values: (n,) float64, the target's value (regression) or the
    index of its class. A text column of a table has become one column of zeros and ones for each of its texts;
    `groups` says which ones belong together ("island": ("island=Biscoe", "island=Dream")).
    """

    name: str
    columns: tuple[str, ...]
    x: NDArray[np.float64]
    target: str
    task: Literal["regression", "classification"]
    classes: tuple[str, ...]
    values: NDArray[np.float64]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    table: bool = False  # rather than a generator's
    notices: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.values)

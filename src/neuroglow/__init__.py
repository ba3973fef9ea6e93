"""Watch a neural network learn: in the browser, on the command line and in Python, with the same bits."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neuroglow.data.dataset import Dataset as Dataset
    from neuroglow.errors import InputError as InputError
    from neuroglow.experiment import Data as Data
    from neuroglow.experiment import Experiment as Experiment
    from neuroglow.experiment import Network as Network
    from neuroglow.experiment import Training as Training
    from neuroglow.library import experiments as experiments
    from neuroglow.library import failures as failures
    from neuroglow.library import load as load
    from neuroglow.run import Run as Run

_HOMES = {
    "Dataset": "data.dataset",
    "InputError": "errors",
    "Data": "experiment",
    "Experiment": "experiment",
    "Network": "experiment",
    "Training": "experiment",
    "experiments": "library",
    "failures": "library",
    "load": "library",
    "Run": "run",
}

__all__ = [
    "Data",
    "Dataset",
    "Experiment",
    "InputError",
    "Network",
    "Run",
    "Training",
    "experiments",
    "failures",
    "load",
]


if not TYPE_CHECKING:  # so that type checkers see the names above, and no others

    def __getattr__(name: str) -> Any:
        """Import a public name when it is first used: `neuroglow --help` then needs neither NumPy nor the engine."""
        if name not in _HOMES:
            raise AttributeError(f"module 'neuroglow' has no attribute '{name}'")
        from importlib import import_module

        value = getattr(import_module(f"neuroglow.{_HOMES[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

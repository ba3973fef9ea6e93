"""What films need besides neuroglow: skia-python draws, PyAV encodes."""

from importlib import import_module

from neuroglow.errors import InputError

INSTALL = 'pip install "neuroglow[video]"'


def check_libraries() -> None:
    """Raise InputError when something is missing that draws or encodes; the sentence says how to install it."""
    for module, package in (("skia", "skia-python"), ("av", "PyAV")):
        try:
            import_module(module)
        except ImportError as error:
            raise missing(package, error) from error


def missing(package: str, error: ImportError) -> InputError:
    """What to do about a package that cannot be imported, or a library of the system that it looks for in vain."""
    if isinstance(error, ModuleNotFoundError):
        return InputError(f"expected {package}, which makes films, got an installation without it: {INSTALL}")
    library = str(error).partition(":")[0]
    if library.startswith(("libGL", "libEGL")):
        return InputError(
            f"expected {library}, which {package} needs, got a system without it: apt-get install libgl1 libegl1"
        )
    return InputError(f"expected {package} to work, got an error ({error}): {INSTALL} --force-reinstall")

"""Makes the README's films with the command that it names: python -m docs.films"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
COMMAND = [sys.executable, "-c", "import sys; from neuroglow.cli import main; sys.exit(main())", "video"]
SIZE = ["--size", "480x270", "--fps", "10"]
FILMS = {
    "xor.gif": ["xor-milo", "--storyboard", str(HERE / "storyboards" / "xor.toml"), *SIZE],
    "two-classes.gif": ["two-classes", "--storyboard", str(HERE / "storyboards" / "learning.toml"), *SIZE],
}
LARGEST = 700_000
"""Bytes: a README has to be there at once."""


def main() -> None:
    for name, options in FILMS.items():
        path = HERE / name
        subprocess.run([*COMMAND, *options, "-o", str(path)], check=True)
        if (size := path.stat().st_size) > LARGEST:
            sys.exit(f"expected {name} to have at most {LARGEST:,} bytes, got {size:,}: make it shorter or smaller")


if __name__ == "__main__":
    main()

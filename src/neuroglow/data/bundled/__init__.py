"""The tables that come with neuroglow; README.md names their sources and licences."""

from pathlib import Path

BUNDLED = {path.stem: path for path in sorted(Path(__file__).parent.glob("*.csv"))}

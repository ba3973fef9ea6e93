"""The tables and image sets that come with neuroglow; README.md names their sources and licences."""

from pathlib import Path

FOLDER = Path(__file__).parent
BUNDLED = {path.stem: path for path in sorted(FOLDER.glob("*.csv"))}
"""Tables, as CSV."""
IMAGES = {path.stem: path for path in sorted(FOLDER.glob("*.json"))}
"""Image sets, as the JSON of own data."""

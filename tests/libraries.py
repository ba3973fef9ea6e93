"""The system's libraries that films need. `python -m tests.libraries` makes sure that they are there."""

import os
import shutil
import subprocess
import sys

from neuroglow.errors import InputError
from neuroglow.video.libraries import check_libraries

INSTALL = ["sh", "-c", "apt-get update -qq && apt-get install -qq -y --no-install-recommends libgl1 libegl1"]


def problem() -> str:
    """Why no film can be made; empty when one can. Asked of another process, which sees what was just installed."""
    done = subprocess.run([sys.executable, "-m", "tests.libraries", "--check"], capture_output=True, text=True)
    return done.stderr.strip() if done.returncode else ""


def main() -> str:
    """Install what is missing; the exit message when that did not help."""
    if "--check" in sys.argv:
        try:
            check_libraries()
        except InputError as error:
            return str(error)
        return ""
    if problem() and shutil.which("apt-get") and os.geteuid() == 0:
        print("films miss libraries of the system here; trying apt-get install libgl1 libegl1", flush=True)
        subprocess.run(INSTALL, check=False)
    if why := problem():
        return f"the tests of films need more than there is: {why}"
    return ""


if __name__ == "__main__":
    sys.exit(main() or 0)

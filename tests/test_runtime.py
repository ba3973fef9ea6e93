"""The engine in Python: that it comes and goes quietly."""

import subprocess
import sys


def test_a_script_that_ends_with_a_run_in_hand_is_silent() -> None:
    script = "import neuroglow as ng; run = ng.load('spiral').start(); run.advance(steps=1)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")

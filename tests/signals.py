"""Processes that are ended by a test, as somebody at a terminal ends them."""

import signal


def heed_signals() -> None:
    """In a new process: what the tests themselves were told to ignore, as a job in the background, ends it."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_DFL)

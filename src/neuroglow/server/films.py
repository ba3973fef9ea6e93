"""Films for the page: its run is rendered here, one film at a time, into a folder that goes with the server.

    POST   api/films             {"glow": a saved run, "format": "mp4", "wanted": {...}} -> 202 and the film's state
    GET    api/films             the state of the last one, for a page that was reloaded; 204: there is none
    GET    api/films/{id}        its state: making, done, failed or cancelled, and how many frames there are
    GET    api/films/{id}/film   the finished file
    DELETE api/films/{id}        ends it, and forgets the file

`wanted` has the words of `neuroglow.video.order.Order`, except those that name files: the page knows no files here.
"""

import itertools
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from neuroglow.errors import EngineMissing, InputError
from neuroglow.files import RUN
from neuroglow.values import shown
from neuroglow.video.made import MEDIA_TYPES

if TYPE_CHECKING:
    from starlette.requests import Request

    from neuroglow.run import Run
    from neuroglow.video.order import Order

NOT_FROM_A_PAGE = frozenset({"audio", "fit", "captions", "captions_as", "font", "workers", "frame"})
LARGEST = RUN.limit + 100_000
"""Bytes of a request: a saved run, and what is said about the film."""
PATIENCE = 5
"""Seconds until a film that was cancelled has ended; whoever cancelled it need not wait for longer."""
NO_STORE = {"cache-control": "no-store"}


class Ended(Exception):
    """Nobody wants the film any more."""


class Making:
    """One film on its way, in a thread of its own; `state` tells how far it is."""

    def __init__(self, text: str, wanted: "Order", path: Path) -> None:
        self.id = secrets.token_urlsafe(9)
        self.path = path
        self.preview = wanted.preview
        self.done, self.of = 0, 0
        self.problem: str | None = None
        self.finished = False
        self.first: float | None = None
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.make, args=(text, wanted), name="film", daemon=True)
        self.thread.start()

    def make(self, text: str, wanted: "Order") -> None:
        from neuroglow import glow
        from neuroglow.video.order import make

        try:
            run = glow.decode(text).start(progress=self.check)
            make(run, self.path, wanted, progress=self.progress, cancelled=self.ended.is_set)
            self.finished = True
        except (InputError, EngineMissing) as error:
            self.problem = str(error)
        except Exception as error:
            # The page is told; whoever looks at the terminal sees the rest.
            self.problem = f"the film could not be made: {type(error).__name__}, and the terminal tells more"
            if not self.ended.is_set():
                raise

    def check(self, _: "Run") -> None:
        if self.ended.is_set():
            raise Ended

    def progress(self, done: int, of: int) -> None:
        if self.first is None:
            self.first = time.monotonic()
        self.done, self.of = done, of

    def state(self) -> dict[str, Any]:
        """What the page is told. seconds: since the first frame."""
        if self.ended.is_set():
            name = "cancelled"
        elif self.problem is not None:
            name = "failed"
        else:
            name = "done" if self.finished else "making"
        found: dict[str, Any] = {"id": self.id, "state": name, "done": self.done, "of": self.of}
        found |= {"format": self.path.suffix[1:], "preview": self.preview}
        found["seconds"] = 0.0 if self.first is None else time.monotonic() - self.first
        if name == "failed":
            found["problem"] = self.problem
        if name == "done":
            found["bytes"] = self.path.stat().st_size
        return found

    def over(self) -> bool:
        """Whether nothing is made any more; what is done or cancelled takes a moment for that."""
        if self.state()["state"] != "making":
            self.thread.join(0.5)
        return not self.thread.is_alive()

    def end(self) -> None:
        """End it, if it is still under way, and remove its file."""
        self.ended.set()
        self.thread.join(PATIENCE)
        self.path.unlink(missing_ok=True)


class Films:
    """The films of a server: one is made at a time, and the last one is kept. To be closed at the end."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.numbers = itertools.count(1)
        self.last: Making | None = None

    def begin(self, asked: object) -> Making:
        """Begin to make what a request asks for; the film before it is forgotten.

        Raises InputError for a request that does not fit, HTTPException while another film is being made.
        """
        text, wanted, suffix = read(asked)
        if self.last is not None and not self.last.over():
            raise HTTPException(
                409, "expected one film at a time, got another while one is being made: cancel it first"
            )
        if self.last is not None:
            self.last.end()
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix="neuroglow-films-"))
        self.last = Making(text, wanted, self.folder / f"{next(self.numbers)}.{suffix}")
        return self.last

    def find(self, id: str) -> Making:
        if self.last is None or not secrets.compare_digest(self.last.id.encode(), id.encode()):
            raise HTTPException(404, "expected the film that was made last, got another: make it anew")
        return self.last

    def close(self) -> None:
        """End what is under way, and remove all films."""
        if self.last is not None:
            self.last.end()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def routes(self) -> list[Route]:
        """The routes of films."""

        async def begin(request: "Request") -> Response:
            try:
                making = self.begin(await body(request))
            except InputError as error:
                return JSONResponse({"problem": str(error)}, 400, NO_STORE)
            except HTTPException as error:
                return JSONResponse({"problem": error.detail}, error.status_code, NO_STORE)
            return JSONResponse(making.state(), 202, NO_STORE)

        async def last(request: "Request") -> Response:
            if self.last is None:
                return Response(status_code=204, headers=NO_STORE)
            return JSONResponse(self.last.state(), headers=NO_STORE)

        async def film(request: "Request") -> Response:
            making = self.find(request.path_params["id"])
            if request.method == "DELETE":
                await run_in_threadpool(making.end)
            return JSONResponse(making.state(), headers=NO_STORE)

        async def file(request: "Request") -> Response:
            making = self.find(request.path_params["id"])
            if making.state()["state"] != "done":
                raise HTTPException(404, "expected a film that is done, got one that is not")
            return FileResponse(making.path, media_type=MEDIA_TYPES[making.path.suffix], headers=NO_STORE)

        return [
            Route("/api/films", begin, methods=["POST"]),
            Route("/api/films", last),
            Route("/api/films/{id}", film, methods=["GET", "DELETE"]),
            Route("/api/films/{id}/film", file),
        ]


async def body(request: "Request") -> object:
    """The JSON of a request. Raises InputError for what is too large, before it is there, and for what is no JSON."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > LARGEST:
            raise HTTPException(413, f"expected a run of at most {LARGEST // 1_000_000} MB, got a larger one")
    try:
        return msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError("expected a film as JSON, got something else: send what the page sends") from error


def read(asked: object) -> tuple[str, "Order", str]:
    """The saved run, the order and the format that a request names. Raises InputError for what does not fit."""
    from neuroglow.video import storyboard
    from neuroglow.video.order import FORMATS, order

    if not isinstance(asked, Mapping) or asked.keys() != {"glow", "format", "wanted"}:
        raise InputError("expected glow, format and wanted, got something else: send what the page sends")
    text, suffix, wanted = asked["glow"], asked["format"], asked["wanted"]
    if not isinstance(text, str) or not isinstance(wanted, Mapping):
        raise InputError("expected a run as text and a film as an object, got others: send what the page sends")
    if suffix not in FORMATS:
        raise InputError(f"expected {', '.join(FORMATS)} as format, got {shown(suffix)}: choose one of these")
    for name in wanted:
        if name in NOT_FROM_A_PAGE:
            raise InputError(f"expected no {name} from a page, got one: use `neuroglow video` for it")
    found = order(wanted)
    if found.storyboard is not None and found.storyboard not in storyboard.builtin():
        raise InputError(
            f"expected a built-in storyboard, got {shown(found.storyboard)}: use `neuroglow video` for one of your own"
        )
    found.options(f"film.{suffix}")
    return text, found, suffix

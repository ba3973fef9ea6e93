"""Kept runs for the page, in a folder of the user's.

GET    api/runs              {"folder": ..., "runs": [...]}: what there is to tell of each; see `neuroglow.keeping`
POST   api/runs              {"glow": a saved run, "told": {"name": ...}} -> 201 and what is told of it
GET    api/runs/{id}         the run as a .glow file
PATCH  api/runs/{id}         {"name": ...} -> what is told of it
DELETE api/runs/{id}         204; it can be had back
POST   api/runs/{id}/back    what is told of it, there again
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from neuroglow.errors import InputError
from neuroglow.files import RUN

if TYPE_CHECKING:
    from starlette.requests import Request

    from neuroglow.keeping import Shelf

LARGEST = RUN.limit + 100_000
"""Bytes of a request: a saved run, and what is told of it."""
NO_STORE = {"cache-control": "no-store"}


def routes(shelf: "Shelf") -> list[Route]:
    """The routes of the runs in a folder. What cannot be done is answered with a sentence."""

    async def runs(request: "Request") -> Response:
        if request.method == "POST":
            return await answered(keep, await body(request), status=201)
        return await answered(lambda: {"folder": str(shelf.folder), "runs": shelf.all()})

    def keep(asked: object) -> object:
        match asked:
            case {"glow": str(text), "told": Mapping() as told, **rest} if not rest:
                return shelf.keep(text, told)
        raise InputError("expected a run and what is told of it, got something else: send what the page sends")

    async def run(request: "Request") -> Response:
        id = request.path_params["id"]
        match request.method:
            case "PATCH":
                return await answered(rename, id, await body(request))
            case "DELETE":
                return await answered(shelf.remove, id, status=204)
        return await answered(shelf.read, id)

    def rename(id: str, asked: object) -> object:
        match asked:
            case {"name": name, **rest} if not rest:
                return shelf.rename(id, name)
        raise InputError("expected a name, got something else: send what the page sends")

    async def back(request: "Request") -> Response:
        return await answered(shelf.restore, request.path_params["id"])

    return [
        Route("/api/runs", runs, methods=["GET", "POST"]),
        Route("/api/runs/{id}", run, methods=["GET", "PATCH", "DELETE"]),
        Route("/api/runs/{id}/back", back, methods=["POST"]),
    ]


async def answered(what: Callable[..., Any], *given: object, status: int = 200) -> Response:
    """What comes of it, in a thread, as writing waits for the disk."""
    try:
        if any(isinstance(one, InputError) for one in given):
            raise next(one for one in given if isinstance(one, InputError))
        found = await run_in_threadpool(what, *given)
    except InputError as error:
        return JSONResponse({"problem": str(error)}, 400, NO_STORE)
    if status == 204:
        return Response(status_code=status, headers=NO_STORE)
    if isinstance(found, str):
        return Response(found, headers=NO_STORE | {"content-type": "application/json"})
    return Response(msgspec.json.encode(found), status, NO_STORE | {"content-type": "application/json"})


async def body(request: "Request") -> object:
    """The JSON of a request; an InputError for what is too large, before it is there, and for what is no JSON."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > LARGEST:
            return InputError(f"expected a run of at most {LARGEST // 1_000_000} MB, got a larger one: use less data")
    try:
        return msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return InputError("expected a run as JSON, got something else: send what the page sends")

"""The outermost layer of the server: it decides who may come in, and sets the headers that guard every answer.

A web page elsewhere can make a browser send requests to this machine, under any name that resolves to it. What it
cannot do is choose the Host and Origin headers, so these are compared exactly, on WebSockets too, and all else is
refused.
"""

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",  # the engine is WebAssembly
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "media-src 'self'",  # films that were made
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)

GUARDS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


class Gate:
    """An ASGI application that lets a request through to `app` only when it names one of `hosts` ("127.0.0.1:8000").

    Exactly one Host header has to be there and be in the set; an Origin header, if there is one, has to be
    `http://` and one of `hosts`. HTTP requests that fail get 403 and a sentence, WebSockets are closed unopened.
    """

    def __init__(self, app: "ASGIApp", hosts: frozenset[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)
        self.origins = frozenset(f"http://{host}" for host in self.hosts)

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        match scope["type"]:
            case "http":

                async def guarded(message: "Message") -> None:
                    if message["type"] == "http.response.start":
                        MutableHeaders(scope=message).update(GUARDS)
                    await send(message)

                refusal = self.refusal(Headers(scope=scope))
                app = PlainTextResponse(refusal + "\n", 403) if refusal else self.app
                await app(scope, receive, guarded)
            case "websocket":
                if self.refusal(Headers(scope=scope)):
                    await send({"type": "websocket.close", "code": 1008})
                else:
                    await self.app(scope, receive, send)
            case "lifespan":
                await self.app(scope, receive, send)

    def refusal(self, headers: Headers) -> str:
        """Why a request with these headers is not let in, as a sentence; empty when it is."""
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1:
            return f"expected one Host header, got {len(hosts)}; open {self.addresses()}"
        if hosts[0].lower() not in self.hosts:
            return f"expected this server's own name as Host, got {hosts[0][:100]!a}; open {self.addresses()}"
        if len(origins) > 1 or not self.origins.issuperset(origins):
            got = ", ".join(origins)[:100]
            return f"expected a request from this server's own page, got one from {got!a}; open {self.addresses()}"
        return ""

    def addresses(self) -> str:
        return " or ".join(f"http://{host}/" for host in sorted(self.hosts))

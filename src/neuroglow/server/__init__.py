"""The local web server of `neuroglow play`."""

from neuroglow.server.local import serve

__all__ = ["serve"]

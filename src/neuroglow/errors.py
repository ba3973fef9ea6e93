"""The exceptions that are told in one sentence: what users bring, and an installation that is not whole."""


class InputError(ValueError):
    """Input that cannot be used; the message says what was expected, what came and what to do next.

    `field` is the dotted key of the recipe that the message belongs to ("network.hidden"), or empty. `message` is the
    sentence alone, for a place beside the control; `str(error)` begins with the field.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(f"{field}: {message}" if field else message)
        self.message = message
        self.field = field


class EngineMissing(RuntimeError):
    """The package was installed without its compiled engine."""

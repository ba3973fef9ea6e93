"""What was done to a run so far, what lies ahead, and what can be taken back; docs/log.md has the rules."""

from bisect import bisect_right
from typing import NamedTuple, Self

from neuroglow.errors import InputError
from neuroglow.limits import LIMITS
from neuroglow.log import Entry, thing


class Undone(NamedTuple):
    """What an undo took: entries, the earliest first, and the step where the run stood."""

    entries: tuple[Entry, ...]
    step: int


class Changes:
    """A log under way. `entries` are the earliest first; the first `taken` of them have been done.

    written: how many times it has become another one.
    """

    def __init__(self, entries: list[Entry] | None = None) -> None:
        self.entries: list[Entry] = [] if entries is None else entries
        self.taken = self.written = 0
        self._undone: list[Undone] = []

    def copy(self) -> Self:
        other = type(self)(list(self.entries))
        other.taken, other._undone = self.taken, list(self._undone)
        return other

    @property
    def next_step(self) -> int | None:
        """The step of the next entry that is to be done, if there is one."""
        return self.entries[self.taken].step if self.taken < len(self.entries) else None

    def due(self, step: int) -> list[Entry]:
        """The entries that are to be done at a step, and have not been."""
        return self.entries[self.taken : bisect_right(self.entries, step, lo=self.taken, key=lambda entry: entry.step)]

    def check_room(self, entry: Entry) -> None:
        """Raise InputError when the log is too long for one entry more."""
        if not self._replaces(entry) and self.taken >= LIMITS.log:
            raise InputError(f"expected at most {LIMITS.log:,} changes to a run, got one more: start a new run")

    def add(self, entry: Entry) -> None:
        """Note what was done, instead of all that lay ahead."""
        keep = self.taken - self._replaces(entry)
        self.entries[keep:] = [entry]
        self.written += 1
        self.taken = keep + 1
        self._undone.clear()

    def _replaces(self, entry: Entry) -> bool:
        """Whether an entry does away with the last one: the same thing, at the same step."""
        if not self.taken:
            return False
        last = self.entries[self.taken - 1]
        return last.step == entry.step and same(last, entry)

    def undo(self, step: int) -> int:
        """Take the last change back, of a run that stands at this step; returns the step to which it has to go."""
        if not self.taken:
            raise InputError("expected a change to undo, got none before this step: change something first")
        first = self.taken - 1
        while first and same(self.entries[first - 1], self.entries[first]):
            first -= 1
        back = self.entries[first].step
        self._undone.append(Undone(tuple(self.entries[first:]), step))
        del self.entries[first:]
        self.written += 1
        return back

    def redo(self) -> Undone:
        """Put back what the last undo took, and tell what that was."""
        if not self._undone:
            raise InputError("expected an undone change to redo, got none: undo one first")
        undone = self._undone.pop()
        self.entries += undone.entries
        self.written += 1
        return undone


def same(entry: Entry, other: Entry) -> bool:
    """Whether two entries are about the same thing."""
    about = thing(entry.action)
    return about is not None and about == thing(other.action)

"""From a storyboard to frames: which moment of the run each one shows."""

from typing import NamedTuple


class Cue(NamedTuple):
    """One frame.

    frame: from 0. scene: its place in the storyboard. share: how far the scene has come, 0 to 1. step: the moment of
    the run. example: whose signal is shown, a place in the training examples, or -1 for the scene's own input. pass_:
    which of a thinking scene's examples it is. moment: of a pass, 0 to 4 (to 1 the signal goes forward, to 2 the error
    is measured, to 3 it comes back, to 4 the weights change); None: no pass is under way.
    """

    frame: int
    scene: int
    share: float
    step: int
    example: int
    pass_: int
    moment: float | None

"""One frame of a film as a picture: PNG, or SVG, which stays sharp at any size."""

from typing import Any

import skia

from neuroglow.files import write_whole
from neuroglow.video.encoding import png
from neuroglow.video.messages import Job
from neuroglow.video.options import Target
from neuroglow.video.worker import Studio


def write_still(job: Job, frame: int, to: Target) -> None:
    """Write a frame of the film."""
    studio = Studio(job)
    if to.kind == ".svg":
        write_whole(to.path, svg(studio, job, frame))
        return
    studio.paint(frame)
    write_whole(to.path, png(studio.sheet))


def svg(studio: Studio, job: Job, frame: int) -> bytes:
    """The frame as an SVG, letters as outlines: it looks the same where the font is missing."""
    options = job.options
    stream = skia.DynamicMemoryWStream()
    bounds = skia.Rect.MakeWH(options.width, options.height)
    canvas: Any = skia.SVGCanvas.Make(bounds, stream, skia.SVGCanvas.kConvertTextToPaths_Flag)
    studio.draw(canvas, frame)
    del canvas  # which writes the end
    stream.flush()
    return bytes(stream.detachAsData())

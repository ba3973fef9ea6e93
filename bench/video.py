"""Whole films, drawn and encoded: how many frames a second that are, beside matplotlib, and in how much memory."""

import contextlib
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

import imageio_ffmpeg
import matplotlib
import msgspec
import numpy as np
from matplotlib import pyplot
from matplotlib.animation import FFMpegWriter, FuncAnimation
from matplotlib.collections import LineCollection

import neuroglow as ng
from neuroglow.video import film
from neuroglow.video.options import Options
from neuroglow.video.storyboard import Look, Scene, Storyboard, read
from tests.conftest import NEUROGLOW

WORKERS = 2
SECONDS = 10
STEPS = 2000
PEER_FRAMES = 60
#: 420 weights: all of them are drawn, with every neuron's activation as a number.
WIDE = ng.load("digits-5x5").replace({"network.hidden": [12]})
WIDE_FILM = Storyboard(
    steps=STEPS,
    look=Look(layout="dashboard", values=True),
    scenes=(Scene(kind="learning", seconds=SECONDS),),
)


@dataclass
class Figures:
    wide: float
    """Frames a second, from the call to the finished file, 1920 by 1080: `WIDE_FILM`."""
    matplotlib: float
    """The same elements, drawn by matplotlib."""
    xor: float
    """A network of 3-4-1 that thinks, in additive light."""
    classes: float
    """Map, network and loss."""
    memory: dict[str, float]
    """Megabytes at most, of all processes together, by the size of the picture."""


def measure() -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        wide, peer = [], []
        for _ in range(2):  # turn by turn, so that what else the machine does hits both alike
            wide.append(made(WIDE, path, WIDE_FILM))
            peer.append(by_matplotlib(Path(folder) / "peer.mp4"))
        return Figures(
            wide=median(wide),
            matplotlib=median(peer),
            xor=made(ng.load("xor-milo"), path, two_passes()),
            classes=made(ng.load("two-classes"), path, read("two-classes", ng.load("two-classes").start())),
            memory={size: peak(size, path) for size in ("1080p", "4k")},
        )


def made(experiment: ng.Experiment, path: Path, storyboard: Storyboard) -> float:
    """Frames a second of a whole film."""
    start = time.perf_counter()
    frames = film.make(experiment, path, storyboard, Options(workers=WORKERS)).frames
    return frames / (time.perf_counter() - start)


def two_passes() -> Storyboard:
    """The film of the 60,000 passes, with the first and the last of them only, and shorter stills."""
    whole = read("xor-milo", ng.load("xor-milo").start())
    scenes = []
    for scene in whole.scenes:
        if scene.kind == "thinking":
            ends = (scene.epochs[0], scene.epochs[-1])
            scenes.append(msgspec.structs.replace(scene, epochs=ends, seconds=14))
        else:
            scenes.append(msgspec.structs.replace(scene, seconds=0.5))
    return msgspec.structs.replace(whole, scenes=tuple(scenes))


# the peer


def by_matplotlib(path: Path) -> float:
    """Frames a second of FuncAnimation and its ffmpeg writer, drawing what `WIDE_FILM` shows."""
    matplotlib.use("agg")
    matplotlib.rcParams["animation.ffmpeg_path"] = imageio_ffmpeg.get_ffmpeg_exe()
    run = WIDE.start()
    figure = pyplot.figure(figsize=(19.2, 10.8), dpi=100, facecolor="#0d1117")
    picture = Picture(run, figure)
    animation = FuncAnimation(figure, picture.draw, frames=PEER_FRAMES, blit=False, init_func=list)
    writer = FFMpegWriter(fps=30, codec="libx264", extra_args=["-pix_fmt", "yuv420p", "-crf", "18"])
    start = time.perf_counter()
    animation.save(path, writer=writer)
    pyplot.close(figure)
    return PEER_FRAMES / (time.perf_counter() - start)


class Picture:
    """Lines for weights, circles with numbers for neurons, the loss so far, bars for answers, and a line of numbers."""

    def __init__(self, run: ng.Run, figure: pyplot.Figure) -> None:
        self.run = run
        network = figure.add_axes((0.02, 0.05, 0.6, 0.85))
        network.axis("off")
        layers = [run.data.x_train.shape[1], *(len(layer.biases) for layer in run.layers)]
        places = [[(layer, (k + 0.5) / size) for k in range(size)] for layer, size in enumerate(layers)]
        lines = [(source, target) for before, after in pairwise(places) for target in after for source in before]
        self.lines = network.add_collection(LineCollection(lines, zorder=1))
        neurons = np.array([place for layer in places for place in layer])
        self.neurons = network.scatter(*neurons.T, s=500, c=np.zeros(len(neurons)), vmin=-1, vmax=1, cmap="coolwarm")
        style = {"ha": "center", "va": "center", "color": "white", "fontsize": 9}
        self.values = [network.text(x, y, "", **style) for x, y in neurons]
        loss, bars = figure.add_axes((0.67, 0.55, 0.3, 0.33)), figure.add_axes((0.67, 0.08, 0.3, 0.38))
        for axes in (loss, bars):
            axes.set_facecolor("#0d1117")
            axes.tick_params(colors="white")
        loss.set(xlim=(0, STEPS), ylim=(0, 2))
        bars.set(ylim=(0, 1))
        (self.loss,) = loss.plot([], [], lw=2)
        self.bars = bars.bar(run.data.classes, np.zeros(len(run.data.classes)))
        self.numbers = figure.text(0.02, 0.94, "", color="white", fontsize=20)
        self.steps: list[int] = []
        self.losses: list[float] = []

    def draw(self, frame: int) -> list[object]:
        run = self.run
        run.advance(steps=STEPS // PEER_FRAMES)
        weights = np.concatenate([layer.weights.ravel() for layer in run.layers])
        self.lines.set_linewidths(np.minimum(0.3 + np.abs(weights), 6))
        self.lines.set_color(["#ff8a3d" if weight < 0 else "#3d9bff" for weight in weights])
        trace = run.trace(frame % len(run.data.x_train))
        activations = np.concatenate([trace.x, *(layer.a for layer in trace.layers)])
        self.neurons.set_array(activations)
        for text, activation in zip(self.values, activations, strict=True):
            text.set_text(f"{activation:.2f}")
        self.steps.append(run.step)
        self.losses.append(run.loss("train"))
        self.loss.set_data(self.steps, self.losses)
        for bar, answer in zip(self.bars, trace.layers[-1].a, strict=True):
            bar.set_height(answer)
        self.numbers.set_text(f"step {run.step:,}   epoch {run.epoch:,}   loss {self.losses[-1]:.4f}")
        return []


# memory


def peak(size: str, path: Path) -> float:
    """Megabytes that a film takes at most, all of its processes together; what they share counts once."""
    board = path.with_suffix(".toml")
    board.write_text(
        f'steps = {STEPS}\n[look]\nlayout = "dashboard"\nvalues = true\n'
        f'[[scenes]]\nkind = "learning"\nseconds = {4 if size == "4k" else SECONDS}\n'
    )
    saved = path.with_suffix(".glow")
    WIDE.start().save(saved)
    command = [NEUROGLOW, "video", saved, "-o", path, "--storyboard", board, "--size", size, "--workers", str(WORKERS)]
    with subprocess.Popen(list(map(str, [*command, "--quiet"]))) as process:
        most = 0.0
        while process.poll() is None:
            most = max(most, sum(map(proportional, family(process.pid))) / 1000)
            time.sleep(0.1)
        assert process.returncode == 0
    return most


def family(process: int) -> Iterator[int]:
    """A process and all that it has started."""
    yield process
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from family(int(child))


def proportional(process: int) -> float:
    """Kilobytes in memory or swapped out; of what several processes share, a process has its part."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        fields = dict(line.split(":", 1) for line in lines[1:])
        return sum(float(fields[name].split()[0]) for name in ("Pss", "SwapPss"))
    return 0.0

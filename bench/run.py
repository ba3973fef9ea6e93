"""`make bench`: measure the figures of the README, print them as a table, keep them in bench/results/latest.json.

Peers are measured in the same run, so that a ratio says something on any machine that does nothing else meanwhile.
"""

import argparse
import json
import os
import platform
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import numpy as np
from rich.console import Console
from rich.table import Table

from bench import closer, learn, outside, page, video
from bench.numpy_mlp import Network, spiral
from tests.conftest import NEUROGLOW

HERE = Path(__file__).parent
SHAPES = {"2-4-2-1": [2, 4, 2, 1], "2-8-8-8-1": [2, 8, 8, 8, 1]}
EXAMPLES, BATCH, ROUNDS = 250, 10, 3


@dataclass
class Figure:
    """One row: what was measured, beside a peer or a limit."""

    what: str
    measured: str
    peer: str
    ratio: float | None
    bar: str
    met: bool


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.run", description="Measure the figures of the README.")
    parser.add_argument("--minutes", type=float, default=2, help="how long the page's memory is watched (default: 2)")
    minutes: float = parser.parse_args().minutes
    inside = [*in_the_page(), *in_the_lessons(), *all_of_time(minutes)]
    figures = [*training(), *commands(), *inside, *outwards(), *films()]
    table = Table("what", "measured", "peer", "ratio", "bar", "met")
    for row in figures:
        ratio = "" if row.ratio is None else f"{row.ratio:.1f}"
        table.add_row(row.what, row.measured, row.peer, ratio, row.bar, "yes" if row.met else "no")
    Console(width=150).print(table)
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    document = {"machine": machine, "figures": [asdict(row) for row in figures]}
    (results / "latest.json").write_text(json.dumps(document, indent=2) + "\n")


def training() -> list[Figure]:
    """In Node: steps a second beside NumPy and ConvNetJS (tanh, batches of 10 of 250 points, plain SGD), and images."""
    rates: dict[str, dict[str, list[float]]] = {}
    images: list[float] = []
    numpy = {shape: NumpyTurns(sizes) for shape, sizes in SHAPES.items()}
    for _ in range(ROUNDS):  # turn by turn, so that what else the machine does hits all alike
        told = subprocess.run(["node", HERE / "node.mjs"], check=True, capture_output=True, text=True, cwd=HERE)
        found = json.loads(told.stdout)
        images += found["examples"]
        for shape, turns in found["steps"].items():
            turns["numpy"] = numpy[shape].rates()
            for name, turn in turns.items():
                rates.setdefault(shape, {}).setdefault(name, []).extend(turn)
    bars = {"2-4-2-1": (45, 11), "2-8-8-8-1": (13, 6)}
    rows = []
    for shape in SHAPES:
        ours = median(rates[shape]["neuroglow"])
        peers = {"NumPy": median(rates[shape]["numpy"]), "ConvNetJS": median(rates[shape]["convnetjs"])}
        for (name, peer), times in zip(peers.items(), bars[shape], strict=True):
            rows.append(
                Figure(
                    what=f"{shape}: steps/s in Node",
                    measured=f"{ours:,.0f}",
                    peer=f"{name} {peer:,.0f}",
                    ratio=ours / peer,
                    bar=f"{times} times",
                    met=ours >= times * peer,
                )
            )
    return [*rows, least("784-128-10, batches of 64: examples/s in Node", median(images), 10_000)]


class NumpyTurns:
    """The textbook network in NumPy, turn by turn."""

    def __init__(self, sizes: list[int]) -> None:
        self.x, self.y = spiral(EXAMPLES)
        self.network = Network(sizes, np.random.default_rng(0))
        self.network.train(self.x, self.y, 20, BATCH)

    def rates(self, turns: int = 3, epochs: int = 200) -> list[float]:
        """Steps a second of each turn."""
        found = []
        for _ in range(turns):
            start = time.perf_counter()
            steps = self.network.train(self.x, self.y, epochs, BATCH)
            found.append(steps / (time.perf_counter() - start))
        return found


def commands() -> list[Figure]:
    """Whole processes of the command line."""
    train = ["train", "spiral", "--steps", "100000", "--set", "network.hidden=[8,8,8]", "--json"]
    return [
        limit("neuroglow train spiral, 100,000 steps of 2-8-8-8-1", seconds(train, 5), "s", 3),
        limit("neuroglow --help", seconds(["--help"], 9), "s", 0.4),
    ]


def seconds(arguments: list[str], repeats: int) -> float:
    """How long a neuroglow process takes from start to end."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        subprocess.run([NEUROGLOW, *arguments], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return median(times)


def in_the_page() -> list[Figure]:
    """The page in Chromium."""
    figures = page.measure()
    normal, full = figures.normal, figures.full
    rows = [
        limit("page: first frame after navigation", figures.first_frame, "s", 1),
        limit("page: script and style of the first view, gzipped", figures.weight / 1000, "kB", 150),
        least("page, 2-8-8-8-1, normal speed: frames/s", normal.frames, 55),
        limit("page, 2-8-8-8-1, normal speed: 95th percentile of the frame interval", normal.slowest, "ms", 25),
        least("page, 2-8-8-8-1, full speed: frames/s", full.frames, 50),
        least("page, 2-8-8-8-1, full speed: epochs/s", full.epochs, 1500),
    ]
    for what, scene in figures.scenes.items():
        rows += [
            least(f"page, {what}: frames/s", scene.frames, 50),
            limit(f"page, {what}: median interval", scene.interval, "ms", 33),
            limit(f"page, {what}: 95th percentile of it", scene.slowest, "ms", 33),
        ]
    return [*rows, limit("page, digits-8x8, full speed: 95 % of the test set right after", figures.reading, "s", 3)]


def in_the_lessons() -> list[Figure]:
    """Every chapter: when its first live part stands, and how it is read."""
    rows = []
    for id, chapter in learn.measure().items():
        rows += [
            limit(f"chapter {id}: first live part after navigation", chapter.opening, "s", 1),
            least(f"chapter {id}, read while it plays: frames/s", chapter.frames, 55),
        ]
    return rows


def all_of_time(minutes: float) -> list[Figure]:
    """What is opened, any moment of a long run, several runs, and the page's memory after a while."""
    figures = closer.measure(minutes)
    watched = f"page, 2-8-8-8-1, full speed: memory of the tab after {minutes:g} min"
    return [
        *(
            limit(f"page, 2-8-8-8-1, {what}: 95th percentile of the frame interval", scene.slowest, "ms", 25)
            for what, scene in figures.tabs.items()
        ),
        limit(f"page, 2-8-8-8-1, anywhere in {closer.STEPS:,} steps: median seek", median(figures.seeks), "ms", 200),
        limit(f"page, 2-8-8-8-1, anywhere in {closer.STEPS:,} steps: slowest seek", max(figures.seeks), "ms", 200),
        least("page, four runs of 2-8-8-8-1 side by side: frames/s", figures.four.frames, 45),
        limit(watched, figures.memory[-1], "MB", 250),
        limit("page, 2-8-8-8-1, full speed: growth of it in the second half", closer.growth(figures.memory), "MB", 10),
    ]


def outwards() -> list[Figure]:
    """Links, sites and files."""
    figures = outside.measure()
    return [
        limit(
            "link of a built-in experiment after 1,000 steps: the longest",
            max(figures.links.values()),
            "characters",
            400,
        ),
        limit(f"page, link to {outside.STEPS:,} steps of 2-8-8-8-1: trained network stands", figures.opening, "s", 1.5),
        limit("neuroglow site: all files", figures.site / 1e6, "MB", 2),
        limit("a run as one HTML file", figures.file / 1e6, "MB", 0.8),
    ]


def films() -> list[Figure]:
    """Whole films at 1920x1080, 30 frames a second, by 2 workers: drawn, encoded, and in how much memory."""
    figures = video.measure()
    wide = "film, 25-12-10 (420 edges) with values, loss and answers: frames/s"
    return [
        least(wide, figures.wide, 20),
        Figure(
            what=wide,
            measured=f"{figures.wide:,.0f}",
            peer=f"matplotlib {figures.matplotlib:.1f}",
            ratio=figures.wide / figures.matplotlib,
            bar="5 times",
            met=figures.wide >= 5 * figures.matplotlib,
        ),
        least("film, xor-milo with glow: frames/s", figures.xor, 45),
        least("film, two-classes dashboard: frames/s", figures.classes, 30),
        limit("film at 1920x1080: memory of all processes", figures.memory["1080p"], "MB", 1000),
        limit("film at 3840x2160: memory of all processes", figures.memory["4k"], "MB", 3000),
    ]


def limit(what: str, measured: float, unit: str, most: float) -> Figure:
    return Figure(what, f"{measured:.3g} {unit}", "", None, f"under {most:g} {unit}", measured < most)


def least(what: str, measured: float, at_least: float) -> Figure:
    return Figure(what, f"{measured:,.0f}", "", None, f"at least {at_least:,}", measured >= at_least)


if __name__ == "__main__":
    main()

"""What the page has to know, written down for it: `python -m neuroglow.schema [--check]`.

web/src/engine/generated/ gets the engine's functions and names (manifest.ts), the recipe with its rules, defaults and
limits (schema.ts), the built-in experiments (experiments.json; first.json: the one that the page begins with) and what
there is to choose from for a film (films.json), web/src/theme/ the colours (colours.css; palettes.css: other ones).
--check writes nothing and fails on a difference.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from neuroglow import link, shorthand, tfplayground, toil
from neuroglow.compiler.manifest import manifest
from neuroglow.data.generators import GENERATORS
from neuroglow.data.own import FEW_COLOURS
from neuroglow.engine.passes import STILLS
from neuroglow.experiment import FIELDS, RECIPE, SECTIONS, Experiment, Rule
from neuroglow.exporting.tables import shared
from neuroglow.findings import FINDINGS
from neuroglow.library import SUGGESTED, builtin, failures
from neuroglow.limits import LIMITS
from neuroglow.plan import DEFAULT_EPS, FITTING_LOSSES, FROM_ZERO, OCTAVES, OUTPUTS
from neuroglow.sources import PATTERN_SIDE
from neuroglow.themes import css, palettes_css
from neuroglow.video.order import choices

FOLDER = Path(__file__).parents[2] / "web" / "src"
GENERATED = "engine/generated/"
TYPES = {
    "number": "number",
    "whole": "number",
    "text": "string",
    "choice": "string",
    "flag": "boolean",
    "size": "number | 'full'",
    "numbers": "readonly number[]",
    "wholes": "readonly number[]",
    "texts": "readonly string[]",
    "choices": "string | readonly string[]",
}


FIRST = "spiral"

# What the page's own thread calls while it draws, apart from its workers, and what only Python calls, for films.
DRAWING = ("lay_out", "line_looks", "light_cut", "blend_lines", "pass_at", "moment_after")
FILMS = ("draw_curves", "light_squares", "pace", "distance", "pace_evenly")


def generated() -> dict[str, str]:
    """The generated files' texts by their paths in FOLDER."""
    experiments = [
        {"name": name, "experiment": experiment.to_dict()} | ({"kind": "failures"} if name in failures() else {})
        for name, experiment in builtin().items()
    ]
    offered = manifest()
    functions = offered.pop("functions")  # apart: the page itself calls only a few, and need not load the others
    drawing = {name: functions.pop(name) for name in DRAWING}
    training = {name: function for name, function in functions.items() if name not in FILMS}
    return {
        f"{GENERATED}drawing.ts": "/** Written by python -m neuroglow.schema: what engine.wasm offers for drawing. */\n"
        f"export const DRAWING = {written(drawing)} as const\n\n"
        "/** How far each phase of an update has come where it shows everything that it is about. */\n"
        f"export const STILLS = {written(STILLS)} as const\n",
        f"{GENERATED}manifest.ts": "/** Written by python -m neuroglow.schema: what engine.wasm offers to workers. */\n"
        f"export const FUNCTIONS = {written(training)} as const\n\n"
        f"export const MANIFEST = {written(offered)} as const\n",
        f"{GENERATED}schema.ts": schema(),
        f"{GENERATED}links.ts": links(),
        f"{GENERATED}experiments.json": written(experiments) + "\n",
        # apart: the others are loaded when they are wanted
        f"{GENERATED}first.json": written(builtin()[FIRST].to_dict()) + "\n",
        f"{GENERATED}films.json": written(choices()) + "\n",
        f"{GENERATED}exporting.json": written(shared()) + "\n",
        "theme/colours.css": css(),
        "theme/palettes.css": palettes_css(),
    }


def schema() -> str:
    """The recipe in TypeScript."""
    generators = [{"name": name, **generator._asdict()} for name, generator in GENERATORS.items()]
    kinds = " | ".join(f"'{kind}'" for kind in get_args(get_type_hints(Rule)["kind"]))
    rule = (
        "/** What a field may hold; numbers that are left out are 0. */\n"
        f"export type Rule = {{\n  readonly kind: {kinds}\n  readonly low?: number\n  readonly high?: number\n"
        "  readonly longest?: number\n  readonly choices?: readonly string[]\n}"
    )
    constants = {
        "LIMITS": msgspec.to_builtins(LIMITS),
        "OUTPUTS": OUTPUTS,
        "FITTING_LOSSES": FITTING_LOSSES,
        "FROM_ZERO": FROM_ZERO,
        "DEFAULT_EPS": DEFAULT_EPS,
        "GENERATORS": generators,
        "OCTAVES": OCTAVES,
        "FEW_COLOURS": FEW_COLOURS,
        "PATTERN_SIDE": PATTERN_SIDE,
        "SUGGESTED": SUGGESTED,
        "FINDINGS": {rule: text._asdict() for rule, text in FINDINGS.items()},
    }
    parts = [
        "/** Written by python -m neuroglow.schema: the recipe of experiment.py, and what fits together by plan.py. */",
        *(structure(struct.__name__, struct) for struct in SECTIONS.values()),
        structure("Experiment", Experiment),
        f"export const DEFAULTS: Experiment = {written(Experiment().to_dict())}",
        rule,
        f"export const RULES: Readonly<Record<string, Rule>> = {written(msgspec.to_builtins(FIELDS))}",
        *(f"export const {name} = {written(value)} as const" for name, value in constants.items()),
    ]
    return "\n\n".join(parts) + "\n"


def links() -> str:
    """How links say what they say."""
    head = "/** Written by python -m neuroglow.schema: the words of links, by link.py and tfplayground.py. */"
    shape = (
        "/** What a plain value may be: one thing, a list of certain ones, one of many, or any of these. */\n"
        "export type Shape =\n  | Rule\n  | { readonly kind: 'parts'; readonly parts: readonly Shape[] }\n"
        "  | { readonly kind: 'many'; readonly item: Shape; readonly longest: number }\n"
        "  | { readonly kind: 'either'; readonly shapes: readonly Shape[] }\n  | { readonly kind: 'nothing' }"
    )
    parts = [
        f"{head}\nimport type {{ Rule }} from './schema'",
        shape,
        constant("VIEW", "Record<string, Shape>", link.VIEW),
        constant("ACTIONS", "Record<string, readonly [name: string, keys: Record<string, Shape>]>", shorthand.ACTIONS),
        constant("EDITS", "Record<string, readonly [name: string, shape: Shape]>", shorthand.EDITS),
    ]
    constants = {
        "VERSION": link.VERSION,
        "DIGITS": link.DIGITS,
        "PARTS": link.PARTS,
        "SHORT": shorthand.SHORT,
        "TOIL": toil.TOIL,
        "EXTENTS": toil.extents(),
        "PLAYGROUND": {name.lower(): getattr(tfplayground, name) for name in tfplayground.SHARED},
    }
    parts += [f"export const {name} = {written(value)} as const" for name, value in constants.items()]
    return "\n\n".join(parts) + "\n"


def constant(name: str, kind: str, value: object) -> str:
    return f"export const {name}: Readonly<{kind}> = {written(msgspec.to_builtins(value))}"


def structure(name: str, struct: type[msgspec.Struct]) -> str:
    """A Struct as a TypeScript type."""
    hints = get_type_hints(struct)
    prefix = next((f"{section}." for section, known in SECTIONS.items() if known is struct), "")
    lines = []
    for key in struct.__struct_fields__:
        if key in SECTIONS and not prefix:
            kind = SECTIONS[key].__name__
        elif not prefix and key not in RECIPE:
            continue
        elif get_origin(hints[key]) is Literal:
            kind = " | ".join(f"'{choice}'" for choice in get_args(hints[key]))
        else:
            kind = TYPES[FIELDS[prefix + key].kind]
        lines.append(f"  readonly {key}: {kind}\n")
    return f"export type {name} = {{\n{''.join(lines)}}}"


def written(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m neuroglow.schema", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 when a file is not up to date")
    check = parser.parse_args(arguments).check
    code = 0
    for name, text in generated().items():
        path = FOLDER / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        if check:
            print(f"expected {path} as python -m neuroglow.schema writes it, got another: run that", file=sys.stderr)
            code = 1
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main())

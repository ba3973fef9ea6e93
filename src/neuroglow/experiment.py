"""The recipe of a run: data, network, training and three separate seeds, and nothing else.

Each field carries its `Rule` as an annotation. Reading, checking, `neuroglow train --set`, the page's controls and its
checks of links and files all follow from these; what has to fit together (softmax and its loss, say) is in plan.py.
"""

import json
import math
import re
import tomllib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_type_hints

import msgspec

from neuroglow.data.own import Own
from neuroglow.engine.activations import ACTIVATIONS
from neuroglow.engine.initializers import INITIALIZERS
from neuroglow.engine.losses import LOSSES
from neuroglow.engine.optimizers import OPTIMIZERS
from neuroglow.engine.training import ORDERS
from neuroglow.errors import InputError
from neuroglow.limits import LIMITS
from neuroglow.values import is_number, is_whole, plain, shown

if TYPE_CHECKING:
    from neuroglow.run import Run

HIDDEN_ACTIVATIONS = tuple(name for name in ACTIVATIONS if name != "softmax")


class Rule(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a field may hold.

    number, whole: from `low` to `high`. text: at most `longest` characters. choice: one of `choices`. flag: a truth.
    size: whole or "full". numbers, wholes: a list of at most `longest` numbers, or whole numbers. texts: a list of at
    most `longest` texts. choices: one of `choices`, or a list of at most `longest` of them.
    """

    kind: Literal["number", "whole", "text", "choice", "flag", "size", "numbers", "wholes", "texts", "choices"]
    low: float = 0
    high: float = 0
    longest: int = 0
    choices: tuple[str, ...] = ()

    def expected(self) -> str:
        """What fits, in words."""
        span = f"from {shown(self.low)} to {shown(self.high)}"
        names = ", ".join(self.choices)
        return {
            "number": f"a number {span}",
            "whole": f"a whole number {span}",
            "text": f"a text of at most {self.longest:,} characters",
            "choice": f"one of {names}",
            "flag": "true or false",
            "size": f'a whole number {span} or "full"',
            "numbers": f"a list of at most {self.longest} numbers {span}",
            "wholes": f"a list of at most {self.longest} whole numbers {span}",
            "texts": f"a list of at most {self.longest:,} texts",
            "choices": f"one of {names}, or a list of at most {self.longest} of them",
        }[self.kind]

    def fits(self, value: object) -> bool:
        """Whether the value, as JSON or TOML gives it, has the right type and range."""
        match self.kind:
            case "number":
                return is_number(value) and self.spans(value)
            case "whole":
                return is_whole(value) and self.spans(value)
            case "text":
                return isinstance(value, str) and len(value) <= self.longest
            case "choice":
                return value in self.choices
            case "flag":
                return isinstance(value, bool)
            case "size":
                return value == "full" or (is_whole(value) and self.spans(value))
            case "choices" if isinstance(value, str):
                return value in self.choices
        if not isinstance(value, list | tuple) or len(value) > self.longest:
            return False
        if self.kind == "numbers":
            return all(is_number(item) and self.spans(item) for item in value)
        if self.kind == "wholes":
            return all(is_whole(item) and self.spans(item) for item in value)
        if self.kind == "texts":
            return all(isinstance(item, str) and len(item) <= LIMITS.text for item in value)
        return all(isinstance(item, str) and item in self.choices for item in value)

    def spans(self, value: float) -> bool:
        return self.low <= value <= self.high

    def problem(self, value: object) -> str:
        """A sentence when the value does not fit, or ""."""
        if self.fits(value):
            return ""
        action = "choose one of these" if self.kind in ("choice", "choices") else "choose a value that fits"
        return f"expected {self.expected()}, got {shown(self.misfit(value))}: {action}"

    def misfit(self, value: object) -> object:
        """The item that does not fit, when it is one of a list."""
        if self.kind in ("numbers", "wholes", "texts", "choices") and isinstance(value, list | tuple):
            if len(value) > self.longest:
                return value
            return next(item for item in value if not self.fits([item]))
        return value


Task = Literal["auto", "regression", "classification"]
Standardize = Literal["auto", "all", "inputs", "none"]
NumberRule = Annotated[float, Rule("number", 0, 1000)]
ShareRule = Annotated[float, Rule("number", 0, 0.999999)]  # 1 would forget nothing, and divide by zero in Adam
SeedRule = Annotated[int, Rule("whole", 0, LIMITS.seed)]
TextRule = Annotated[str, Rule("text", longest=LIMITS.text)]


class Data(msgspec.Struct, frozen=True, kw_only=True):
    """Where the examples come from, and how they are split and scaled."""

    source: TextRule = "spiral"
    """A generator, "formula", a pattern, a bundled table or image set, or the name of the experiment's own data."""
    formula: TextRule = ""
    """Of source "formula": what is asked of points on the plane ("x2 > sin(3x1)"), or their value ("x1*x2")."""
    samples: Annotated[int, Rule("whole", 2, LIMITS.samples)] = 500
    """Of a generator or formula; of a picture: how many of its pixels are seen."""
    noise: Annotated[float, Rule("number", 0, 1)] = 0.0
    """Of a generator or formula; TensorFlow Playground's 50 is 0.5."""
    test: Annotated[float, Rule("number", 0, 1)] = 0.5
    """Share of the examples held out; at least one stays for training."""
    seed: SeedRule = 0
    classes: Annotated[int, Rule("whole", 2, LIMITS.classes)] = 3
    """Of blobs, rings and arms."""
    target: TextRule = ""
    """Of a table: the column to predict; empty for the last one."""
    task: Annotated[Task, Rule("choice", choices=get_args(Task))] = "auto"
    levels: Annotated[tuple[float, ...], Rule("numbers", -1000, 1000, longest=2)] = ()
    """What an output should be for an example that is not, and that is, of its class; empty: as suits the output."""
    standardize: Annotated[Standardize, Rule("choice", choices=get_args(Standardize))] = "auto"
    """To mean 0 and deviation 1 over the training rows; all: inputs and regression targets; auto: all for tables."""


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """A dense network: what goes in, how wide its layers are, and how its weights begin."""

    inputs: Annotated[tuple[str, ...], Rule("texts", longest=LIMITS.neurons)] = ()
    """Formulas in the columns (`x1`, `x1^2`, `sin(3x2)`), and `fourier(k)`; empty for all columns."""
    hidden: Annotated[tuple[int, ...], Rule("wholes", 1, LIMITS.neurons, longest=LIMITS.layers)] = (4, 2)
    activation: Annotated[str | tuple[str, ...], Rule("choices", longest=LIMITS.layers, choices=HIDDEN_ACTIVATIONS)] = (
        "tanh"
    )
    """Of all hidden layers, or one for each."""
    output: Annotated[str, Rule("choice", choices=("auto", *ACTIVATIONS))] = "auto"
    """auto: identity for values, sigmoid for colours, tanh for two classes, softmax for more, or as the loss asks."""
    init: Annotated[str, Rule("choice", choices=INITIALIZERS)] = "uniform"
    seed: SeedRule = 0


class Training(msgspec.Struct, frozen=True, kw_only=True):
    """How the weights are changed; every one of these can be changed while a run is under way."""

    loss: Annotated[str, Rule("choice", choices=("auto", *LOSSES))] = "auto"
    """auto: bce for sigmoid outputs, cross_entropy for softmax, half_sse for others."""
    optimizer: Annotated[str, Rule("choice", choices=OPTIMIZERS)] = "sgd"
    learning_rate: Annotated[float, Rule("number", 0, LIMITS.learning_rate)] = 0.03
    batch_size: Annotated[int | Literal["full"], Rule("size", 1, LIMITS.batch_size)] = 10
    order: Annotated[str, Rule("choice", choices=ORDERS)] = "shuffle"
    """shuffle: anew each epoch; cyclic: always the same; random: drawn with replacement."""
    l1: NumberRule = 0.0
    l2: NumberRule = 0.0
    """Penalties on weights, not biases; they are not part of the reported loss."""
    seed: SeedRule = 0
    momentum: ShareRule = 0.0
    nesterov: Annotated[bool, Rule("flag")] = False
    """Both of sgd."""
    alpha: ShareRule = 0.99
    """Of rmsprop."""
    beta1: ShareRule = 0.9
    beta2: ShareRule = 0.999
    """Both of adam and adamw."""
    eps: Annotated[float, Rule("number", -1, 1)] = -1.0
    """Of all but sgd; below zero: PyTorch's default, 1e-8, and 1e-10 for adagrad."""
    weight_decay: NumberRule = 0.01
    """Of adamw."""


class Experiment(msgspec.Struct, frozen=True, kw_only=True):
    """A recipe. The same recipe gives the same run, bit by bit, on every machine.

    `own` is no part of the recipe: these are the data of one's own, if `data.source` names them.
    """

    title: TextRule = ""
    about: TextRule = ""
    why: TextRule = ""
    steps: Annotated[int, Rule("whole", 0, LIMITS.steps)] = 0
    """How long a run is suggested to be; 0: no suggestion, `neuroglow train` then takes 100 epochs."""
    data: Data = Data()
    network: Network = Network()
    training: Training = Training()
    own: Own | None = None

    def start(self) -> "Run":
        """A run at step 0. Raises InputError when a field does not fit, or the recipe does not hold together."""
        from neuroglow.run import Run  # Runs are made of recipes, so run.py imports this module.

        return Run(self)

    def replace(self, changes: Mapping[str, object]) -> "Experiment":
        """The same experiment with some fields changed, named as in TOML: `replace({"training.learning_rate": 0.1})`.

        Raises InputError for unknown fields and values that do not fit.
        """
        recipe = self.to_dict()
        for key, value in changes.items():
            if key not in FIELDS:
                raise InputError(*unknown(str(key)))
            section, _, name = key.rpartition(".")
            (recipe[section] if section else recipe)[name] = plain(value)
        return from_dict(recipe, self.own)

    def to_dict(self) -> dict[str, Any]:
        """The recipe as JSON and TOML hold it, every field included."""
        recipe = {name: getattr(self, name) for name in RECIPE}
        for name, section in recipe.items():
            recipe[name] = (
                {key: plain(value) for key, value in msgspec.structs.asdict(section).items()}
                if isinstance(section, msgspec.Struct)
                else plain(section)
            )
        return recipe

    def to_start(self) -> dict[str, Any]:
        """What the page needs to begin with this experiment."""
        own = None if self.own is None else self.own.to_plain()
        return {"experiment": self.to_dict(), "own": own, "log": [], "step": 0}

    def to_toml(self) -> str:
        """The recipe as TOML: its fields that differ from the defaults."""
        recipe, defaults = self.to_dict(), Experiment().to_dict()
        lines = changes({key: value for key, value in recipe.items() if key not in SECTIONS}, defaults)
        for section in SECTIONS:
            if changed := changes(recipe[section], defaults[section]):
                lines += ["", f"[{section}]", *changed]
        return "\n".join(lines).strip() + "\n"

    @classmethod
    def from_toml(cls, text: str) -> "Experiment":
        """Raises InputError when the text is no TOML, or no recipe."""
        return from_dict(parse_toml(text))

    @classmethod
    def from_json(cls, text: str) -> "Experiment":
        """Raises InputError when the text is no JSON, or no recipe."""
        return from_dict(parse_json(text))


def rules(struct: type[msgspec.Struct]) -> dict[str, Rule]:
    """The rules of a Struct's fields, from their annotations."""
    hints = get_type_hints(struct, include_extras=True)
    return {
        name: note for name, hint in hints.items() for note in getattr(hint, "__metadata__", ()) if type(note) is Rule
    }


SECTIONS: dict[str, type[msgspec.Struct]] = {"data": Data, "network": Network, "training": Training}
FIELDS: dict[str, Rule] = rules(Experiment) | {
    f"{section}.{name}": rule for section, struct in SECTIONS.items() for name, rule in rules(struct).items()
}
"""The rule of every field, by its dotted key."""
RECIPE = ("title", "about", "why", "steps", *SECTIONS)


class Problem(msgspec.Struct, frozen=True):
    """What is wrong with a field, in one sentence."""

    field: str
    message: str


def problems(recipe: object) -> list[Problem]:
    """Everything that is wrong with a recipe in plain values (as JSON or TOML gives it), field by field."""
    if not isinstance(recipe, Mapping):
        return [
            Problem("", f"expected a recipe with data, network and training, got {shown(recipe)}: see the examples")
        ]
    found = []
    for name, value in recipe.items():
        if name not in SECTIONS:
            found.append(problem_of(str(name), value))
        elif not isinstance(value, Mapping):
            found.append(Problem(name, f"expected a table of settings, got {shown(value)}: write [{name}] above them"))
        else:
            found += [problem_of(f"{name}.{key}", item) for key, item in value.items()]
    network = recipe.get("network", {})
    if not any(found):
        hidden, activation = network.get("hidden", Network().hidden), network.get("activation", "")
        if not isinstance(activation, str) and len(activation) != len(hidden):
            message = (
                f"expected one activation, or one for each of the {len(hidden)} hidden layers, "
                f"got {len(activation)}: add or remove some"
            )
            found.append(Problem("network.activation", message))
    return [problem for problem in found if problem]


def problem_of(key: str, value: object) -> Problem | None:
    if key not in FIELDS:
        message, key = unknown(key)
        return Problem(key, message)
    message = FIELDS[key].problem(value)
    return Problem(key, message) if message else None


def unknown(key: str) -> tuple[str, str]:
    """The sentence for a field that there is not, and its key."""
    section, _, name = key.partition(".")
    if section not in SECTIONS:
        section, name = "", key
    known = [known.rpartition(".")[2] for known in FIELDS if known.rpartition(".")[0] == section]
    if key in SECTIONS:
        return f"expected one of its fields ({', '.join(known)}), got none: name one, such as {key}.{known[0]}", key
    known += [] if section else list(SECTIONS)
    return f"expected one of the fields {', '.join(known)}, got {shown(name)}: correct or remove it", key[: LIMITS.text]


def from_dict(recipe: object, own: Own | None = None) -> Experiment:
    """The experiment of a recipe in plain values. Raises InputError for the first thing that is wrong with it."""
    for problem in problems(recipe):
        raise InputError(problem.message, problem.field)
    return msgspec.structs.replace(msgspec.convert(recipe, Experiment), own=own)


def parse_json(text: str) -> Any:
    """JSON as plain values. Raises InputError when it is none; NaN and infinities are none."""
    try:
        return JSON.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError) as error:
        raise InputError(f"expected JSON, got text that is none ({error}): check that the file is whole") from error


def parse_toml(text: str) -> dict[str, Any]:
    """TOML as plain values. Raises InputError when it is none."""
    try:
        if LONG_KEY.search(text):
            raise tomllib.TOMLDecodeError("a key of more than 16 parts")
        return tomllib.loads(text, parse_float=parse_float)
    except (ValueError, RecursionError) as error:
        # tomllib lets Python's complaint about numbers of thousands of digits through.
        reason = "a number is too long" if type(error) is ValueError else error
        raise InputError(f"expected a recipe in TOML, got text that is none ({reason}): correct it there") from error


def parse_float(text: str) -> int | float:
    """A number that is written with a point or an exponent; 1.0 is the whole number 1, as it is in the page."""
    value = float(text)
    whole = value.is_integer() and abs(value) < 2**53 and math.copysign(1.0, value) > 0
    return int(value) if whole else value


JSON = msgspec.json.Decoder(float_hook=parse_float)
PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
LONG_KEY = re.compile(rf"(?<![\w-]){PART}(?:\.[ \t]*+{PART}){{16}}")
"""Keys such as a.b.c with so many parts that tomllib, whose time grows with their square, might take minutes."""


def changes(values: Mapping[str, object], defaults: Mapping[str, object]) -> list[str]:
    """The lines of TOML for the values that differ from the defaults."""
    return [f"{key} = {toml(value)}" for key, value in values.items() if value != defaults[key]]


def toml(value: object) -> str:
    """A field's value as TOML writes it."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml, value))}]"
    # TOML's strings, numbers and booleans are written like JSON's; only U+007F has to be escaped besides.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

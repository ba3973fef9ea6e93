"""What a host must know to call engine.wasm: functions, their arguments' types, and the code of every name."""

from typing import Any, get_type_hints

from ..engine import (
    activations,
    datasets,
    diagnosis,
    formulas,
    initializers,
    inspection,
    losses,
    optimizers,
    patterns,
    portraits,
    training,
)
from ..engine.exports import EXPORTS


def manifest() -> dict[str, Any]:
    """Functions with the types of their arguments, and the registries: a name's code is its place in the list."""
    return {
        "functions": {function.__name__: signature(function) for function in EXPORTS},
        "codes": {
            "activations": activations.ACTIVATIONS,
            "losses": losses.LOSSES,
            "optimizers": optimizers.OPTIMIZERS,
            "initializers": initializers.INITIALIZERS,
            "orders": training.ORDERS,
            "datasets": datasets.DATASETS,
            "patterns": patterns.PATTERNS,
            "operations": formulas.OPERATIONS,
            "tasks": training.TASKS,
            "settings": training.SETTINGS,
            "state": training.STATE,
            "history": training.HISTORY,
            "rehearsed": inspection.REHEARSED,
            "vitals": portraits.VITALS,
            "rules": diagnosis.RULES,
        },
        "block": formulas.BLOCK,
        "bins": portraits.BINS,
        "quantiles": len(portraits.QUANTILES),
    }


def signature(function: Any) -> dict[str, Any]:
    """The arguments' names and types, such as "int32" or "float64[2]", and the type of the result."""
    hints = get_type_hints(function, include_extras=True)
    returns = hints.pop("return")
    return {
        "args": [[name, hint.__metadata__[0]] for name, hint in hints.items()],
        "returns": returns.__metadata__[0] if hasattr(returns, "__metadata__") else "void",
    }

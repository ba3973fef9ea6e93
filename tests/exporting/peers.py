"""The frameworks that exports are for: what each answers with an export, or a reason why it is not here."""

import importlib
import os
import warnings
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from neuroglow.exporting.code import code
from neuroglow.exporting.onnx import onnx
from neuroglow.exporting.trained import Trained

Matrix = NDArray[np.float64]
Answers = Callable[[Trained, Matrix], Matrix]


def here(*names: str) -> list[ModuleType]:
    """These modules; the test is skipped where one is not installed. What they warn of while they load is theirs."""
    os.environ["KERAS_BACKEND"] = "torch"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return [importlib.import_module(name) for name in names]
    except ImportError as error:
        pytest.skip(f"{error.name} is not installed: pip install 'neuroglow[peers]'")


def ran(source: str) -> dict[str, Any]:
    """The names that a file defines."""
    names: dict[str, Any] = {"__name__": "exported"}
    exec(compile(source, "exported.py", "exec"), names)
    return names


def by_code(framework: str) -> Answers:
    def answers(net: Trained, x: Matrix) -> Matrix:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of divisions by zero, which have an answer
            names = ran(code(net, framework))
            found = np.asarray(names["predict"](x))
            if net.classes:
                assert names["classify"](x) == classes(net, found)
        return found

    return answers


def classes(net: Trained, answers: Matrix) -> list[str]:
    places = answers.argmax(1) if net.threshold is None else (answers[:, 0] > net.threshold).astype(int)
    return [net.classes[place] for place in places]


def by_onnx(net: Trained, x: Matrix) -> Matrix:
    (runtime,) = here("onnxruntime")
    session = runtime.InferenceSession(onnx(net), providers=["CPUExecutionProvider"])
    (found,) = session.run(["y"], {"x": np.ascontiguousarray(x)})
    return np.asarray(found)


def in_numpy(net: Trained, x: Matrix) -> Matrix:
    return by_code("numpy")(net, x)


def in_pytorch(net: Trained, x: Matrix) -> Matrix:
    here("torch")
    return by_code("pytorch")(net, x)


def in_keras(net: Trained, x: Matrix) -> Matrix:
    here("torch", "keras")
    return by_code("keras")(net, x)

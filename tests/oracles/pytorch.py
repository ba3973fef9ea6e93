"""Write tests/fixtures/pytorch.json: what PyTorch says about activations, losses, optimizers and whole runs.

Not run by the tests, so that they do not need PyTorch. To renew the file: pip install torch==2.13.0, then run this.
"""

import json
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional as f

torch.set_default_dtype(torch.float64)
torch.manual_seed(0)

Z = [-30.0, -5.0, -1.5, -0.7, -1e-3, 0.3, 1.0, 2.5, 7.0, 40.0]
ACTIVATIONS = {
    "identity": lambda z: z, "relu": f.relu, "leaky_relu": f.leaky_relu, "elu": f.elu, "gelu": f.gelu, "silu": f.silu,
    "softplus": f.softplus, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "sin": torch.sin,
}  # fmt: skip
LOSSES = {
    "mse": f.mse_loss, "mae": f.l1_loss, "huber": f.huber_loss, "bce": f.binary_cross_entropy_with_logits,
    "sse": lambda a, y: ((a - y) ** 2).sum(1).mean(), "half_sse": lambda a, y: 0.5 * ((a - y) ** 2).sum(1).mean(),
    "cross_entropy": f.cross_entropy,
}  # fmt: skip
OPTIMIZERS: dict[str, tuple[str, dict[str, Any], dict[str, float]]] = {
    "sgd": ("SGD", {"lr": 0.1}, {"learning_rate": 0.1}),
    "sgd momentum": ("SGD", {"lr": 0.1, "momentum": 0.9}, {"learning_rate": 0.1, "momentum": 0.9}),
    "sgd nesterov": (
        "SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True}, {"learning_rate": 0.1, "momentum": 0.9, "nesterov": 1.0}
    ),
    "sgd l2": ("SGD", {"lr": 0.1, "weight_decay": 0.02}, {"learning_rate": 0.1, "l2": 0.02}),
    "rmsprop": ("RMSprop", {"lr": 0.01}, {"learning_rate": 0.01}),
    "rmsprop momentum": ("RMSprop", {"lr": 0.01, "momentum": 0.5}, {"learning_rate": 0.01, "momentum": 0.5}),
    "adagrad": ("Adagrad", {"lr": 0.05}, {"learning_rate": 0.05, "eps": 1e-10}),
    "adam": ("Adam", {"lr": 0.01}, {"learning_rate": 0.01}),
    "adamw": ("AdamW", {"lr": 0.01}, {"learning_rate": 0.01, "weight_decay": 0.01}),
}  # fmt: skip


def activation(function: Any) -> dict[str, list[float]]:
    """Values and derivatives at Z."""
    z = torch.tensor(Z, requires_grad=True)
    a = function(z)
    a.sum().backward()
    return {"a": a.tolist(), "slope": z.grad.tolist()}


def loss(name: str, function: Any) -> dict[str, Any]:
    """The loss of a batch of five examples with three outputs, and its gradient for the output (or its sum z)."""
    z = (3 * torch.randn(5, 3)).requires_grad_()
    y = torch.randn(5, 3)
    if name == "bce":
        y = (y > 0).double()
    if name == "cross_entropy":
        y = f.one_hot(y.argmax(1), 3).double()
    value = function(z, y)
    value.backward()
    return {"output": z.tolist(), "y": y.tolist(), "loss": value.item(), "gradient": z.grad.tolist()}


def run(name: str, arguments: dict[str, Any], settings: dict[str, float]) -> dict[str, Any]:
    """200 full-batch steps of a 2-5-1 network with tanh and half the squared error; biases do not decay."""
    x = torch.randn(20, 2)
    y = torch.sign(x[:, :1] * x[:, 1:])
    first, second = torch.nn.Linear(2, 5), torch.nn.Linear(5, 1)
    start = [p.tolist() for layer in (first, second) for p in (layer.weight, layer.bias)]
    groups = [first.weight, first.bias, second.weight, second.bias]
    if "weight_decay" in arguments and name == "SGD":
        decayed = {"weight_decay": arguments["weight_decay"]}
        groups = [{"params": groups[0::2], **decayed}, {"params": groups[1::2], "weight_decay": 0.0}]
    optimizer = getattr(torch.optim, name)(groups, **arguments)
    for _ in range(200):
        optimizer.zero_grad()
        value = LOSSES["half_sse"](torch.tanh(second(torch.tanh(first(x)))), y)
        value.backward()
        optimizer.step()
    end = [p.tolist() for layer in (first, second) for p in (layer.weight, layer.bias)]
    return {"settings": settings, "x": x.tolist(), "y": y.tolist(), "start": start, "end": end}


if __name__ == "__main__":
    said = {
        "version": torch.__version__.split("+")[0],
        "z": Z,
        "activations": {name: activation(function) for name, function in ACTIVATIONS.items()},
        "losses": {name: loss(name, function) for name, function in LOSSES.items()},
        "runs": {name: run(*arguments) for name, arguments in OPTIMIZERS.items()},
    }
    Path(__file__).parents[1].joinpath("fixtures", "pytorch.json").write_text(json.dumps(said) + "\n")

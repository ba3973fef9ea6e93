/** Written by python -m neuroglow.schema: the recipe of experiment.py, and what fits together by plan.py. */

export type Data = {
  readonly source: string
  readonly formula: string
  readonly samples: number
  readonly noise: number
  readonly test: number
  readonly seed: number
  readonly classes: number
  readonly target: string
  readonly task: 'auto' | 'regression' | 'classification'
  readonly levels: readonly number[]
  readonly standardize: 'auto' | 'all' | 'inputs' | 'none'
}

export type Network = {
  readonly inputs: readonly string[]
  readonly hidden: readonly number[]
  readonly activation: string | readonly string[]
  readonly output: string
  readonly init: string
  readonly seed: number
}

export type Training = {
  readonly loss: string
  readonly optimizer: string
  readonly learning_rate: number
  readonly batch_size: number | 'full'
  readonly order: string
  readonly l1: number
  readonly l2: number
  readonly seed: number
  readonly momentum: number
  readonly nesterov: boolean
  readonly alpha: number
  readonly beta1: number
  readonly beta2: number
  readonly eps: number
  readonly weight_decay: number
}

export type Experiment = {
  readonly title: string
  readonly about: string
  readonly why: string
  readonly steps: number
  readonly data: Data
  readonly network: Network
  readonly training: Training
}

export const DEFAULTS: Experiment = {
  "title": "",
  "about": "",
  "why": "",
  "steps": 0,
  "data": {
    "source": "spiral",
    "formula": "",
    "samples": 500,
    "noise": 0.0,
    "test": 0.5,
    "seed": 0,
    "classes": 3,
    "target": "",
    "task": "auto",
    "levels": [],
    "standardize": "auto"
  },
  "network": {
    "inputs": [],
    "hidden": [
      4,
      2
    ],
    "activation": "tanh",
    "output": "auto",
    "init": "uniform",
    "seed": 0
  },
  "training": {
    "loss": "auto",
    "optimizer": "sgd",
    "learning_rate": 0.03,
    "batch_size": 10,
    "order": "shuffle",
    "l1": 0.0,
    "l2": 0.0,
    "seed": 0,
    "momentum": 0.0,
    "nesterov": false,
    "alpha": 0.99,
    "beta1": 0.9,
    "beta2": 0.999,
    "eps": -1.0,
    "weight_decay": 0.01
  }
}

/** What a field may hold; numbers that are left out are 0. */
export type Rule = {
  readonly kind: 'number' | 'whole' | 'text' | 'choice' | 'flag' | 'size' | 'numbers' | 'wholes' | 'texts' | 'choices'
  readonly low?: number
  readonly high?: number
  readonly longest?: number
  readonly choices?: readonly string[]
}

export const RULES: Readonly<Record<string, Rule>> = {
  "title": {
    "kind": "text",
    "longest": 1000
  },
  "about": {
    "kind": "text",
    "longest": 1000
  },
  "why": {
    "kind": "text",
    "longest": 1000
  },
  "steps": {
    "kind": "whole",
    "high": 1000000000000
  },
  "data.source": {
    "kind": "text",
    "longest": 1000
  },
  "data.formula": {
    "kind": "text",
    "longest": 1000
  },
  "data.samples": {
    "kind": "whole",
    "low": 2,
    "high": 100000
  },
  "data.noise": {
    "kind": "number",
    "high": 1
  },
  "data.test": {
    "kind": "number",
    "high": 1
  },
  "data.seed": {
    "kind": "whole",
    "high": 2147483647
  },
  "data.classes": {
    "kind": "whole",
    "low": 2,
    "high": 10
  },
  "data.target": {
    "kind": "text",
    "longest": 1000
  },
  "data.task": {
    "kind": "choice",
    "choices": [
      "auto",
      "regression",
      "classification"
    ]
  },
  "data.levels": {
    "kind": "numbers",
    "low": -1000,
    "high": 1000,
    "longest": 2
  },
  "data.standardize": {
    "kind": "choice",
    "choices": [
      "auto",
      "all",
      "inputs",
      "none"
    ]
  },
  "network.inputs": {
    "kind": "texts",
    "longest": 4096
  },
  "network.hidden": {
    "kind": "wholes",
    "low": 1,
    "high": 4096,
    "longest": 64
  },
  "network.activation": {
    "kind": "choices",
    "longest": 64,
    "choices": [
      "identity",
      "relu",
      "leaky_relu",
      "elu",
      "gelu",
      "silu",
      "softplus",
      "tanh",
      "sigmoid",
      "sin"
    ]
  },
  "network.output": {
    "kind": "choice",
    "choices": [
      "auto",
      "identity",
      "relu",
      "leaky_relu",
      "elu",
      "gelu",
      "silu",
      "softplus",
      "tanh",
      "sigmoid",
      "sin",
      "softmax"
    ]
  },
  "network.init": {
    "kind": "choice",
    "choices": [
      "uniform",
      "glorot_uniform",
      "he_normal",
      "lecun_normal",
      "pytorch",
      "normal",
      "zeros"
    ]
  },
  "network.seed": {
    "kind": "whole",
    "high": 2147483647
  },
  "training.loss": {
    "kind": "choice",
    "choices": [
      "auto",
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber",
      "bce",
      "cross_entropy"
    ]
  },
  "training.optimizer": {
    "kind": "choice",
    "choices": [
      "sgd",
      "rmsprop",
      "adagrad",
      "adam",
      "adamw"
    ]
  },
  "training.learning_rate": {
    "kind": "number",
    "high": 1000
  },
  "training.batch_size": {
    "kind": "size",
    "low": 1,
    "high": 100000
  },
  "training.order": {
    "kind": "choice",
    "choices": [
      "shuffle",
      "cyclic",
      "random"
    ]
  },
  "training.l1": {
    "kind": "number",
    "high": 1000
  },
  "training.l2": {
    "kind": "number",
    "high": 1000
  },
  "training.seed": {
    "kind": "whole",
    "high": 2147483647
  },
  "training.momentum": {
    "kind": "number",
    "high": 0.999999
  },
  "training.nesterov": {
    "kind": "flag"
  },
  "training.alpha": {
    "kind": "number",
    "high": 0.999999
  },
  "training.beta1": {
    "kind": "number",
    "high": 0.999999
  },
  "training.beta2": {
    "kind": "number",
    "high": 0.999999
  },
  "training.eps": {
    "kind": "number",
    "low": -1,
    "high": 1
  },
  "training.weight_decay": {
    "kind": "number",
    "high": 1000
  }
}

export const LIMITS = {
  "layers": 64,
  "neurons": 4096,
  "parameters": 10000000,
  "samples": 100000,
  "classes": 10,
  "seed": 2147483647,
  "learning_rate": 1000.0,
  "batch_size": 100000,
  "steps": 1000000000000,
  "text": 1000,
  "table_bytes": 100000000,
  "rows": 1000000,
  "columns": 1000,
  "cell": 131072,
  "categories": 100,
  "numbers": 20000000,
  "pixels": 60000000,
  "work": 20000000,
  "recipe_bytes": 1000000,
  "points": 5000,
  "array_numbers": 9000000,
  "image_side": 32,
  "images": 70000,
  "picture_side": 256,
  "picture_pixels": 25000000,
  "picture_bytes": 100000000,
  "archive_files": 20000,
  "archive_bytes": 500000000,
  "archive_pixels": 1000000000,
  "log": 100000,
  "log_bytes": 20000000,
  "link": 40000,
  "link_bytes": 1000000
} as const

export const OUTPUTS = {
  "regression": [
    "identity",
    "relu",
    "leaky_relu",
    "elu",
    "gelu",
    "silu",
    "softplus",
    "tanh",
    "sigmoid",
    "sin"
  ],
  "classification": [
    "identity",
    "relu",
    "leaky_relu",
    "elu",
    "gelu",
    "silu",
    "softplus",
    "tanh",
    "sigmoid",
    "sin",
    "softmax"
  ]
} as const

export const FITTING_LOSSES = {
  "regression": {
    "identity": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ],
    "relu": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ],
    "leaky_relu": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ],
    "elu": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ],
    "gelu": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ],
    "silu": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ],
    "softplus": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ],
    "tanh": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ],
    "sigmoid": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ],
    "sin": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ]
  },
  "classification": {
    "identity": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ],
    "relu": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ],
    "leaky_relu": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ],
    "elu": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ],
    "gelu": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ],
    "silu": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ],
    "softplus": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ],
    "tanh": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ],
    "sigmoid": [
      "bce",
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ],
    "sin": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber"
    ],
    "softmax": [
      "cross_entropy"
    ]
  }
} as const

export const FROM_ZERO = [
  "sigmoid",
  "softmax",
  "relu",
  "softplus"
] as const

export const DEFAULT_EPS = {
  "adagrad": 1e-10
} as const

export const GENERATORS = [
  {
    "name": "circle",
    "task": "classification",
    "columns": [
      "x1",
      "x2"
    ],
    "classes": 2
  },
  {
    "name": "xor",
    "task": "classification",
    "columns": [
      "x1",
      "x2"
    ],
    "classes": 2
  },
  {
    "name": "gauss",
    "task": "classification",
    "columns": [
      "x1",
      "x2"
    ],
    "classes": 2
  },
  {
    "name": "spiral",
    "task": "classification",
    "columns": [
      "x1",
      "x2"
    ],
    "classes": 2
  },
  {
    "name": "moons",
    "task": "classification",
    "columns": [
      "x1",
      "x2"
    ],
    "classes": 2
  },
  {
    "name": "checkerboard",
    "task": "classification",
    "columns": [
      "x1",
      "x2"
    ],
    "classes": 2
  },
  {
    "name": "stripes",
    "task": "classification",
    "columns": [
      "x1",
      "x2"
    ],
    "classes": 2
  },
  {
    "name": "blobs",
    "task": "classification",
    "columns": [
      "x1",
      "x2"
    ],
    "classes": null
  },
  {
    "name": "rings",
    "task": "classification",
    "columns": [
      "x1",
      "x2"
    ],
    "classes": null
  },
  {
    "name": "arms",
    "task": "classification",
    "columns": [
      "x1",
      "x2"
    ],
    "classes": null
  },
  {
    "name": "plane",
    "task": "regression",
    "columns": [
      "x1",
      "x2"
    ],
    "classes": 0
  },
  {
    "name": "multi_gauss",
    "task": "regression",
    "columns": [
      "x1",
      "x2"
    ],
    "classes": 0
  },
  {
    "name": "sine",
    "task": "regression",
    "columns": [
      "x"
    ],
    "classes": 0
  },
  {
    "name": "step",
    "task": "regression",
    "columns": [
      "x"
    ],
    "classes": 0
  },
  {
    "name": "sawtooth",
    "task": "regression",
    "columns": [
      "x"
    ],
    "classes": 0
  },
  {
    "name": "linear",
    "task": "regression",
    "columns": [
      "x"
    ],
    "classes": 0
  }
] as const

export const OCTAVES = 8 as const

export const FEW_COLOURS = 8 as const

export const PATTERN_SIDE = 128 as const

export const SUGGESTED = {
  "table": {
    "data": {
      "test": 0.2
    },
    "network": {
      "hidden": [
        8,
        4
      ],
      "init": "glorot_uniform"
    },
    "training": {
      "optimizer": "adam",
      "learning_rate": 0.01
    }
  },
  "arrays": {
    "data": {
      "test": 0.2
    },
    "network": {
      "hidden": [
        8,
        4
      ],
      "init": "glorot_uniform"
    },
    "training": {
      "optimizer": "adam",
      "learning_rate": 0.01
    }
  },
  "images": {
    "steps": 2000,
    "data": {
      "test": 0.2
    },
    "network": {
      "hidden": [
        32
      ],
      "activation": "relu",
      "init": "he_normal"
    },
    "training": {
      "optimizer": "adam",
      "learning_rate": 0.005,
      "batch_size": 32
    }
  },
  "picture": {
    "steps": 5000,
    "data": {
      "samples": 20000,
      "test": 0.1
    },
    "network": {
      "inputs": [
        "x",
        "y",
        "fourier(5)"
      ],
      "hidden": [
        64,
        64
      ],
      "activation": "relu",
      "init": "he_normal"
    },
    "training": {
      "optimizer": "adam",
      "learning_rate": 0.005,
      "batch_size": 64
    }
  }
} as const

export const FINDINGS = {
  "diverged": {
    "title": "The run diverged",
    "sentence": "At step {0:count} numbers of {layer} became too large to be numbers, at a learning rate of {2}.",
    "advice": "The loss was {1} before. Go back to where it was lowest, and go on from there with a smaller rate.",
    "change": {
      "best": 0.1
    },
    "button": "Go back and divide the rate by 10"
  },
  "rate_too_high": {
    "title": "The learning rate is too high",
    "sentence": "The training loss has been {2} and is {1}: steps this long leap over the valley, or out of it.",
    "advice": "Go on with shorter ones, perhaps from where the loss was lowest.",
    "change": {
      "factor": 0.1
    },
    "button": "Divide the rate by 10"
  },
  "out_of_range": {
    "title": "The outputs cannot reach the targets",
    "sentence": "{2:percent} of the targets are out of reach: the outputs end at {1}, and one target is {0}.",
    "advice": "Choose an output activation without such bounds, or scale the targets.",
    "change": {
      "start": {
        "network": {
          "output": "identity"
        }
      }
    },
    "button": "Start again with identity outputs"
  },
  "symmetric": {
    "title": "All neurons are the same",
    "sentence": "The {0:count} neurons of {layer} have the same weights and get the same gradients: they stay the same.",
    "advice": "Random weights to begin with make them different.",
    "change": {
      "start": {
        "network": {
          "init": "glorot_uniform"
        }
      }
    },
    "button": "Start again with random weights"
  },
  "unscaled": {
    "title": "Unscaled inputs",
    "sentence": "The largest numbers of the inputs go from {1} to {0}: too large, or too different, for one learning rate.",
    "advice": "Scaled to mean 0 and deviation 1, all inputs count alike, and their weights learn alike.",
    "change": {
      "start": {
        "data": {
          "standardize": "all"
        }
      }
    },
    "button": "Start again with scaled inputs"
  },
  "dead_relus": {
    "title": "Dead neurons",
    "sentence": "{1:count} of the {2:count} neurons of {layer} answer 0 to every example, and no gradient comes through them.",
    "advice": "Where leaky_relu is below 0 it still has a slope, so that a neuron can come back; a smaller rate helps too.",
    "change": {
      "activation": "leaky_relu"
    },
    "button": "Start again with leaky_relu"
  },
  "saturated": {
    "title": "Saturated neurons",
    "sentence": "{0:percent} of the activations of {layer} are at the flat ends of their curve; gradients of {2} are left.",
    "advice": "Smaller weights to begin with keep sums where the curve is steep; relu is never flat for large sums.",
    "change": {
      "activation": "relu"
    },
    "button": "Start again with relu"
  },
  "vanishing_gradients": {
    "title": "Vanishing gradients",
    "sentence": "Hardly any of the error arrives at {layer}: its gradients are {0}, those of the last layer {1}.",
    "advice": "Every layer makes them smaller, sigmoid at least four times. Take tanh or relu, or fewer layers.",
    "change": {
      "start": {
        "network": {
          "activation": "tanh",
          "init": "glorot_uniform"
        }
      }
    },
    "button": "Start again with tanh"
  },
  "memorising": {
    "title": "It memorises the training examples",
    "sentence": "The training loss falls ({2}), the test loss rises ({1}, once {0}): what is learned now holds for these only.",
    "advice": "More examples, fewer neurons or a penalty on large weights keep it from that.",
    "change": {
      "set": {
        "l2": 0.003
      }
    },
    "button": "Set l2 to 0.003"
  },
  "rate_too_low": {
    "title": "The learning rate is too low",
    "sentence": "The loss falls steadily, but by only {0:percent} a record; a step changes the weights by {1:percent}.",
    "advice": "A rate of {2} is very cautious: longer steps get there sooner.",
    "change": {
      "factor": 10
    },
    "button": "Multiply the rate by 10"
  },
  "plateau": {
    "title": "The loss stands still",
    "sentence": "The training loss has not come down in {0:count} records: {1}, {2:percent} of what knowing nothing costs.",
    "advice": "It may be done, or in a flat place: another rate, more neurons or other inputs show which.",
    "change": null,
    "button": ""
  }
} as const

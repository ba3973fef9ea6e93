/** Written by python -m neuroglow.schema: what engine.wasm offers. */
export const MANIFEST = {
  "functions": {
    "generate": {
      "args": [
        [
          "kind",
          "int32"
        ],
        [
          "seed",
          "int32"
        ],
        [
          "noise",
          "float64"
        ],
        [
          "classes",
          "int32"
        ],
        [
          "columns",
          "float64[2]"
        ],
        [
          "values",
          "float64[1]"
        ]
      ],
      "returns": "void"
    },
    "scatter": {
      "args": [
        [
          "seed",
          "int32"
        ],
        [
          "noise",
          "float64"
        ],
        [
          "columns",
          "float64[2]"
        ],
        [
          "judged",
          "float64[2]"
        ]
      ],
      "returns": "void"
    },
    "pattern": {
      "args": [
        [
          "kind",
          "int32"
        ],
        [
          "width",
          "int32"
        ],
        [
          "height",
          "int32"
        ],
        [
          "colours",
          "uint8[1]"
        ]
      ],
      "returns": "void"
    },
    "opaque": {
      "args": [
        [
          "rgba",
          "uint8[1]"
        ],
        [
          "colours",
          "uint8[1]"
        ]
      ],
      "returns": "void"
    },
    "grey": {
      "args": [
        [
          "colours",
          "uint8[1]"
        ],
        [
          "greys",
          "uint8[1]"
        ]
      ],
      "returns": "void"
    },
    "shrink": {
      "args": [
        [
          "source",
          "uint8[1]"
        ],
        [
          "width",
          "int32"
        ],
        [
          "height",
          "int32"
        ],
        [
          "channels",
          "int32"
        ],
        [
          "target",
          "uint8[1]"
        ],
        [
          "target_width",
          "int32"
        ],
        [
          "target_height",
          "int32"
        ]
      ],
      "returns": "void"
    },
    "image_columns": {
      "args": [
        [
          "pixels",
          "uint8[1]"
        ],
        [
          "peak",
          "float64"
        ],
        [
          "columns",
          "float64[2]"
        ]
      ],
      "returns": "void"
    },
    "picture_examples": {
      "args": [
        [
          "colours",
          "uint8[1]"
        ],
        [
          "width",
          "int32"
        ],
        [
          "height",
          "int32"
        ],
        [
          "columns",
          "float64[2]"
        ],
        [
          "values",
          "float64[2]"
        ]
      ],
      "returns": "void"
    },
    "split": {
      "args": [
        [
          "seed",
          "int32"
        ],
        [
          "order",
          "int32[1]"
        ]
      ],
      "returns": "void"
    },
    "features": {
      "args": [
        [
          "starts",
          "int32[1]"
        ],
        [
          "codes",
          "int32[1]"
        ],
        [
          "arguments",
          "int32[1]"
        ],
        [
          "constants",
          "float64[1]"
        ],
        [
          "stack",
          "float64[2]"
        ],
        [
          "columns",
          "float64[2]"
        ],
        [
          "rows",
          "int32[1]"
        ],
        [
          "block",
          "float64[2]"
        ],
        [
          "x",
          "float64[2]"
        ]
      ],
      "returns": "void"
    },
    "fit": {
      "args": [
        [
          "x",
          "float64[2]"
        ],
        [
          "mean",
          "float64[1]"
        ],
        [
          "scale",
          "float64[1]"
        ]
      ],
      "returns": "void"
    },
    "standardize": {
      "args": [
        [
          "x",
          "float64[2]"
        ],
        [
          "mean",
          "float64[1]"
        ],
        [
          "scale",
          "float64[1]"
        ]
      ],
      "returns": "void"
    },
    "in_units": {
      "args": [
        [
          "x",
          "float64[2]"
        ],
        [
          "mean",
          "float64[1]"
        ],
        [
          "scale",
          "float64[1]"
        ]
      ],
      "returns": "void"
    },
    "class_targets": {
      "args": [
        [
          "values",
          "float64[1]"
        ],
        [
          "rows",
          "int32[1]"
        ],
        [
          "low",
          "float64"
        ],
        [
          "high",
          "float64"
        ],
        [
          "y",
          "float64[2]"
        ]
      ],
      "returns": "void"
    },
    "value_targets": {
      "args": [
        [
          "values",
          "float64[2]"
        ],
        [
          "rows",
          "int32[1]"
        ],
        [
          "y",
          "float64[2]"
        ]
      ],
      "returns": "void"
    },
    "weights_in_units": {
      "args": [
        [
          "weights",
          "float64[2]"
        ],
        [
          "biases",
          "float64[1]"
        ],
        [
          "mean",
          "float64[1]"
        ],
        [
          "scale",
          "float64[1]"
        ],
        [
          "target_mean",
          "float64[1]"
        ],
        [
          "target_scale",
          "float64[1]"
        ]
      ],
      "returns": "void"
    },
    "initialize": {
      "args": [
        [
          "kind",
          "int32"
        ],
        [
          "seed",
          "int32"
        ],
        [
          "sizes",
          "int32[1]"
        ],
        [
          "params",
          "float64[1]"
        ]
      ],
      "returns": "void"
    },
    "advance": {
      "args": [
        [
          "steps",
          "int32"
        ],
        [
          "most",
          "int32"
        ],
        [
          "sizes",
          "int32[1]"
        ],
        [
          "activations",
          "int32[1]"
        ],
        [
          "params",
          "float64[1]"
        ],
        [
          "muted",
          "int32[1]"
        ],
        [
          "frozen",
          "int32[1]"
        ],
        [
          "settings",
          "float64[1]"
        ],
        [
          "x",
          "float64[2]"
        ],
        [
          "y",
          "float64[2]"
        ],
        [
          "x_test",
          "float64[2]"
        ],
        [
          "y_test",
          "float64[2]"
        ],
        [
          "state",
          "float64[1]"
        ],
        [
          "moments",
          "float64[2]"
        ],
        [
          "updates",
          "float64[1]"
        ],
        [
          "order",
          "int32[1]"
        ],
        [
          "z",
          "float64[1]"
        ],
        [
          "a",
          "float64[1]"
        ],
        [
          "delta",
          "float64[1]"
        ],
        [
          "targets",
          "float64[1]"
        ],
        [
          "grads",
          "float64[1]"
        ],
        [
          "history",
          "float64[2]"
        ]
      ],
      "returns": "int32"
    },
    "record": {
      "args": [
        [
          "sizes",
          "int32[1]"
        ],
        [
          "activations",
          "int32[1]"
        ],
        [
          "params",
          "float64[1]"
        ],
        [
          "muted",
          "int32[1]"
        ],
        [
          "settings",
          "float64[1]"
        ],
        [
          "x",
          "float64[2]"
        ],
        [
          "y",
          "float64[2]"
        ],
        [
          "x_test",
          "float64[2]"
        ],
        [
          "y_test",
          "float64[2]"
        ],
        [
          "state",
          "float64[1]"
        ],
        [
          "z",
          "float64[1]"
        ],
        [
          "a",
          "float64[1]"
        ],
        [
          "delta",
          "float64[1]"
        ],
        [
          "targets",
          "float64[1]"
        ],
        [
          "history",
          "float64[2]"
        ]
      ],
      "returns": "void"
    },
    "evaluate": {
      "args": [
        [
          "sizes",
          "int32[1]"
        ],
        [
          "activations",
          "int32[1]"
        ],
        [
          "params",
          "float64[1]"
        ],
        [
          "muted",
          "int32[1]"
        ],
        [
          "settings",
          "float64[1]"
        ],
        [
          "x",
          "float64[2]"
        ],
        [
          "y",
          "float64[2]"
        ],
        [
          "z",
          "float64[1]"
        ],
        [
          "a",
          "float64[1]"
        ],
        [
          "delta",
          "float64[1]"
        ],
        [
          "targets",
          "float64[1]"
        ],
        [
          "result",
          "float64[1]"
        ]
      ],
      "returns": "void"
    },
    "next_batch": {
      "args": [
        [
          "settings",
          "float64[1]"
        ],
        [
          "state",
          "float64[1]"
        ],
        [
          "order",
          "int32[1]"
        ]
      ],
      "returns": "int32"
    },
    "trace": {
      "args": [
        [
          "sizes",
          "int32[1]"
        ],
        [
          "activations",
          "int32[1]"
        ],
        [
          "params",
          "float64[1]"
        ],
        [
          "muted",
          "int32[1]"
        ],
        [
          "settings",
          "float64[1]"
        ],
        [
          "target",
          "float64[1]"
        ],
        [
          "z",
          "float64[1]"
        ],
        [
          "a",
          "float64[1]"
        ],
        [
          "delta",
          "float64[1]"
        ],
        [
          "grads",
          "float64[1]"
        ]
      ],
      "returns": "float64"
    },
    "predict": {
      "args": [
        [
          "sizes",
          "int32[1]"
        ],
        [
          "activations",
          "int32[1]"
        ],
        [
          "params",
          "float64[1]"
        ],
        [
          "muted",
          "int32[1]"
        ],
        [
          "x",
          "float64[2]"
        ],
        [
          "z",
          "float64[1]"
        ],
        [
          "a",
          "float64[1]"
        ],
        [
          "delta",
          "float64[1]"
        ],
        [
          "outputs",
          "float64[2]"
        ]
      ],
      "returns": "void"
    },
    "neuron_maps": {
      "args": [
        [
          "sizes",
          "int32[1]"
        ],
        [
          "activations",
          "int32[1]"
        ],
        [
          "params",
          "float64[1]"
        ],
        [
          "muted",
          "int32[1]"
        ],
        [
          "starts",
          "int32[1]"
        ],
        [
          "codes",
          "int32[1]"
        ],
        [
          "arguments",
          "int32[1]"
        ],
        [
          "constants",
          "float64[1]"
        ],
        [
          "stack",
          "float64[2]"
        ],
        [
          "mean",
          "float64[1]"
        ],
        [
          "scale",
          "float64[1]"
        ],
        [
          "held",
          "float64[1]"
        ],
        [
          "across",
          "int32"
        ],
        [
          "down",
          "int32"
        ],
        [
          "bounds",
          "float64[1]"
        ],
        [
          "width",
          "int32"
        ],
        [
          "height",
          "int32"
        ],
        [
          "first",
          "int32"
        ],
        [
          "block",
          "float64[2]"
        ],
        [
          "z",
          "float64[1]"
        ],
        [
          "a",
          "float64[1]"
        ],
        [
          "delta",
          "float64[1]"
        ],
        [
          "values",
          "float64[2]"
        ]
      ],
      "returns": "void"
    },
    "map_scales": {
      "args": [
        [
          "sizes",
          "int32[1]"
        ],
        [
          "activations",
          "int32[1]"
        ],
        [
          "values",
          "float64[2]"
        ],
        [
          "scales",
          "float64[1]"
        ]
      ],
      "returns": "void"
    },
    "paint": {
      "args": [
        [
          "values",
          "float64[1]"
        ],
        [
          "scale",
          "float64"
        ],
        [
          "strength",
          "float64"
        ],
        [
          "palette",
          "float64[2]"
        ],
        [
          "colours",
          "uint8[1]"
        ]
      ],
      "returns": "void"
    },
    "paint_maps": {
      "args": [
        [
          "values",
          "float64[2]"
        ],
        [
          "scales",
          "float64[1]"
        ],
        [
          "palette",
          "float64[2]"
        ],
        [
          "colours",
          "uint8[1]"
        ]
      ],
      "returns": "void"
    },
    "paint_classes": {
      "args": [
        [
          "values",
          "float64[2]"
        ],
        [
          "palette",
          "float64[2]"
        ],
        [
          "colours",
          "uint8[1]"
        ]
      ],
      "returns": "void"
    },
    "paint_colours": {
      "args": [
        [
          "values",
          "float64[2]"
        ],
        [
          "rows",
          "int32[1]"
        ],
        [
          "colours",
          "uint8[1]"
        ]
      ],
      "returns": "void"
    },
    "paint_nearest": {
      "args": [
        [
          "values",
          "float64[2]"
        ],
        [
          "threshold",
          "float64"
        ],
        [
          "rows",
          "int32[1]"
        ],
        [
          "palette",
          "float64[2]"
        ],
        [
          "colours",
          "uint8[1]"
        ]
      ],
      "returns": "void"
    },
    "paint_weights": {
      "args": [
        [
          "weights",
          "float64[2]"
        ],
        [
          "palette",
          "float64[2]"
        ],
        [
          "colours",
          "uint8[1]"
        ]
      ],
      "returns": "void"
    },
    "psnr": {
      "args": [
        [
          "a",
          "uint8[1]"
        ],
        [
          "b",
          "uint8[1]"
        ]
      ],
      "returns": "float64"
    },
    "encode_weights": {
      "args": [
        [
          "params",
          "float64[1]"
        ],
        [
          "palette",
          "float64[2]"
        ],
        [
          "widths",
          "float32[1]"
        ],
        [
          "colours",
          "uint8[1]"
        ]
      ],
      "returns": "void"
    },
    "encode_signals": {
      "args": [
        [
          "sizes",
          "int32[1]"
        ],
        [
          "params",
          "float64[1]"
        ],
        [
          "a",
          "float64[1]"
        ],
        [
          "scales",
          "float64[1]"
        ],
        [
          "neuron_glow",
          "float32[1]"
        ],
        [
          "edge_glow",
          "float32[1]"
        ]
      ],
      "returns": "void"
    }
  },
  "codes": {
    "activations": [
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
    ],
    "losses": [
      "mse",
      "sse",
      "half_sse",
      "mae",
      "huber",
      "bce",
      "cross_entropy"
    ],
    "optimizers": [
      "sgd",
      "rmsprop",
      "adagrad",
      "adam",
      "adamw"
    ],
    "initializers": [
      "uniform",
      "glorot_uniform",
      "he_normal",
      "lecun_normal",
      "pytorch",
      "normal",
      "zeros"
    ],
    "orders": [
      "shuffle",
      "cyclic",
      "random"
    ],
    "datasets": [
      "circle",
      "xor",
      "gauss",
      "spiral",
      "moons",
      "checkerboard",
      "stripes",
      "blobs",
      "rings",
      "arms",
      "plane",
      "multi_gauss",
      "sine",
      "step",
      "sawtooth",
      "linear"
    ],
    "patterns": [
      "rose",
      "sunset",
      "swirl",
      "target",
      "mosaic",
      "flag"
    ],
    "operations": [
      "constant",
      "column",
      "negate",
      "add",
      "subtract",
      "multiply",
      "divide",
      "power",
      "less",
      "greater",
      "min",
      "max",
      "abs",
      "sign",
      "floor",
      "sqrt",
      "exp",
      "log",
      "sin",
      "cos",
      "tanh"
    ],
    "tasks": [
      "regression",
      "signed",
      "unsigned",
      "classes"
    ],
    "settings": [
      "loss",
      "optimizer",
      "learning_rate",
      "batch_size",
      "order",
      "seed",
      "l1",
      "l2",
      "momentum",
      "nesterov",
      "alpha",
      "beta1",
      "beta2",
      "eps",
      "weight_decay",
      "task"
    ],
    "state": [
      "step",
      "epoch",
      "position",
      "diverged_step",
      "diverged_layer",
      "history_rows",
      "optimizer",
      "to_record",
      "train_total",
      "train_hits",
      "test_total",
      "test_hits"
    ],
    "history": [
      "step",
      "epoch",
      "train_loss",
      "test_loss",
      "train_accuracy",
      "test_accuracy"
    ]
  },
  "block": 64
} as const

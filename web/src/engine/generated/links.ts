/** Written by python -m neuroglow.schema: the words of links, by link.py and tfplayground.py. */
import type { Rule } from './schema'

/** What a plain value may be: one thing, a list of certain ones, one of many, or any of these. */
export type Shape =
  | Rule
  | { readonly kind: 'parts'; readonly parts: readonly Shape[] }
  | { readonly kind: 'many'; readonly item: Shape; readonly longest: number }
  | { readonly kind: 'either'; readonly shapes: readonly Shape[] }
  | { readonly kind: 'nothing' }

export const VIEW: Readonly<Record<string, Shape>> = {
  "picked": {
    "kind": "either",
    "shapes": [
      {
        "kind": "parts",
        "parts": [
          {
            "kind": "whole",
            "high": 65
          },
          {
            "kind": "whole",
            "high": 4095
          }
        ]
      },
      {
        "kind": "parts",
        "parts": [
          {
            "kind": "whole",
            "high": 65
          },
          {
            "kind": "whole",
            "high": 4095
          },
          {
            "kind": "either",
            "shapes": [
              {
                "kind": "choice",
                "choices": [
                  "bias"
                ]
              },
              {
                "kind": "whole",
                "high": 4095
              }
            ]
          }
        ]
      }
    ]
  },
  "tab": {
    "kind": "choice",
    "choices": [
      "Inspector",
      "Outline",
      "Layers",
      "Landscape",
      "Space",
      "Relief"
    ]
  },
  "unit": {
    "kind": "choice",
    "choices": [
      "example",
      "batch",
      "epoch"
    ]
  },
  "speed": {
    "kind": "whole",
    "high": 16
  },
  "stops": {
    "kind": "many",
    "item": {
      "kind": "either",
      "shapes": [
        {
          "kind": "parts",
          "parts": [
            {
              "kind": "choice",
              "choices": [
                "train_loss",
                "test_loss",
                "train_accuracy",
                "test_accuracy"
              ]
            },
            {
              "kind": "choice",
              "choices": [
                "<",
                "<=",
                ">",
                ">="
              ]
            },
            {
              "kind": "number",
              "low": -1e+300,
              "high": 1e+300
            }
          ]
        },
        {
          "kind": "parts",
          "parts": [
            {
              "kind": "choice",
              "choices": [
                "epoch",
                "plateau"
              ]
            },
            {
              "kind": "whole",
              "low": 1,
              "high": 1000000000000
            }
          ]
        }
      ]
    },
    "longest": 20
  },
  "testPoints": {
    "kind": "flag"
  },
  "discrete": {
    "kind": "flag"
  },
  "example": {
    "kind": "whole",
    "high": 1000000
  },
  "answer": {
    "kind": "choice",
    "choices": [
      "predicted",
      "residuals"
    ]
  },
  "errors": {
    "kind": "choice",
    "choices": [
      "lines",
      "squares"
    ]
  },
  "across": {
    "kind": "text",
    "longest": 1000
  },
  "up": {
    "kind": "text",
    "longest": 1000
  },
  "held": {
    "kind": "numbers",
    "low": -1e+300,
    "high": 1e+300,
    "longest": 1000
  }
}

export const ACTIONS: Readonly<Record<string, readonly [name: string, keys: Record<string, Shape>]>> = {
  "e": [
    "edit",
    {
      "layer": {
        "kind": "whole",
        "high": 1000000
      },
      "neuron": {
        "kind": "whole",
        "high": 1000000
      },
      "input": {
        "kind": "either",
        "shapes": [
          {
            "kind": "whole",
            "high": 1000000
          },
          {
            "kind": "nothing"
          }
        ]
      },
      "value": {
        "kind": "number",
        "low": -1e+300,
        "high": 1e+300
      }
    }
  ],
  "m": [
    "mute",
    {
      "layer": {
        "kind": "whole",
        "high": 1000000
      },
      "neuron": {
        "kind": "whole",
        "high": 1000000
      },
      "muted": {
        "kind": "flag"
      }
    }
  ],
  "f": [
    "freeze",
    {
      "layer": {
        "kind": "whole",
        "high": 1000000
      },
      "frozen": {
        "kind": "flag"
      }
    }
  ]
}

export const EDITS: Readonly<Record<string, readonly [name: string, shape: Shape]>> = {
  "m": [
    "move",
    {
      "kind": "many",
      "item": {
        "kind": "many",
        "item": {
          "kind": "number",
          "low": -1e+300,
          "high": 1e+300
        },
        "longest": 4
      },
      "longest": 5000
    }
  ],
  "r": [
    "remove",
    {
      "kind": "many",
      "item": {
        "kind": "whole",
        "high": 1000000
      },
      "longest": 5000
    }
  ],
  "a": [
    "add",
    {
      "kind": "many",
      "item": {
        "kind": "many",
        "item": {
          "kind": "number",
          "low": -1e+300,
          "high": 1e+300
        },
        "longest": 4
      },
      "longest": 5000
    }
  ]
}

export const VERSION = 1 as const

export const DIGITS = 12 as const

export const PARTS = {
  "e": "example",
  "r": "recipe",
  "s": "step",
  "p": "digest",
  "g": "log",
  "v": "view",
  "o": "own"
} as const

export const SHORT = {
  "title": "ti",
  "about": "ab",
  "why": "wh",
  "steps": "go",
  "data.source": "d",
  "data.formula": "f",
  "data.samples": "n",
  "data.noise": "no",
  "data.test": "te",
  "data.seed": "ds",
  "data.classes": "c",
  "data.target": "y",
  "data.task": "ta",
  "data.levels": "le",
  "data.standardize": "st",
  "network.inputs": "x",
  "network.hidden": "h",
  "network.activation": "a",
  "network.output": "o",
  "network.init": "i",
  "network.seed": "ws",
  "training.loss": "l",
  "training.optimizer": "op",
  "training.learning_rate": "lr",
  "training.batch_size": "b",
  "training.order": "or",
  "training.l1": "l1",
  "training.l2": "l2",
  "training.seed": "os",
  "training.momentum": "m",
  "training.nesterov": "ne",
  "training.alpha": "al",
  "training.beta1": "b1",
  "training.beta2": "b2",
  "training.eps": "ep",
  "training.weight_decay": "wd"
} as const

export const TOIL = {
  "rate": 3000000000.0,
  "training": 3,
  "activation": 15,
  "records": 9200,
  "edit": 0.005,
  "columns": 2,
  "outputs": 3
} as const

export const EXTENTS = {
  "houses": [
    2,
    5
  ],
  "iris": [
    5,
    152
  ],
  "penguins": [
    8,
    346
  ],
  "rated-houses": [
    3,
    12
  ],
  "ten-houses": [
    3,
    12
  ],
  "xor-milo": [
    4,
    9
  ],
  "digits-5x5": [
    25,
    10
  ],
  "digits-8x8": [
    64,
    1797
  ]
} as const

export const PLAYGROUND = {
  "datasets": {
    "circle": "circle",
    "xor": "xor",
    "gauss": "gauss",
    "spiral": "spiral"
  },
  "values": {
    "reg-plane": "plane",
    "reg-gauss": "multi_gauss"
  },
  "samples": {
    "classification": 500,
    "regression": 1200
  },
  "activations": {
    "relu": "relu",
    "tanh": "tanh",
    "sigmoid": "sigmoid",
    "linear": "identity"
  },
  "penalties": {
    "L1": "l1",
    "L2": "l2"
  },
  "inputs": {
    "x": "x1",
    "y": "x2",
    "xSquared": "x1^2",
    "ySquared": "x2^2",
    "xTimesY": "x1*x2",
    "sinX": "sin(x1)",
    "sinY": "sin(x2)"
  },
  "chosen": [
    "x",
    "y"
  ],
  "keys": [
    "activation",
    "regularization",
    "batchSize",
    "dataset",
    "regDataset",
    "learningRate",
    "regularizationRate",
    "noise",
    "networkShape",
    "seed",
    "showTestData",
    "discretize",
    "percTrainData",
    "x",
    "y",
    "xTimesY",
    "xSquared",
    "ySquared",
    "cosX",
    "sinX",
    "cosY",
    "sinY",
    "collectStats",
    "tutorial",
    "problem",
    "initZero",
    "hideText"
  ],
  "hideable": {
    "showTestData": "test-points",
    "discretize": "discrete",
    "playButton": "play",
    "stepButton": "step",
    "resetButton": "reset",
    "learningRate": "learning-rate",
    "activation": "activation",
    "regularization": "regularization",
    "regularizationRate": "strength",
    "problem": "data",
    "dataset": "data",
    "percTrainData": "test-share",
    "noise": "noise",
    "batchSize": "batch-size",
    "numHiddenLayers": "layers"
  },
  "most_noise": 80,
  "title": "From TensorFlow Playground"
} as const

/** Written by python -m neuroglow.schema: what engine.wasm offers for drawing. */
export const DRAWING = {
  "lay_out": {
    "args": [
      [
        "width",
        "float64"
      ],
      [
        "height",
        "float64"
      ],
      [
        "compact",
        "int32"
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
        "longest_input",
        "int32"
      ],
      [
        "longest_output",
        "int32"
      ],
      [
        "shown",
        "int32[1]"
      ],
      [
        "slots",
        "int32[1]"
      ],
      [
        "xs",
        "float64[1]"
      ],
      [
        "ys",
        "float64[1]"
      ],
      [
        "slot_ys",
        "float64[1]"
      ],
      [
        "middles",
        "float64[1]"
      ],
      [
        "sides",
        "float64[1]"
      ],
      [
        "drawn",
        "int32[1]"
      ],
      [
        "picture",
        "float64[1]"
      ]
    ],
    "returns": "void"
  },
  "line_looks": {
    "args": [
      [
        "shown",
        "int32"
      ],
      [
        "image",
        "int32"
      ],
      [
        "frozen",
        "int32"
      ],
      [
        "chosen",
        "int32"
      ],
      [
        "chosen_input",
        "int32"
      ],
      [
        "chosen_neuron",
        "int32"
      ],
      [
        "params",
        "float64[1]"
      ],
      [
        "widths",
        "float32[1]"
      ],
      [
        "colours",
        "uint8[1]"
      ],
      [
        "edge_glow",
        "float32[1]"
      ],
      [
        "muted_inputs",
        "uint8[1]"
      ],
      [
        "muted_neurons",
        "uint8[1]"
      ],
      [
        "sizes",
        "float64[1]"
      ],
      [
        "levels",
        "uint8[1]"
      ],
      [
        "halves",
        "uint8[1]"
      ]
    ],
    "returns": "void"
  },
  "light_cut": {
    "args": [
      [
        "lights",
        "float32[1]"
      ],
      [
        "least",
        "int32"
      ],
      [
        "most",
        "int32"
      ]
    ],
    "returns": "int32"
  },
  "blend_lines": {
    "args": [
      [
        "share",
        "float64"
      ],
      [
        "widths",
        "float32[1]"
      ],
      [
        "colours",
        "uint8[1]"
      ],
      [
        "widths_after",
        "float32[1]"
      ],
      [
        "colours_after",
        "uint8[1]"
      ],
      [
        "widths_now",
        "float32[1]"
      ],
      [
        "colours_now",
        "uint8[1]"
      ]
    ],
    "returns": "void"
  },
  "pass_at": {
    "args": [
      [
        "moment",
        "float64"
      ],
      [
        "light",
        "float64[1]"
      ],
      [
        "layer_light",
        "float64[1]"
      ]
    ],
    "returns": "void"
  },
  "moment_after": {
    "args": [
      [
        "moment",
        "float64"
      ],
      [
        "millis",
        "float64"
      ],
      [
        "layers",
        "int32"
      ]
    ],
    "returns": "float64"
  }
} as const

/** How far each phase of an update has come where it shows everything that it is about. */
export const STILLS = [
  0.97,
  0.9,
  0.97,
  0.62
] as const

/** The part of a network that travels to the page: of each layer its first neurons, and what lies between them. */

import { SHOWN_NEURONS } from './protocol'
import type { Resolved } from './recipe'

type Items = Float64Array | Float32Array | Uint8Array

export class Shown {
  /** Neurons of every layer, inputs included. */
  readonly sizes: readonly number[]
  /** Whether that is all of them. */
  readonly whole: boolean
  readonly #all: readonly number[]

  constructor({ sizes, kind }: Resolved) {
    this.#all = sizes
    this.sizes = sizes.map((size, layer) => (layer === 0 && kind === 'pixels' ? size : Math.min(size, SHOWN_NEURONS)))
    this.whole = this.sizes.every((size, layer) => size === sizes[layer])
  }

  /** What belongs to the shown neurons, `each` items of every neuron; a copy. */
  neurons<Some extends Items>(items: Some, each: number): Some {
    if (this.whole) return items.slice() as Some
    const chosen = like(items, each * this.sizes.reduce((a, b) => a + b, 0))
    let [from, to] = [0, 0]
    for (const [layer, size] of this.#all.entries()) {
      const count = each * this.sizes[layer]!
      chosen.set(items.subarray(from, from + count), to)
      from += each * size
      to += count
    }
    return chosen
  }

  /** What belongs to the weights and biases between shown neurons; a copy. */
  weights<Some extends Items>(items: Some): Some {
    if (this.whole) return items.slice() as Some
    const shown = this.sizes
    const chosen = like(
      items,
      shown.slice(1).reduce((sum, size, layer) => sum + (shown[layer]! + 1) * size, 0),
    )
    let [from, to] = [0, 0]
    for (let layer = 0; layer + 1 < shown.length; layer += 1) {
      const [inputs, outputs] = [this.#all[layer]!, this.#all[layer + 1]!]
      const [fewer, rows] = [shown[layer]!, shown[layer + 1]!]
      for (let j = 0; j < rows; j += 1, to += fewer) {
        chosen.set(items.subarray(from + j * inputs, from + j * inputs + fewer), to)
      }
      chosen.set(items.subarray(from + inputs * outputs, from + inputs * outputs + rows), to)
      to += rows
      from += (inputs + 1) * outputs
    }
    return chosen
  }
}

function like<Some extends Items>(items: Some, length: number): Some {
  return new (items.constructor as new (length: number) => Some)(length)
}

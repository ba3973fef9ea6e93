/** Weights and biases as chapters name them (`w(0,1,2)`: layer, neuron, input), and as the run has them. */

import type { Edit } from '../../run/protocol'
import type { Parameter } from '../../views/parameters'
import type { Quantity } from '../conditions'

/** As pictures pick it: they count layers from the inputs on, chapters from the first one after these. */
export function pickOf({ name, at: [layer = 0, neuron = 0, input = 0] }: Quantity): Parameter {
  return { layer: layer + 1, neuron, part: name === 'b' ? 'bias' : input }
}

/** What gives it another value. */
export function editOf({ name, at: [layer = 0, neuron = 0, input = 0] }: Quantity, value: number): Edit {
  return { layer, neuron, input: name === 'b' ? null : input, value }
}

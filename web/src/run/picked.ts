/** What is picked of a network, and where its parameter stands. */

import type { Picked } from './protocol'

/** Whether a network of these layers has it. */
export function exists(sizes: readonly number[], { layer, neuron, part }: Picked): boolean {
  const within = (place: unknown, count: number | undefined): boolean =>
    Number.isInteger(place) && count !== undefined && 0 <= Number(place) && Number(place) < count
  if (!within(layer, sizes.length) || !within(neuron, sizes[layer])) return false
  if (layer === 0) return part === 'neuron'
  return part === 'neuron' || part === 'bias' || within(part, sizes[layer - 1])
}

/** Where the weight stands among the parameters, or the bias, which is also that of a neuron; -1: an input has none. */
export function parameterOf(sizes: readonly number[], { layer, neuron, part }: Picked): number {
  if (layer === 0) return -1
  const [inputs, outputs] = [sizes[layer - 1]!, sizes[layer]!]
  let start = 0
  for (let above = 1; above < layer; above += 1) start += (sizes[above - 1]! + 1) * sizes[above]!
  return start + (typeof part === 'number' ? neuron * inputs + part : inputs * outputs + neuron)
}

/** What neurons, weights and biases are called. */

import type { Picked, Plan } from '../run/protocol'

type Named = Pick<Plan, 'kind' | 'size' | 'sizes' | 'inputNames' | 'outputNames'>

export function neuronName(
  { kind, size, sizes, inputNames, outputNames }: Named,
  layer: number,
  neuron: number,
): string {
  if (layer === 0) {
    if (kind !== 'pixels' || size === null) return `Input ${inputNames[neuron]}`
    return `Row ${Math.floor(neuron / size[0]) + 1}, column ${(neuron % size[0]) + 1}`
  }
  if (layer < sizes.length - 1) return `Layer ${layer}, neuron ${neuron + 1}`
  return outputNames.length > 1 ? `Output ${outputNames[neuron]}` : 'Output neuron'
}

/** The same within a sentence. */
export function neuronInWords(plan: Named, layer: number, neuron: number): string {
  const name = neuronName(plan, layer, neuron)
  if (name === 'Output neuron') return 'the output neuron'
  return name.charAt(0).toLowerCase() + name.slice(1)
}

/** Where one of a frame's `params` belongs. */
export function pickedAt({ shown }: Pick<Plan, 'shown'>, index: number): Picked | null {
  let first = 0
  for (let layer = 1; layer < shown.length; layer += 1) {
    const [inputs, neurons] = [shown[layer - 1]!, shown[layer]!]
    const bias = index - first - inputs * neurons
    if (bias < 0) return { layer, neuron: Math.floor((index - first) / inputs), part: (index - first) % inputs }
    if (bias < neurons) return { layer, neuron: bias, part: 'bias' }
    first += (inputs + 1) * neurons
  }
  return null
}

/** `the weight from neuron 3 to layer 2, neuron 1`, `the bias of the output neuron`. */
export function parameterInWords(plan: Named, { layer, neuron, part }: Picked): string {
  const to = neuronInWords(plan, layer, neuron)
  if (typeof part !== 'number') return `the bias of ${to}`
  const from =
    layer > 1 ? `neuron ${part + 1}` : plan.kind === 'pixels' ? neuronInWords(plan, 0, part) : plan.inputNames[part]
  return `the weight from ${from} to ${to}`
}

/** What neurons, weights and biases are called. */

import type { Picked, Plan } from '../run/protocol'
import { say } from './say'
import { inSentence } from '../words/words'

type Named = Pick<Plan, 'kind' | 'size' | 'sizes' | 'inputNames' | 'outputNames'>

export function neuronName(
  { kind, size, sizes, inputNames, outputNames }: Named,
  layer: number,
  neuron: number,
): string {
  if (layer === 0) {
    if (kind !== 'pixels' || size === null) return say('input', inputNames[neuron]!)
    return say('row-column', Math.floor(neuron / size[0]) + 1, (neuron % size[0]) + 1)
  }
  if (layer < sizes.length - 1) return say('layer-neuron', layer, neuron + 1)
  return outputNames.length > 1 ? say('output-name', outputNames[neuron]!) : say('output-neuron')
}

/** The same within a sentence. */
export function neuronInWords(plan: Named, layer: number, neuron: number): string {
  const alone = layer === plan.sizes.length - 1 && plan.outputNames.length === 1
  return alone ? say('the-output-neuron') : inSentence(neuronName(plan, layer, neuron))
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
  if (typeof part !== 'number') return say('bias-of-it', to)
  const from =
    layer > 1 ? say('neuron', part + 1) : plan.kind === 'pixels' ? neuronInWords(plan, 0, part) : plan.inputNames[part]!
  return say('weight-from-to', from, to)
}

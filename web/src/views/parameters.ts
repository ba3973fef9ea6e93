/** Weights and biases by their names, and one after the other: for lists to choose from. */

import type { Picked, Plan } from '../run/protocol'
import { inSentence } from '../words/words'
import { say } from './say'

type Net = Pick<Plan, 'shown' | 'inputNames' | 'outputNames'>
/** A weight or a bias. */
export type Parameter = Picked & { readonly part: 'bias' | number }

export const isParameter = (pick: Picked | null): pick is Parameter => pick !== null && pick.part !== 'neuron'

export const layerName = ({ shown }: Net, layer: number): string =>
  layer === shown.length - 1 ? say('output') : say('layer', layer)

export const neuronName = ({ shown, outputNames }: Net, layer: number, neuron: number): string =>
  layer === shown.length - 1
    ? outputNames.length === 1
      ? say('output')
      : outputNames[neuron]!
    : say('neuron-name', neuron + 1)

export const sourceName = ({ inputNames }: Net, layer: number, part: 'bias' | number): string =>
  part === 'bias' ? say('bias-name') : layer === 1 ? inputNames[part]! : say('neuron-name', part + 1)

/** `layer 2, neuron 3 ← neuron 1`, `output: bias`. */
export function parameterName(net: Net, { layer, neuron, part }: Parameter): string {
  const output = layer === net.shown.length - 1
  const target = output
    ? neuronName(net, layer, neuron)
    : `${layerName(net, layer)}, ${inSentence(neuronName(net, layer, neuron))}`
  const name = sourceName(net, layer, part)
  return part === 'bias' ? say('its-bias', target) : `${target} ← ${layer === 1 ? name : inSentence(name)}`
}

/** Whether a network has this weight or bias. */
export const has = ({ shown }: Net, { layer, neuron, part }: Parameter): boolean =>
  layer >= 1 && neuron < (shown[layer] ?? 0) && (part === 'bias' || part < shown[layer - 1]!)

/** The one that a network has nearest to it. */
export function nearestTo(net: Net, { layer, neuron, part }: Parameter): Parameter {
  const { shown } = net
  const to = Math.max(1, Math.min(shown.length - 1, layer))
  return {
    layer: to,
    neuron: Math.min(neuron, shown[to]! - 1),
    part: part === 'bias' ? part : Math.min(part, shown[to - 1]! - 1),
  }
}

/** Two to begin with: the first weights of the first layer, or its only weight and its bias. */
export const firstTwo = ({ shown }: Net): readonly [Parameter, Parameter] => [
  { layer: 1, neuron: 0, part: 0 },
  { layer: 1, neuron: 0, part: shown[0]! > 1 ? 1 : 'bias' },
]

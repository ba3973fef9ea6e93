/** The network as a list to walk through: layers, their neurons, their biases and weights. */

import type { Frame, Picked, Plan } from '../../run/protocol'
import { signed } from '../../views/numbers'
import english from '../../words/en/outline.json'
import { words, type Say } from '../../words/words'

type Net = Pick<Plan, 'kind' | 'size' | 'sizes' | 'shown' | 'activations' | 'inputNames' | 'outputNames'>
type Numbers = Pick<Frame, 'params' | 'muted' | 'frozen'> & { readonly probe: Pick<Frame['probe'], 'a' | 'z'> }

export type Row = {
  /** Unique, and the same in every frame. */
  readonly key: string
  readonly parent: string | null
  /** 1 for layers, 2 for neurons, 3 for weights and biases. */
  readonly level: 1 | 2 | 3
  readonly name: string
  /** What else is to be said of it. */
  readonly about: string
  /** null for layers. */
  readonly value: number | null
  /** What it opens in the inspector; null for what has nothing there. */
  readonly pick: Picked | null
  readonly opens: boolean
  /** Its place among its brothers, from 1, and how many there are. */
  readonly place: number
  readonly among: number
}

/** The rows to be seen where these are open. */
export function rows(plan: Net, frame: Numbers, open: ReadonlySet<string>): readonly Row[] {
  const say = words('outline', english)
  const found: Row[] = []
  let weights = 0
  let first = 0
  for (const [layer, count] of plan.shown.entries()) {
    const key = String(layer)
    found.push(layerRow(say, plan, frame, layer))
    if (open.has(key))
      for (let neuron = 0; neuron < count; neuron += 1) {
        const row = neuronRow(say, plan, frame, { layer, neuron, index: first + neuron })
        found.push(row)
        if (open.has(row.key)) found.push(...parameters(say, plan, frame, { layer, neuron, weights }))
      }
    first += count
    if (layer > 0) weights += (plan.shown[layer - 1]! + 1) * count
  }
  return found
}

function layerRow(say: Say<keyof typeof english>, plan: Net, frame: Numbers, layer: number): Row {
  const { sizes, shown } = plan
  const count = sizes[layer]!
  const last = layer === sizes.length - 1
  const name = layer === 0 ? say('inputs', count) : last ? say('outputs', count) : say('layer', layer)
  const about = [
    layer > 0 && !last ? say('neurons', count) : '',
    layer > 0 ? plan.activations[layer - 1]!.replaceAll('_', ' ') : '',
    layer > 0 && frame.frozen[layer - 1] === 1 ? say('frozen') : '',
    shown[layer]! < count ? say('only-first', shown[layer]!) : '',
  ]
  return {
    key: String(layer),
    parent: null,
    level: 1,
    name,
    about: about.filter((part) => part !== '').join(', '),
    value: null,
    pick: null,
    opens: true,
    place: layer + 1,
    among: sizes.length,
  }
}

type At = { readonly layer: number; readonly neuron: number }

function neuronRow(
  say: Say<keyof typeof english>,
  plan: Net,
  frame: Numbers,
  { layer, neuron, index }: At & { index: number },
): Row {
  return {
    key: `${layer}/${neuron}`,
    parent: String(layer),
    level: 2,
    name: nameOf(say, plan, { layer, neuron }),
    about: frame.muted[index] === 1 ? say('muted') : '',
    value: frame.probe.a[index] ?? NaN,
    pick: layer === 0 ? null : { layer, neuron, part: 'neuron' },
    opens: layer > 0,
    place: neuron + 1,
    among: plan.shown[layer]!,
  }
}

function parameters(
  say: Say<keyof typeof english>,
  plan: Net,
  frame: Numbers,
  { layer, neuron, weights }: At & { weights: number },
): readonly Row[] {
  const [inputs, outputs] = [plan.shown[layer - 1]!, plan.shown[layer]!]
  const parent = `${layer}/${neuron}`
  const row = (part: 'bias' | number, name: string, index: number): Row => ({
    key: `${parent}/${part}`,
    parent,
    level: 3,
    name,
    about: '',
    value: frame.params[index]!,
    pick: { layer, neuron, part },
    opens: false,
    place: part === 'bias' ? 1 : part + 2,
    among: inputs + 1,
  })
  return [
    row('bias', say('bias'), weights + inputs * outputs + neuron),
    ...Array.from({ length: inputs }, (_, input) =>
      row(
        input,
        say('weight-from', nameOf(say, plan, { layer: layer - 1, neuron: input })),
        weights + neuron * inputs + input,
      ),
    ),
  ]
}

function nameOf(say: Say<keyof typeof english>, { kind, size, sizes, inputNames, outputNames }: Net, at: At): string {
  const { layer, neuron } = at
  if (layer === 0) {
    if (kind !== 'pixels' || size === null) return inputNames[neuron] ?? String(neuron + 1)
    return say('pixel', Math.floor(neuron / size[0]) + 1, (neuron % size[0]) + 1)
  }
  if (layer === sizes.length - 1) return outputNames[neuron] ?? String(neuron + 1)
  return say('neuron', neuron + 1)
}

/** What the network is, in a few words. */
export function summary(plan: Net & Pick<Plan, 'parameters' | 'target'>): string {
  const say = words('outline', english)
  const hidden = plan.sizes.slice(1, -1)
  const [inputs, outputs] = [plan.sizes[0]!, plan.sizes.at(-1)!]
  const middle =
    hidden.length === 0 ? say('no-hidden') : say('hidden', hidden.length, hidden.join(', '), plan.parameters)
  return `${say('from-to', inputs, outputs, plan.target)} ${middle}`
}

export const valueOf = (value: number | null): string => (value === null ? '' : signed(value))

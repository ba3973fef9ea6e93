/** What is seen in slow motion, in plain words with the numbers of the update. */

import type { Film, Plan } from '../run/protocol'
import type { Shot } from '../views/film'
import { neuronInWords, parameterInWords, pickedAt } from '../views/names'
import { loss, short, signed } from '../views/numbers'
import { phaseAt, type Phase } from '../views/phases'

/** Inputs that are told one by one, at most. */
const TOLD = 3

type Told = (plan: Plan, shot: Shot) => string

export const narrate: Told = (plan, shot) => SENTENCES[phaseAt(shot.moment).phase](plan, shot)

/** What has come of an update. */
export function outcome({ film, frame }: Shot): string {
  return `Update ${frame.step + 1} is made: the loss of its batch went from ${loss(film.loss.before)} to ${loss(film.loss.after)}.`
}

/** What the two colours of a phase's light, or its signs, mean. */
export const MEANINGS: Readonly<Record<Phase, readonly [more: string, less: string] | null>> = {
  forward: ['raises the sum', 'lowers it'],
  error: null,
  backward: ['▲ should be larger', '▼ should be smaller'],
  update: ['grows', 'shrinks'],
}

const SENTENCES: Readonly<Record<Phase, Told>> = {
  forward: (plan, shot) => {
    const hidden = new Set(plan.activations.slice(0, -1))
    const bent = hidden.size === 1 ? `answers ${[...hidden][0]!.replaceAll('_', ' ')} of that` : 'answers'
    const each =
      hidden.size === 0
        ? 'The output adds it up, times its weights, with its bias'
        : `Each neuron adds up what arrives, times its weights, with its bias, and ${bent}`
    return `${inputs(plan, shot)} ${each}. In the end: ${answer(plan, shot)}.`
  },
  error: (plan, { film: { inspection } }) => {
    const { target, loss: error } = inspection
    if (target === null) return 'This place is no example: it has no target, and nothing can be learned from it.'
    const size = `For this example the loss is ${loss(error)}.`
    const outputs = outputsOf(plan, inspection)
    if (outputs.length === 1)
      return `The answer is ${figure(outputs[0]!)}, the target is ${figure(target[0]!)}. ${size}`
    if (plan.classes.length === 0) return `Each output is compared with its target. ${size}`
    const right = place(target)
    return `Right is ${named(plan, right)}, which got ${figure(outputs[right]!)}. ${size}`
  },
  backward: (plan, { film }) => {
    const { errorGlow, inspection } = film
    if (inspection.target === null) return 'Without a target there is no error that could go back.'
    const back = 'The error goes back over the same weights, to each neuron its share.'
    const blamed = mostBlamed(plan, errorGlow)
    if (plan.sizes.length === 2) return 'The error stands at the output: from there it goes to the weights at once.'
    if (blamed === null) return `${back} Hardly any arrives: the neurons on its way do not react.`
    const delta = inspection.deltas[blamed.index]!
    const wish = delta < 0 ? 'larger' : 'smaller'
    const name = neuronInWords(plan, blamed.layer, blamed.neuron)
    return `${back} Most reaches ${name}: its delta is ${signed(delta)}, so with a ${wish} sum the loss would be lower.`
  },
  update: (plan, { film, frame }) => {
    const index = place(film.changeGlow.map(Math.abs))
    const where = pickedAt(plan, index)
    if (where === null || film.changeGlow[index] === 0) return `${together(film)} nothing: no weight changes.`
    const [before, after] = [signed(frame.params[index]!), signed(film.params[index]!)]
    const most = `Most of all ${parameterInWords(plan, where)}: ${before} → ${after}.`
    return `${together(film)} the weights a little. ${most} Loss of the batch: ${loss(film.loss.before)} → ${loss(film.loss.after)}.`
  },
}

const together = ({ batch }: Film): string =>
  batch === 1 ? 'This one example is the batch, and changes' : `The ${batch} examples of the batch together change`

function inputs({ kind, columns }: Plan, { frame }: Shot): string {
  if (kind === 'pixels') return 'An image goes in.'
  const given = columns.map((column, index) => `${column} = ${figure(frame.probe.inputs[index] ?? NaN)}`)
  if (given.length > TOLD) return `${given.slice(0, TOLD).join(', ')} and ${given.length - TOLD} more go in.`
  return `${given.join(' and ')} ${given.length === 1 ? 'goes' : 'go'} in.`
}

function answer(plan: Plan, { film }: Shot): string {
  const outputs = outputsOf(plan, film.inspection)
  if (outputs.length === 1) return figure(outputs[0]!)
  if (plan.classes.length === 0) return outputs.length <= TOLD ? Array.from(outputs, figure).join(', ') : 'the answers'
  const best = place(outputs)
  return `${named(plan, best)} gets most, ${figure(outputs[best]!)}`
}

const named = (plan: Plan, output: number): string => `“${plan.outputNames[output] ?? output}”`

/** Three figures, as they stand beside the outputs. */
const figure = (value: number): string => (Number.isFinite(value) ? short(Number(value.toPrecision(3))) : String(value))

function outputsOf({ shown }: Plan, { a }: Film['inspection']): Float64Array {
  return a.slice(a.length - shown.at(-1)!)
}

/** The place of the largest value. */
function place(values: ArrayLike<number>): number {
  let best = 0
  for (let index = 1; index < values.length; index += 1) if (values[index]! > values[best]!) best = index
  return best
}

/** The hidden neuron that most of the error comes back to. */
function mostBlamed(
  { shown }: Plan,
  errorGlow: Float32Array,
): { readonly index: number; readonly layer: number; readonly neuron: number } | null {
  let best: { index: number; layer: number; neuron: number } | null = null
  let index = shown[0]!
  for (let layer = 1; layer < shown.length - 1; layer += 1) {
    for (let neuron = 0; neuron < shown[layer]!; neuron += 1, index += 1) {
      const most = best === null ? 0 : Math.abs(errorGlow[best.index]!)
      if (Math.abs(errorGlow[index]!) > most) best = { index, layer, neuron }
    }
  }
  return best
}

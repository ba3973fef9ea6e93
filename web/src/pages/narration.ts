/** What is seen in slow motion, in plain words with the numbers of the update. */

import type { Film, Plan } from '../run/protocol'
import type { Shot } from '../views/film'
import { neuronInWords, parameterInWords, pickedAt } from '../views/names'
import { loss, short, signed } from '../views/numbers'
import { phaseAt, type Phase } from '../views/phases'
import english from '../words/en/narration.json'
import { words } from '../words/words'

const say = words('narration', english)

/** Inputs that are told one by one, at most. */
const TOLD = 3

type Told = (plan: Plan, shot: Shot) => string

export const narrate: Told = (plan, shot) => SENTENCES[phaseAt(shot.moment).phase](plan, shot)

/** What has come of an update. */
export function outcome({ film, frame }: Shot): string {
  return say('outcome', frame.step + 1, loss(film.loss.before), loss(film.loss.after))
}

/** What the two colours of a phase's light, or its signs, mean. */
export const MEANINGS = {
  forward: ['raises', 'lowers'],
  error: null,
  backward: ['should-larger', 'should-smaller'],
  update: ['grows', 'shrinks'],
} as const satisfies Readonly<Record<Phase, readonly [more: keyof typeof english, less: keyof typeof english] | null>>

const SENTENCES: Readonly<Record<Phase, Told>> = {
  forward: (plan, shot) => {
    const hidden = new Set(plan.activations.slice(0, -1))
    const [only = ''] = hidden
    const each =
      hidden.size === 0
        ? say('adds-up')
        : hidden.size === 1
          ? say('each-adds-bent', only.replaceAll('_', ' '))
          : say('each-adds')
    return say('forwards', inputs(plan, shot), each, answer(plan, shot))
  },
  error: (plan, { film: { inspection } }) => {
    const { target, loss: error } = inspection
    if (target === null) return say('no-target')
    const size = say('loss', loss(error))
    const outputs = outputsOf(plan, inspection)
    if (outputs.length === 1) return say('answer-target', figure(outputs[0]!), figure(target[0]!), size)
    if (plan.classes.length === 0) return say('each-output', size)
    const right = place(target)
    return say('right', named(plan, right), figure(outputs[right]!), size)
  },
  backward: (plan, { film }) => {
    const { errorGlow, inspection } = film
    if (inspection.target === null) return say('no-error')
    const back = say('back')
    const blamed = mostBlamed(plan, errorGlow)
    if (plan.sizes.length === 2) return say('at-once')
    if (blamed === null) return say('hardly', back)
    const delta = inspection.deltas[blamed.index]!
    const name = neuronInWords(plan, blamed.layer, blamed.neuron)
    return say(delta < 0 ? 'blame-larger' : 'blame-smaller', back, name, signed(delta))
  },
  update: (plan, { film, frame }) => {
    const index = place(film.changeGlow.map(Math.abs))
    const where = pickedAt(plan, index)
    if (where === null || film.changeGlow[index] === 0) return say('changes-nothing', together(film))
    const [before, after] = [signed(frame.params[index]!), signed(film.params[index]!)]
    const most = say('most', parameterInWords(plan, where), before, after)
    return say('changes', together(film), most, loss(film.loss.before), loss(film.loss.after))
  },
}

const together = ({ batch }: Film): string => (batch === 1 ? say('one-changes') : say('together', batch))

function inputs({ kind, columns }: Plan, { frame }: Shot): string {
  if (kind === 'pixels') return say('image')
  const given = columns.map((column, index) => `${column} = ${figure(frame.probe.inputs[index] ?? NaN)}`)
  if (given.length > TOLD) return say('more-inputs', given.slice(0, TOLD).join(', '), given.length - TOLD)
  return say(given.length === 1 ? 'one-input' : 'inputs', given.join(say('and')))
}

function answer(plan: Plan, { film }: Shot): string {
  const outputs = outputsOf(plan, film.inspection)
  if (outputs.length === 1) return figure(outputs[0]!)
  if (plan.classes.length === 0)
    return outputs.length <= TOLD ? Array.from(outputs, figure).join(', ') : say('the-answers')
  const best = place(outputs)
  return say('gets-most', named(plan, best), figure(outputs[best]!))
}

const named = (plan: Plan, output: number): string => say('named', plan.outputNames[output] ?? output)

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

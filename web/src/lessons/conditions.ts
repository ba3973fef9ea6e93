/** Quantities of a run as chapters name them (`train_loss`, `w(0,0,1)`, `answer(1,1,0)`), and conditions on them. */

import { parameterOf } from '../run/picked'
import type { Frame, Plan, Probe } from '../run/protocol'

/** Numbers that a run has at any moment. */
export const NUMBERS = [
  'step',
  'epoch',
  'train_loss',
  'test_loss',
  'train_accuracy',
  'test_accuracy',
  'learning_rate',
  'inputs',
  'layers',
  'neurons',
  'parameters',
] as const

/**
 * Numbers with places between brackets. Layer 0 is the first one after the inputs, as in `run.layers`; neurons and inputs
 * count from 0. `z`, `a`, `delta`, `grad_w` and `grad_b` are those of the example that is looked at; `next_w` and `next_b` are
 * those after the next update. `answer` is the network's first output for a question in the data's own units, known once
 * it has been asked. `layers` and `neurons` count everything after the inputs, the outputs too.
 */
export const PLACED = {
  w: 3,
  b: 2,
  z: 2,
  a: 2,
  delta: 2,
  grad_w: 3,
  grad_b: 2,
  next_w: 3,
  next_b: 2,
  /** As many as the data have columns. */
  answer: null,
} as const

export type Quantity = {
  readonly name: (typeof NUMBERS)[number] | keyof typeof PLACED
  /** Between brackets; empty for the others. */
  readonly at: readonly number[]
}

export const COMPARISONS = ['<=', '>=', '<', '>'] as const

export type Comparison = {
  readonly quantity: Quantity
  readonly compare: '<' | '<=' | '>' | '>='
  readonly value: number
}

/** All of them hold. */
export type Condition = readonly Comparison[]

// from text

const NAMES: readonly string[] = [...NUMBERS, ...Object.keys(PLACED)]
const FORMS = 'step, train_loss, w(0,0,0), b(0,0), delta(1,0), answer(1,0) and the like'
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i
const QUANTITY = /^([A-Za-z_]\w*)\s*(?:\(([^()]*)\))?$/
/** Quantities between spaces or commas; those within brackets do not part them. */
const BETWEEN = /(?:\s*,\s*|\s+)(?![^(]*\))/

/** `train_loss < 450 and step <= 200`. Throws a SyntaxError, one sentence, like all that follow. */
export function parseCondition(text: string): Condition {
  if (text.trim() === '') {
    throw new SyntaxError('expected a condition, got nothing: train_loss < 450 and step <= 200, for example')
  }
  return text
    .trim()
    .split(/\s+and\s+/)
    .map(parseComparison)
}

function parseComparison(text: string): Comparison {
  const sign = /[<>]=?|[=≤≥!]+/.exec(text)
  const compare = COMPARISONS.find((each) => each === sign?.[0])
  if (sign === null || compare === undefined) {
    const got = sign === null ? 'none' : `“${sign[0]}”`
    throw new SyntaxError(`expected one of < <= > >= in “${text.trim()}”, got ${got}: train_loss < 450, for example`)
  }
  const quantity = parseQuantity(text.slice(0, sign.index))
  const behind = text.slice(sign.index + sign[0].length).trim()
  const value = Number(behind)
  if (!NUMBER.test(behind) || !Number.isFinite(value)) {
    throw new SyntaxError(
      `expected a number behind ${compare}, got ${quoted(behind)}: ${written(quantity)} ${compare} 0.5, for example`,
    )
  }
  return { quantity, compare, value }
}

/** `train_loss`, `w(0,0,1)`, `answer(2000, 3)`. */
export function parseQuantity(text: string): Quantity {
  const whole = text.trim()
  const [, word = '', inside] = QUANTITY.exec(whole) ?? []
  if (word === '') throw new SyntaxError(`expected a number of the run, got ${quoted(whole)}: use ${FORMS}`)
  const name = NAMES.find((each) => each === word) as Quantity['name'] | undefined
  if (name === undefined) throw new SyntaxError(`expected a number of the run, got “${word}”: ${advice(word)}`)
  if (!isPlaced(name)) {
    if (inside === undefined) return { name, at: [] }
    throw new SyntaxError(`expected ${name} without brackets, got “${whole}”: write ${name}`)
  }
  return { name, at: parsePlaces(name, inside, whole) }
}

/** `step train_loss w(0,0,0)`: between spaces or commas. */
export function parseQuantities(text: string): readonly Quantity[] {
  const parts = text.trim().split(BETWEEN)
  return parts.filter((part, place) => part !== '' || (place === 0 && parts.length === 1)).map(parseQuantity)
}

/** Only weights and biases, which can be turned. */
export function parseParameter(text: string): Quantity {
  const quantity = parseQuantity(text)
  if (quantity.name === 'w' || quantity.name === 'b') return quantity
  throw new SyntaxError(`expected a weight or a bias, got “${text.trim()}”: w(0,0,0) or b(0,0), for example`)
}

function parsePlaces(name: keyof typeof PLACED, inside: string | undefined, whole: string): readonly number[] {
  const parts = inside === undefined || inside.trim() === '' ? [] : inside.split(',').map((part) => part.trim())
  const count = PLACED[name]
  if (count === null ? parts.length === 0 : parts.length !== count) {
    throw new SyntaxError(`expected ${form(name)}, got “${whole}”: ${ABOUT[name]}`)
  }
  const fits = name === 'answer' ? (part: string) => NUMBER.test(part) : (part: string) => /^\d{1,6}$/.test(part)
  const wrong = parts.find((part) => !fits(part) || !Number.isFinite(Number(part)))
  if (wrong === undefined) return parts.map(Number)
  const wanted = name === 'answer' ? 'numbers' : 'whole numbers from 0 on'
  throw new SyntaxError(`expected ${wanted} between the brackets of ${name}, got ${quoted(wrong)}: ${ABOUT[name]}`)
}

const BY_NEURON = 'the layer, then the neuron, both counted from 0; layer 0 is the first one after the inputs'
const BY_INPUT = 'the layer, the neuron, then the input, all counted from 0; layer 0 is the first one after the inputs'
const ABOUT: Readonly<Record<keyof typeof PLACED, string>> = {
  w: BY_INPUT,
  grad_w: BY_INPUT,
  next_w: BY_INPUT,
  b: BY_NEURON,
  z: BY_NEURON,
  a: BY_NEURON,
  delta: BY_NEURON,
  grad_b: BY_NEURON,
  next_b: BY_NEURON,
  answer: "one number for each of the data's columns, in their own units",
}

/** `w(layer,neuron,input)`. */
const form = (name: keyof typeof PLACED): string =>
  `${name}(${PLACED[name] === 3 ? 'layer,neuron,input' : PLACED[name] === 2 ? 'layer,neuron' : 'number,number,...'})`

const quoted = (text: string): string => (text === '' ? 'nothing' : `“${text}”`)

const isPlaced = (name: string): name is keyof typeof PLACED => Object.hasOwn(PLACED, name)

function advice(word: string): string {
  const close = nearest(word, NAMES)
  return close === null ? `use ${FORMS}` : `did you mean ${isPlaced(close) ? form(close) : close}?`
}

/** The name that is written most like a word; null where none is much like it. */
export function nearest(word: string, names: readonly string[]): string | null {
  let [found, least]: [string | null, number] = [null, Math.max(1, Math.floor(word.length / 3)) + 1]
  for (const name of names) {
    const far = distance(word.toLowerCase(), name.toLowerCase())
    if (far < least) [found, least] = [name, far]
  }
  return found
}

/** How many letters have to be put in, taken out, changed, or exchanged with their neighbours. */
function distance(one: string, other: string): number {
  let before: readonly number[] = []
  let row: readonly number[] = Array.from({ length: other.length + 1 }, (_, place) => place)
  for (let above = 1; above <= one.length; above += 1) {
    const next = [above]
    for (let place = 1; place <= other.length; place += 1) {
      const change = row[place - 1]! + Number(one[above - 1] !== other[place - 1])
      const exchanged = one[above - 1] === other[place - 2] && one[above - 2] === other[place - 1]
      const exchange = exchanged ? before[place - 2]! + 1 : Infinity
      next.push(Math.min(change, exchange, row[place]! + 1, next[place - 1]! + 1))
    }
    before = row
    row = next
  }
  return row[other.length]!
}

/** As it stands in a chapter: `w(0,0,1)`. */
export const written = ({ name, at }: Quantity): string => (isPlaced(name) ? `${name}(${at.join(',')})` : name)

// from a run

/** What quantities are read from: a run that has its plan and a frame. */
export type Moment = { readonly plan: Plan; readonly frame: Frame }

/** Whether it comes only with frames that carry the next update: `playback.show({ film: true })`. */
export const needsFilm = ({ name }: Quantity): boolean => /^(?:delta|grad_|next_)/.test(name)

/** The number as the run has it; null where it has none, or not yet. NaN and infinity are numbers that a run can have. */
export function read(quantity: Quantity, { plan, frame }: Moment): number | null {
  const { name, at } = quantity
  const film = frame.film
  if (name === 'answer') return answerOf(at, frame.probe)
  if (!isPlaced(name)) return READERS[name]({ plan, frame })
  const [layer, neuron, input] = [at[0]!, at[1]!, at[2]]
  if (layer + 1 >= plan.shown.length || neuron >= plan.shown[layer + 1]!) return null
  if (input !== undefined && input >= plan.shown[layer]!) return null
  const parameter = parameterOf(plan.shown, { layer: layer + 1, neuron, part: input ?? 'bias' })
  const place = plan.shown.slice(0, layer + 1).reduce((sum, count) => sum + count, 0) + neuron
  const looked = film?.inspection ?? frame.inspection
  const known: Record<Exclude<keyof typeof PLACED, 'answer'>, number | undefined> = {
    w: frame.params[parameter],
    b: frame.params[parameter],
    z: frame.probe.z[place],
    a: frame.probe.a[place],
    delta: looked?.deltas[place],
    grad_w: looked?.grads[parameter],
    grad_b: looked?.grads[parameter],
    next_w: film?.params[parameter],
    next_b: film?.params[parameter],
  }
  return known[name] ?? null
}

const READERS: Readonly<Record<(typeof NUMBERS)[number], (moment: Moment) => number | null>> = {
  step: ({ frame }) => frame.step,
  epoch: ({ frame }) => frame.epoch,
  train_loss: ({ frame }) => frame.trainLoss,
  test_loss: ({ plan, frame }) => (plan.test === 0 ? null : frame.testLoss),
  train_accuracy: ({ frame }) => frame.trainAccuracy,
  test_accuracy: ({ frame }) => frame.testAccuracy,
  learning_rate: ({ frame }) => frame.training.learning_rate,
  inputs: ({ plan }) => plan.sizes[0]!,
  layers: ({ plan }) => plan.sizes.length - 1,
  neurons: ({ plan }) => plan.sizes.slice(1).reduce((sum, count) => sum + count, 0),
  parameters: ({ plan }) => plan.parameters,
}

/** The answer, if this is what the network is being asked. */
function answerOf(at: readonly number[], { inputs, answer }: Probe): number | null {
  const asked = inputs.length === at.length && at.every((value, place) => value === inputs[place])
  return asked ? (answer[0] ?? null) : null
}

const COMPARE = {
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
} as const

/** Whether it holds of this number; of one that is not known it does not. */
export const holds = ({ compare, value }: Comparison, now: number | null): boolean =>
  now !== null && COMPARE[compare](now, value)

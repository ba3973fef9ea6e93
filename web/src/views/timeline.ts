/** All of a run's time on one line: where its moments stand, its losses there, and what was done to it. */

import { ticks } from 'd3-array'
import type { Training } from '../engine/generated/schema'
import type { History } from '../run/playback.svelte'
import type { Change, Plan } from '../run/protocol'
import { grouped, short, signed } from './numbers'
import { say } from './say'

export type Scaling = 'log' | 'linear'

/** A place on the line, from 0 to 1, for every step from 0 to the last one, and back. */
export type Axis = {
  readonly scaling: Scaling
  readonly last: number
  readonly place: (step: number) => number
  readonly step: (place: number) => number
}

/**
 * The first epoch is as long as on a line of equal steps; from there on, logarithmically, each doubling takes as much room
 * as the one before.
 *
 * @param last the last step; the first epoch is always in it, so that the line does not begin as a point
 */
export function axisOf(scaling: Scaling, last: number, stepsPerEpoch: number): Axis {
  const end = Math.max(last, stepsPerEpoch, 1)
  const unit = Math.max(1, stepsPerEpoch)
  const whole = (step: number): number => Math.max(0, Math.min(end, Math.round(step)))
  if (scaling === 'linear') {
    return { scaling, last: end, place: (step) => step / end, step: (place) => whole(place * end) }
  }
  const length = Math.log1p(end / unit)
  return {
    scaling,
    last: end,
    place: (step) => Math.log1p(step / unit) / length,
    step: (place) => whole(unit * Math.expm1(place * length)),
  }
}

type Rows = Pick<History, 'count' | 'at'>

/** The step at which an epoch ended: recorded, or between two records. */
export function stepOf(history: Rows, epoch: number): number {
  const row = rowAt(history, epoch, 1)
  const [step, at] = [history.at(row, 0), history.at(row, 1)]
  if (row + 1 >= history.count || at >= epoch) return step
  return step + ((epoch - at) / (history.at(row + 1, 1) - at)) * (history.at(row + 1, 0) - step)
}

/** Pixels between the names of two epochs, and between them and what stands at the ends of the line. */
const APART = 64
const ENDS = { left: 66, right: 96 }

/** Epochs whose names have room on a line of this width: powers of ten before fives and twos, or equally far apart. */
export function epochTicks(axis: Axis, history: Rows, width: number): number[] {
  const epochs = history.at(history.count - 1, 1)
  const at = (epoch: number): number => axis.place(stepOf(history, epoch)) * width
  const inside = (epoch: number): boolean => epoch < epochs && at(epoch) > ENDS.left && at(epoch) < width - ENDS.right
  if (axis.scaling === 'linear') {
    return ticks(0, epochs, width / (2 * APART)).filter((tick) => Number.isInteger(tick) && inside(tick))
  }
  const powers = Array.from({ length: Math.ceil(Math.log10(epochs + 1)) }, (_, power) => 10 ** power)
  const chosen: number[] = []
  for (const factor of [1, 5, 2]) {
    for (const epoch of powers.map((power) => factor * power).filter(inside)) {
      if (chosen.every((other) => Math.abs(at(other) - at(epoch)) >= APART)) chosen.push(epoch)
    }
  }
  return chosen.sort((a, b) => a - b)
}

/** What a pixel of a curve stands for; NaN: a gap. */
export type Sample = { readonly x: number; readonly low: number; readonly high: number; readonly end: number }

/**
 * A column of the history over a line of `width` pixels: for each pixel that has rows its lowest, highest and last value.
 * Values that cannot be drawn (NaN, infinity, on a log scale zero) are gaps: NaN.
 */
export function sampled(history: Rows, column: number, axis: Axis, width: number): Sample[] {
  const samples: { x: number; low: number; high: number; end: number }[] = []
  for (let row = 0; row < history.count; row += 1) {
    const x = axis.place(history.at(row, 0)) * width
    const value = history.at(row, column)
    const end = Number.isFinite(value) && value > 0 ? value : NaN
    const before = samples.at(-1)
    if (before === undefined || x - before.x >= 1 || Number.isNaN(before.end) !== Number.isNaN(end)) {
      samples.push({ x, low: end, high: end, end })
    } else {
      before.low = Math.min(before.low, end)
      before.high = Math.max(before.high, end)
      before.end = end
    }
  }
  return samples
}

/** The last row that was recorded at this step (or, in column 1, epoch) or before it. */
export function rowAt(history: Rows, step: number, column: 0 | 1 = 0): number {
  let [low, high] = [0, history.count - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (history.at(middle, column) <= step) low = middle
    else high = middle - 1
  }
  return low
}

/** A place of the line where something was done: changes `from` up to, but not including, `to`. */
export type Mark = { readonly step: number; readonly x: number; readonly from: number; readonly to: number }

/** The changes to a run, those that stand closer together than `apart` pixels as one mark. */
export function marksOf(changes: readonly Change[], axis: Axis, width: number, apart: number): readonly Mark[] {
  const marks: { step: number; x: number; from: number; to: number }[] = []
  for (const [index, { step }] of changes.entries()) {
    const x = axis.place(step) * width
    const before = marks.at(-1)
    if (before !== undefined && x - before.x < apart) before.to = index + 1
    else marks.push({ step, x, from: index, to: index + 1 })
  }
  return marks
}

/** What was done there, in at most so many lines. */
export function markInWords(mark: Mark, changes: readonly Change[], plan: Plan, most: number): string[] {
  const told = changesInWords(changes.slice(0, mark.to), plan)
  const lines = told
    .slice(mark.from, mark.from + most)
    .map((words, at) => say('done-at', grouped(changes[mark.from + at]!.step), words))
  const more = mark.to - mark.from - lines.length
  return more > 0 ? [...lines, say('more-changes', grouped(more))] : lines
}

/** Each change in a few words with its numbers: `learning rate 0.03 → 0.1`. */
export function changesInWords(changes: readonly Change[], plan: Plan): string[] {
  let training: Training = plan.experiment.training
  return changes.map(({ action }) => {
    if (!('set' in action)) return inWords(action, plan)
    const before = training
    training = { ...training, ...action.set }
    return settingsInWords(before, action.set)
  })
}

/** `learning rate 0.03 → 0.1, momentum 0 → 0.9`. */
export function settingsInWords(before: Training, after: Partial<Training>): string {
  const keys = Object.keys(after) as (keyof Training)[]
  const said = (value: unknown): string =>
    typeof value === 'number' ? String(value).replace('-', '−') : String(value).replaceAll('_', ' ')
  return keys.map((key) => `${settingName(key)} ${said(before[key])} → ${said(after[key])}`).join(', ')
}

const NAMED = ['learning_rate', 'batch_size', 'optimizer', 'loss', 'order', 'weight_decay', 'seed'] as const
/** Settings without a name of their own in other languages are called as in the recipe. */
function settingName(key: string): string {
  const named = NAMED.find((name) => name === key)
  return named === undefined ? key.replaceAll('_', ' ') : say(`set-${named}`)
}

type Unset = Exclude<Change['action'], { readonly set: unknown }>

function inWords(action: Unset, plan: Plan): string {
  if ('edit' in action) {
    const { layer, neuron, input, value } = action.edit
    const target = neuronName(plan, layer + 1, neuron)
    if (input === null) return say('set-bias', target, signed(value))
    const source = layer === 0 ? (plan.inputNames[input] ?? say('an-input', input + 1)) : say('neuron', input + 1)
    return say('set-weight', target, source, signed(value))
  }
  if ('mute' in action) {
    const { layer, neuron, muted } = action.mute
    return say(muted ? 'is-muted' : 'is-heard', neuronName(plan, layer + 1, neuron))
  }
  if ('freeze' in action) {
    const { layer, frozen } = action.freeze
    const name = layer === plan.sizes.length - 2 ? say('output-layer') : say('the-layer', layer + 1)
    return say(frozen ? 'is-frozen' : 'learns-again', name)
  }
  const done = (['move', 'remove', 'add'] as const).filter((what) => action.points[what] > 0)
  return done.map((what) => pointsInWords(action.points[what], what)).join(', ')
}

const pointsInWords = (count: number, what: 'move' | 'remove' | 'add'): string => say(`points-${what}`, grouped(count))

function neuronName({ sizes, outputNames }: Plan, layer: number, neuron: number): string {
  if (layer < sizes.length - 1) return say('in-layer', layer, neuron + 1)
  return outputNames.length > 1 ? say('in-output', outputNames[neuron]!) : say('the-output-neuron')
}

/** `step 1,234, epoch 12`, for reading aloud. */
export const momentInWords = (step: number, epoch: number): string => say('moment', grouped(step), grouped(epoch))

/** A number of steps for an end of the line. */
export const stepsInShort = (step: number): string => (step < 10_000 ? grouped(step) : short(step))

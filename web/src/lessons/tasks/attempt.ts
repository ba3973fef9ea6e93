/** How far a reader has come with a challenge: what is to be reached, where the run stands, and the best so far. */

import type { History } from '../../run/history'
import { holds, read, written, type Comparison, type Condition, type Moment, type Quantity } from '../conditions'

/** One number for each comparison of the goal; null where it is not known (yet). */
type Values = readonly (number | null)[]

export type Attempt = {
  readonly goal: Condition
  readonly now: Values
  /** As the chapter was opened: the way begins there. */
  readonly start: Values
  /** The moment that came closest: its numbers, and how close it was. */
  readonly best: { readonly values: Values; readonly close: number }
  /** The numbers with which the goal was first reached. */
  readonly reached: Values | null
  /** Answers that were asked for, as long as the weights stay what they are. */
  readonly asked: { readonly params: Float64Array; readonly answers: ReadonlyMap<string, number> }
  /** How many records of the history there were before the chapter was opened, and how many have been looked at. */
  readonly before: number
  readonly seen: number
}

type Records = Pick<History, 'count' | 'at'>

/** Where records keep a quantity. */
const COLUMNS: Partial<Record<Quantity['name'], number>> = {
  step: 0,
  epoch: 1,
  train_loss: 2,
  test_loss: 3,
  train_accuracy: 4,
  test_accuracy: 5,
}
/** What is the same in all records of a run. */
export const LASTING: readonly Quantity['name'][] = ['inputs', 'layers', 'neurons', 'parameters']

/** As the chapter is opened. What a run was like before that does not count. */
export function begin(goal: Condition, moment: Moment, records: Records): Attempt {
  const asked = remember(null, goal, moment)
  const now = goal.map(({ quantity }) => valueOf(quantity, moment, asked))
  const best = { values: now, close: 0 }
  return look({ goal, now, start: now, best, reached: null, asked, before: records.count, seen: records.count }, now)
}

/** A later moment: all that was recorded on the way to it counts, however fast the run went. */
export function follow(attempt: Attempt, moment: Moment, records: Records): Attempt {
  const asked = remember(attempt.asked, attempt.goal, moment)
  const now = attempt.goal.map(({ quantity }) => valueOf(quantity, moment, asked))
  const before = Math.min(attempt.before, records.count)
  // The attempt before may have begun with numbers that were not there yet.
  const start = attempt.start.map((value, place) => value ?? now[place] ?? null)
  let next: Attempt = { ...attempt, asked, before, start, now, seen: records.count }
  if (attempt.goal.every(({ quantity: { name } }) => name in COLUMNS || LASTING.includes(name))) {
    const changed = Math.min(attempt.seen, moment.frame.history.from)
    for (let row = Math.max(before, changed); row < records.count; row += 1) {
      const recorded = attempt.goal.map(({ quantity: { name } }, place) => {
        const column = COLUMNS[name]
        return column === undefined ? now[place]! : records.at(row, column)
      })
      next = look(next, recorded)
    }
  }
  return look(next, now)
}

/** Whether a moment with these numbers is the best so far, or reaches the goal. */
function look(attempt: Attempt, values: Values): Attempt {
  const close = closeness(attempt, values)
  const best = close > attempt.best.close ? { values, close } : attempt.best
  const reached = attempt.reached ?? (reaches(attempt.goal, values) ? values : null)
  return best === attempt.best && reached === attempt.reached ? attempt : { ...attempt, best, reached }
}

export const reaches = (goal: Condition, values: Values): boolean =>
  goal.every((comparison, place) => holds(comparison, values[place] ?? null))

/** Whether a comparison held from the beginning: it says what is to be kept, as "at most 200 steps" does. */
export const isLimit = ({ goal, start }: Attempt, place: number): boolean => holds(goal[place]!, start[place] ?? null)

/** 0 as at the beginning (or further away), 1 when all of the goal is reached; the part that is furthest away counts. */
export function closeness(attempt: Attempt, values: Values = attempt.now): number {
  return Math.min(...attempt.goal.map((_, place) => closenessOf(attempt, place, values)))
}

/** The same for one of the comparisons. */
export function closenessOf(attempt: Attempt, place: number, values: Values = attempt.now): number {
  const comparison = attempt.goal[place]!
  const [now, start] = [values[place] ?? null, attempt.start[place] ?? null]
  if (holds(comparison, now)) return 1
  if (isLimit(attempt, place) || now === null || start === null) return 0
  const way = share(start, now, comparison.value)
  return Number.isFinite(way) ? Math.max(0, Math.min(ALMOST, way)) : 0
}

/** Only what is reached is full. */
const ALMOST = 0.97
/** A way over so many times the goal is one of ratios: the last steps of it are the hard ones. */
const WIDE = 4

/** How much of the way from `start` to `goal` is done. */
function share(start: number, now: number, goal: number): number {
  const positive = start > 0 && now > 0 && goal > 0
  if (positive && Math.max(start / goal, goal / start) > WIDE) return Math.log(start / now) / Math.log(start / goal)
  return (start - now) / (start - goal)
}

function valueOf(quantity: Quantity, moment: Moment, asked: Attempt['asked']): number | null {
  return quantity.name === 'answer' ? (asked.answers.get(written(quantity)) ?? null) : read(quantity, moment)
}

/** What the network answers is kept until it learns: a goal may be about several answers, and it is asked one by one. */
function remember(before: Attempt['asked'] | null, goal: Condition, moment: Moment): Attempt['asked'] {
  const { params } = moment.frame
  const wanted = goal.filter(({ quantity }) => quantity.name === 'answer')
  if (wanted.length === 0) return before ?? { params, answers: new Map() }
  const same = before !== null && alike(params, before.params)
  const answers = new Map(same ? before.answers : [])
  for (const { quantity } of wanted) {
    const answer = read(quantity, moment)
    if (answer !== null) answers.set(written(quantity), answer)
  }
  return { params, answers }
}

const alike = (one: Float64Array, other: Float64Array): boolean =>
  one === other || (one.length === other.length && one.every((value, place) => Object.is(value, other[place])))

/** By how much a number misses what is asked of it. */
export const missing = ({ value }: Comparison, now: number): number => Math.abs(now - value)

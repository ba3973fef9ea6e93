/** Which classes are taken for which: a table of counts, and the examples behind each of its cells. */

import type { Plan, Points } from '../run/protocol'
import { winner } from './classes'

/** A cell: the class that it is (row) and the class that it is taken for (column). */
export type Cell = { readonly truth: number; readonly guess: number }

export type Confusion = {
  readonly classes: number
  /** classes * classes, row by row. */
  readonly counts: Uint32Array
  /** The indices of the examples that count, by cell. */
  readonly examples: ReadonlyMap<number, readonly number[]>
}

export const same = (a: Cell | null, b: Cell | null): boolean =>
  a === b || (a !== null && b !== null && a.truth === b.truth && a.guess === b.guess)

/** Counts the examples that are held out, or all where none are. */
export function confuse(plan: Plan, { count, test, values }: Points, predictions: Float64Array | null): Confusion {
  const classes = plan.classes.length
  const counts = new Uint32Array(classes * classes)
  const examples = new Map<number, number[]>()
  const outputs = predictions === null ? 0 : predictions.length / count
  // Answers to other examples than these are on their way out.
  if (predictions === null || outputs !== plan.outputNames.length) return { classes, counts, examples }
  for (let index = 0; index < count; index++) {
    if (plan.test > 0 && test[index] === 0) continue
    const cell = values[index]! * classes + winner(plan, predictions, index * outputs, outputs)
    counts[cell] = counts[cell]! + 1
    const others = examples.get(cell)
    if (others === undefined) examples.set(cell, [index])
    else others.push(index)
  }
  return { classes, counts, examples }
}

export const countOf = ({ classes, counts }: Confusion, { truth, guess }: Cell): number =>
  counts[truth * classes + guess]!

export const examplesOf = ({ classes, examples }: Confusion, { truth, guess }: Cell): readonly number[] =>
  examples.get(truth * classes + guess) ?? []

/** Where the table's cells stand: to the right of the names of the classes, and above them. */
export type Table = { readonly left: number; readonly across: number; readonly down: number; readonly classes: number }

/** The highest that a row is. */
const TALLEST = 72

export function tableOf(classes: number, left: number, width: number): Table {
  const across = (width - left) / classes
  return { left, across, down: Math.min(across, TALLEST), classes }
}

export function cellAt({ left, across, down, classes }: Table, x: number, y: number): Cell | null {
  const [guess, truth] = [Math.floor((x - left) / across), Math.floor(y / down)]
  return guess >= 0 && guess < classes && truth >= 0 && truth < classes ? { truth, guess } : null
}

const ARROWS: Readonly<Record<string, readonly [truth: number, guess: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** The cell that a key leads to; null for other keys. */
export function walk({ truth, guess }: Cell, classes: number, key: string): Cell | null {
  const inside = (at: number): number => Math.max(0, Math.min(classes - 1, at))
  const arrow = ARROWS[key]
  if (arrow !== undefined) return { truth: inside(truth + arrow[0]), guess: inside(guess + arrow[1]) }
  if (key === 'Home') return { truth, guess: 0 }
  if (key === 'End') return { truth, guess: classes - 1 }
  return null
}

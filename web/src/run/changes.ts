/** What was done to a run so far, what lies ahead, and what can be taken back; docs/log.md has the rules. */

import { LIMITS } from '../engine/generated/schema'
import { InputError, thousands } from './errors'
import { thing } from './log'
import type { Change, Frame, LogEntry } from './protocol'
import { MOST_MOMENTS, type Moment } from './snapshots'

/** What was known of a run behind the step from which on it goes another way. */
export type Tail = {
  readonly snapshots: readonly Moment[]
  readonly history: Float64Array
  readonly furthest: number
  readonly breaks: Frame['breaks']
}

/**
 * What an undo took: entries, the earliest first, the step where the run stood, and what was known of it behind the first
 * entry; null where that would be too much to keep.
 */
export type Undone = { readonly entries: readonly LogEntry[]; readonly step: number; readonly tail: Tail | null }

/** A log under way: the first `taken` of its entries have been done. */
export class Changes {
  taken = 0
  #entries: LogEntry[]
  #undone: readonly Undone[] = []
  /** How many entries are as they were when they were last told. */
  #told = 0
  #untold = true

  constructor(entries: readonly LogEntry[] = []) {
    this.#entries = [...entries]
  }

  copy(): Changes {
    const other = new Changes(this.#entries)
    other.taken = this.taken
    other.#undone = this.#undone
    return other
  }

  get entries(): readonly LogEntry[] {
    return this.#entries
  }

  /** The entry that is to be done next, if there is one. */
  get next(): LogEntry | undefined {
    return this.#entries[this.taken]
  }

  /** Whether something was done at this step, which is the present one. */
  at(step: number): boolean {
    return this.taken > 0 && this.#entries[this.taken - 1]![0] === step
  }

  /** Throws an InputError when the log is too long for one entry more. */
  checkRoom(entry: LogEntry): void {
    if (this.#replaces(entry) || this.taken < LIMITS.log) return
    const most = thousands(LIMITS.log)
    throw new InputError('log', `expected at most ${most} changes to a run, got one more: start a new run`)
  }

  /** Notes what was done, instead of all that lay ahead. */
  add(entry: LogEntry): void {
    this.#cut(this.taken - Number(this.#replaces(entry)))
    this.#entries.push(entry)
    this.taken = this.#entries.length
    this.#undone = []
  }

  /** Whether an entry does away with the last one: the same thing, at the same step. */
  #replaces(entry: LogEntry): boolean {
    const last = this.#entries[this.taken - 1]
    return last !== undefined && last[0] === entry[0] && same(last, entry)
  }

  get undoable(): boolean {
    return this.taken > 0
  }

  get redoable(): boolean {
    return this.#undone.length > 0
  }

  /**
   * Takes the last change back, of a run that stands at this step; returns the step to which it has to go.
   *
   * @param cut gives what was known of the run behind that step
   */
  undo(step: number, cut: (step: number) => Tail): number {
    if (!this.undoable) {
      throw new InputError('', 'expected a change to undo, got none before this step: change something first')
    }
    let first = this.taken - 1
    while (first > 0 && same(this.#entries[first - 1]!, this.#entries[first]!)) first -= 1
    const entries = this.#entries.slice(first)
    const back = entries[0]![0]
    this.#undone = bounded([...this.#undone, { entries, step, tail: cut(back) }])
    this.#cut(first)
    return back
  }

  /** Puts back what the last undo took, and tells what that was. */
  redo(): Undone {
    const undone = this.#undone.at(-1)
    if (undone === undefined) {
      throw new InputError('', 'expected an undone change to redo, got none: undo one first')
    }
    this.#undone = this.#undone.slice(0, -1)
    this.#entries.push(...undone.entries)
    this.#untold = true
    return undone
  }

  #cut(length: number): void {
    this.#entries.length = length
    this.#told = Math.min(this.#told, length)
    this.#untold = true
  }

  /** What is new since the last time; `anew`: all of it. */
  tell(anew: boolean): Frame['changes'] {
    if (!this.#untold && !anew) return null
    const from = anew ? 0 : this.#told
    this.#told = this.#entries.length
    this.#untold = false
    return { from, entries: this.#entries.slice(from).map(told) }
  }
}

/** Tails together have no more moments than a run: the oldest ones go first, and are found out again by a redo. */
function bounded(undone: readonly Undone[]): readonly Undone[] {
  let room = MOST_MOMENTS
  return undone
    .toReversed()
    .map((one) => {
      room -= one.tail?.snapshots.length ?? 0
      return room < 0 ? { ...one, tail: null } : one
    })
    .reverse()
}

/** Whether two entries are about the same thing. */
function same([, first]: LogEntry, [, second]: LogEntry): boolean {
  const about = thing(first)
  return about !== null && about === thing(second)
}

/** Points stay where they are: how many were changed is told. */
function told([step, action]: LogEntry): Change {
  if (!('points' in action)) return { step, action }
  const { move = [], remove = [], add = [] } = action.points
  return { step, action: { points: { move: move.length, remove: remove.length, add: add.length } } }
}

/**
 * What is known of a run on its way: a cache, so that a long way need not be gone again. Recipe and log say the same;
 * what does not fit them, or is damaged, is left out, and the way is gone anew.
 */

import { MANIFEST } from '../engine/generated/manifest'
import type { LogEntry } from '../run/protocol'
import type { Known, Run } from '../run/run'
import type { Moment } from '../run/snapshots'

type Bare = Omit<Moment, 'training' | 'dataset'>
export type Cached = {
  /** What the engine's state means. */
  readonly codes: string
  readonly here: Bare
  /** Some earlier and later moments of the run. */
  readonly moments: readonly Bare[]
  readonly history: Float64Array
  readonly furthest: number
  readonly breaks: Known['breaks']
  /** Over all of its numbers. */
  readonly sum: number
}

/** Bytes that the moments beside the present one may have, and how many there are at most. */
const ROOM = 1e6
const MOST = 24
const CODES = JSON.stringify([MANIFEST.codes.state, MANIFEST.codes.settings])
const ARRAYS = ['params', 'moments', 'updates', 'state', 'muted', 'frozen'] as const

/** The present moment of a run, and some others. */
export function cached(run: Run): Cached {
  const { here, moments, history, furthest, breaks } = run.known
  const most = Math.min(MOST, Math.floor(ROOM / bytesOf(here)), moments.length - 1)
  const some = Array.from(
    { length: Math.max(0, most) },
    (_, nth) => moments[Math.ceil(((nth + 1) * moments.length) / (most + 1)) - 1]!,
  )
  const found = {
    codes: CODES,
    here: bare(here),
    moments: [...new Set(some)].filter(({ step }) => step > 0).map(bare),
    history,
    furthest,
    breaks,
  }
  return { ...found, sum: sumOf(found) }
}

/** Lets a run that has its log, and stands at step 0, go on from there; false, and nothing is changed, where it does not fit. */
export function recall(run: Run, kept: unknown): boolean {
  if (!isCached(kept) || kept.codes !== CODES || kept.sum !== sumOf(kept)) return false
  const like = run.known.here
  const fits = [kept.here, ...kept.moments].every(
    (moment) =>
      ARRAYS.every((name) => name === 'muted' || moment[name].length === like[name].length) &&
      moment.taken <= run.log.length &&
      run.log.slice(0, moment.taken).every(([step]) => step <= moment.step) &&
      run.log.slice(moment.taken).every(([step]) => step >= moment.step),
  )
  if (!fits) return false
  run.recallKnown(kept)
  return true
}

/**
 * Whether what was known when the log was `before` is still so: nothing was done on the way that was not done then.
 *
 * @param furthest how far the run had been
 */
export const stillTrue = (before: readonly LogEntry[], after: readonly LogEntry[], furthest: number): boolean =>
  before.every((entry, at) => after[at] === entry) && (after[before.length]?.[0] ?? Infinity) >= furthest

export const bytesOf = (moment: Bare): number => ARRAYS.reduce((sum, name) => sum + moment[name].byteLength, 0)

function bare(moment: Moment | Bare): Bare {
  const { step, epoch, taken, params, moments, updates, state, muted, frozen } = moment
  return { step, epoch, taken, params, moments, updates, state, muted, frozen }
}

/** FNV-1a, word by word: it finds what a disk has changed. */
function sumOf({ here, moments, history, furthest }: Omit<Cached, 'sum'>): number {
  let sum = 0x811c9dc5 ^ furthest
  const add = (array: Float64Array | Int32Array): void => {
    for (const word of new Uint32Array(array.buffer, array.byteOffset, array.byteLength / 4)) {
      sum = Math.imul(sum ^ word, 0x01000193)
    }
  }
  for (const moment of [here, ...moments]) {
    sum = Math.imul(sum ^ moment.step ^ (moment.taken << 16), 0x01000193)
    for (const name of ARRAYS) add(moment[name])
  }
  add(history)
  return sum >>> 0
}

function isCached(value: unknown): value is Cached {
  if (typeof value !== 'object' || value === null) return false
  const { here, moments, history, furthest } = value as Record<string, unknown>
  return (
    isBare(here) &&
    Array.isArray(moments) &&
    moments.every(isBare) &&
    history instanceof Float64Array &&
    Number.isInteger(furthest)
  )
}

function isBare(value: unknown): value is Bare {
  if (typeof value !== 'object' || value === null) return false
  const moment = value as Record<string, unknown>
  return (
    [moment['step'], moment['epoch'], moment['taken']].every((number) => Number.isInteger(number)) &&
    ARRAYS.every((name) =>
      name === 'muted' || name === 'frozen' ? moment[name] instanceof Int32Array : moment[name] instanceof Float64Array,
    )
  )
}

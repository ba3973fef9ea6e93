/** Moments of a run, kept so that seeking need not begin at step 0: a cache, nothing that recipe and log lack. */

import type { Training } from '../engine/generated/schema'
import type { Dataset } from './dataset'

/** Everything that a run was at a step, when `taken` entries of its log had been taken. */
export type Moment = {
  readonly step: number
  readonly epoch: number
  readonly taken: number
  readonly training: Training
  readonly dataset: Dataset
  readonly params: Float64Array
  readonly moments: Float64Array
  readonly updates: Float64Array
  readonly state: Float64Array
  readonly muted: Int32Array
  readonly frozen: Int32Array
}

/** At most so many moments, and so many numbers in all of them (32 MB). */
export const MOST_MOMENTS = 2800
const NUMBERS = 4e6
/** Steps between two moments in the beginning. */
const SPACING = 32
/** Early steps are kept as long as they are whole numbers of so many binary digits, with zeros behind. */
const DIGITS = 5
/** At most this share of all moments is kept for that alone. */
const EARLY = 1 / 4

/**
 * Two grids: every `spacing`-th step, and steps with few binary digits, so that all of a run can be reached quickly and
 * its first steps are not lost to the many later ones. When there is no room left, one of the grids gets wider: that of
 * many steps to twice its spacing, that of early steps by a digit.
 */
export class Snapshots {
  #kept: readonly Moment[]
  readonly #most: number
  #spacing = SPACING
  #digits = DIGITS

  /** @param first the moment at step 0, which stays */
  constructor(first: Moment) {
    this.#kept = [first]
    this.#most = Math.max(2, Math.min(MOST_MOMENTS, Math.floor(NUMBERS / (3 * first.params.length))))
    while (this.#digits > 0 && earlySteps(this.#digits) > EARLY * this.#most) this.#digits -= 1
  }

  copy(): Snapshots {
    const other = new Snapshots(this.first)
    other.#kept = this.#kept
    other.#spacing = this.#spacing
    other.#digits = this.#digits
    return other
  }

  /** All of them, by their steps. */
  get all(): readonly Moment[] {
    return this.#kept
  }

  get first(): Moment {
    return this.#kept[0]!
  }

  /** The next step at which a moment is to be kept by a run that is at `step`. */
  next(step: number): number {
    const from = Math.max(step, this.#kept.at(-1)!.step)
    const linear = (Math.floor(from / this.#spacing) + 1) * this.#spacing
    return this.#digits === 0 ? linear : Math.min(linear, nextEarly(from, this.#digits))
  }

  /** The run is about to go this far at once: moments that would only be dropped again on the way are not taken. */
  expect(step: number): void {
    if (this.#kept.length > 1) return
    while (step / this.#spacing > (1 - EARLY) * this.#most) this.#spacing *= 2
  }

  /** Keeps a moment that is later than all others. */
  keep(moment: Moment): void {
    this.#kept = [...this.#kept, moment]
    while (this.#kept.length > this.#most) {
      const early = this.#kept.reduce((count, { step }) => count + Number(step % this.#spacing !== 0), 0)
      if (early > EARLY * this.#most) this.#digits -= 1
      else this.#spacing *= 2
      this.#thin()
    }
  }

  /** The last moment up to this step. */
  before(step: number): Moment {
    return this.#kept.findLast((moment) => moment.step <= step)!
  }

  /** The last moment before this epoch began; the first one for the first epoch. */
  beforeEpoch(epoch: number): Moment {
    return this.#kept.findLast((moment) => moment.epoch < epoch) ?? this.first
  }

  /** Takes away what lies behind this step. */
  cut(step: number): readonly Moment[] {
    const gone = this.#kept.filter((moment) => moment.step > step)
    this.#kept = this.#kept.filter((moment) => moment.step <= step)
    return gone
  }

  /** Puts back what was cut off at the place where it is. */
  join(moments: readonly Moment[]): void {
    this.#kept = [...this.#kept, ...moments]
    this.#thin()
  }

  #thin(): void {
    this.#kept = this.#kept.filter(({ step }) => step % this.#spacing === 0 || isEarly(step, this.#digits))
  }
}

/** The power of two whose multiples are the steps of so many digits around `step`. */
function unitOf(step: number, digits: number): number {
  let unit = 1
  while (step / unit >= 2 ** digits) unit *= 2
  return unit
}

const isEarly = (step: number, digits: number): boolean => digits > 0 && step % unitOf(step, digits) === 0

function nextEarly(step: number, digits: number): number {
  const unit = unitOf(step, digits)
  return (Math.floor(step / unit) + 1) * unit
}

/** How many steps of so many digits there are up to a million, about. */
const earlySteps = (digits: number): number => 2 ** digits + (20 - digits) * 2 ** (digits - 1)

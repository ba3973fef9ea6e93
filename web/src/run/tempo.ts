/** How much a frame should train: the speed that was chosen, and what the screen and the machine allow. */

import type { Advance, Frame } from './protocol'

/** Steps a second; after the last one comes everything the machine gives. */
export const SPEEDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000] as const
export const FASTEST = SPEEDS.length
export const NORMAL = SPEEDS.indexOf(1000)

/** Milliseconds that the worker has for a frame, training and pictures: one is due every 16.7. */
const WORKER_MILLIS = 14
/** At least so many of them are for training, however slow the pictures are. */
const LEAST_TRAINING = 3
/** Milliseconds between two frames, on average, from which on training leaves more of the machine to drawing. */
const SLOWEST = 18.2
/** The same from this share of frames on that come too late for their screen refresh. */
const LATE = 0.06
/** Beyond so many milliseconds between two frames, on average, the network is drawn in fewer of them, at least in every sixth. */
const SMOOTH = 17.1
const RAREST = 6
/** At full speed it is drawn in every third frame anyway, since its lines cost most of the drawing. */
const RARE = 3
/** After a longer pause (a hidden tab), steps are not made up for. */
const LONGEST_GAP = 100
/** How long the rate is measured, in milliseconds. */
const MEASURED = 500

export class Tempo {
  /** The network is drawn in every so-manieth frame. */
  #every = 1
  #owed = 0
  #last = 0
  /** Milliseconds of a frame for training at full speed; those of its pictures; those between two frames on the screen. */
  #budget = 8
  #drawn = 3
  #interval = 16.7
  #late = 0
  #ticked = 0
  #stepMillis = 0
  #measured = { since: 0, steps: 0 }

  /** Playing begins. */
  begin(now: number): void {
    this.#owed = 1
    this.#last = now
    this.#measured = { since: now, steps: 0 }
  }

  /** Another run: it owes no steps. */
  forget(): void {
    this.#owed = 0
  }

  /** What a frame cost. */
  note(frame: Frame): void {
    if (frame.taken > 0) this.#stepMillis = frame.millis / frame.taken
    this.#drawn = frame.drawn
  }

  /** The steps that this frame should take at the chosen speed; null while a slow motion waits. */
  due(now: number, place: number): Advance | null {
    const speed = SPEEDS[place]
    if (speed === undefined) return { millis: this.#budget }
    this.#owed += (Math.min(LONGEST_GAP, now - this.#last) / 1000) * speed
    this.#last = now
    const affordable = this.#stepMillis > 0 ? Math.max(1, Math.floor(this.#budget / this.#stepMillis)) : 10
    const steps = Math.min(Math.floor(this.#owed), affordable)
    if (steps < 1) return null
    this.#owed = Math.min(this.#owed - steps, speed * (LONGEST_GAP / 1000))
    return { steps }
  }

  /** Where frames come too slowly, training gets less of the machine; where they come in time, a little more. */
  pace(now: number, late: boolean, place: number): void {
    const interval = now - this.#ticked
    this.#ticked = now
    if (interval > LONGEST_GAP) return
    this.#interval += 0.1 * (interval - this.#interval)
    this.#late += 0.1 * (Number(late) - this.#late)
    const every = this.#every + (this.#interval > SMOOTH || this.#late > LATE ? 0.1 : -0.01)
    this.#every = Math.max(SPEEDS[place] === undefined ? RARE : 1, Math.min(RAREST, every))
    const most = Math.max(LEAST_TRAINING, WORKER_MILLIS - this.#drawn)
    const change = this.#interval > SLOWEST || this.#late > LATE ? -0.2 : 0.1
    this.#budget = Math.max(LEAST_TRAINING, Math.min(most, this.#budget + change))
  }

  /** The network is drawn in every so-manieth frame. */
  get every(): number {
    return Math.round(this.#every)
  }

  /** Steps a second, when they have been counted for long enough. */
  measure(now: number, taken: number): number | null {
    this.#measured.steps += taken
    const millis = now - this.#measured.since
    if (millis < MEASURED) return null
    const rate = (1000 * this.#measured.steps) / millis
    this.#measured = { since: now, steps: 0 }
    return rate
  }
}

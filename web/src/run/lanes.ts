/** The runs of the page, side by side: all of them take the same steps, and one of them is looked at. */

import type { Engine } from '../engine/engine'
import { InputError } from './errors'
import type { Example, Frames, Moved } from './frame'
import { Pace } from './pace'
import type { Frame, StopRule } from './protocol'
import type { Run } from './run'
import { fulfilled } from './stops'

/** A frame that asks for steps takes fewer when they last longer than this (milliseconds); longer ways are gone in several. */
const LONGEST = 250
const TRAVEL = 150
/** A record for the history is made in pieces of so many examples or more, for about so many milliseconds of a frame. */
const PIECE = 256
const RECORDING = 12

export class Lane {
  readonly id: number
  readonly frames: Frames
  readonly engine: Engine
  /** How many examples of the present batch have been shown, and the last one. */
  shown = 0
  example: Example | null = null
  /** The same for the page, once it was in a frame. */
  told: Frame['example'] = null
  /** Steps that it has gone together with the others. */
  gone = 0
  #piece = PIECE

  constructor(id: number, frames: Frames, engine: Engine) {
    this.id = id
    this.frames = frames
    this.engine = engine
  }

  get run(): Run {
    return this.frames.run
  }

  /** No example is looked at any more. */
  forgetExample(): void {
    this.show(0, new Int32Array())
  }

  /** Goes on to so many steps; less far when a record needs more time than there is (milliseconds), or when it is to stop. */
  go(goal: number, millis: number, stops: (() => boolean) | null = null): number {
    const { run } = this
    const start = performance.now()
    const first = this.gone
    let stopped = false
    const asked = stops === null ? null : (): boolean => (stopped = stops())
    do {
      const before = performance.now()
      this.gone += run.advance(goal - this.gone, this.#piece, asked)
      const now = performance.now()
      if (!run.recording || now - start > millis) break
      this.#piece = now - before < RECORDING / 4 ? 2 * this.#piece : Math.max(PIECE, this.#piece / 2)
    } while ((this.gone < goal || run.recording) && !stopped)
    return this.gone - first
  }

  /** Shows the next example of the batch; false after the last one. */
  nextExample(): boolean {
    const batch = this.run.diverged === null ? this.run.nextBatch() : new Int32Array()
    if (this.shown >= batch.length) return false
    this.show(this.shown + 1, batch)
    return true
  }

  /** So many examples of the batch have been shown. */
  show(count: number, batch = this.run.nextBatch()): void {
    this.shown = count
    this.told = null
    this.example = count === 0 ? null : { place: batch[count - 1]!, position: count - 1, batch: batch.length }
  }
}

export class Lanes {
  /** In the order in which they began. */
  all: readonly Lane[] = []
  rules: readonly StopRule[] = []
  /** The rule that has stopped the run. */
  stopped: StopRule | null = null
  #looked: Lane | null = null
  #pace = new Pace(0)

  /** The one that is looked at. */
  get looked(): Lane {
    if (this.#looked === null) throw new InputError('', 'expected a run, got none yet: start one')
    return this.#looked
  }

  get others(): readonly Lane[] {
    return this.all.filter((lane) => lane !== this.#looked)
  }

  /** Throws an InputError when the run that something is meant for is not looked at. */
  check(id: number | undefined): void {
    if (id === undefined || id === this.looked.id) return
    throw new InputError('', 'expected the run that is looked at, got one that is gone: try again')
  }

  /** Throws an InputError when there is no such run. */
  find(id: number): Lane {
    const lane = this.all.find((one) => one.id === id)
    if (lane === undefined) throw new InputError('', 'expected a run that goes on, got one that is gone: try again')
    return lane
  }

  /** Another set of runs, the one at `looked` being looked at. */
  set(all: readonly Lane[], looked: Lane): void {
    const far = Math.max(0, ...this.all.map((lane) => lane.gone))
    for (const lane of all) if (!this.all.includes(lane)) lane.gone = far // it begins here
    this.all = all
    this.#looked = looked
    this.stopped = null
    this.#pace = paceOf(looked.run)
  }

  /** Whether any of them is on its way to another moment; where the one that is looked at stands, or will. */
  get heading(): number | null {
    const { run } = this.looked
    const goes = this.all.some((lane) => lane.run.heading !== null)
    return goes ? (run.heading ?? run.step) : null
  }

  /** Trains for so many steps, or for so long; a way to another moment is gone on with first. */
  move(advance: { readonly steps: number } | { readonly millis: number }): Moved {
    if (this.heading !== null) {
      this.travel('millis' in advance ? advance.millis : TRAVEL)
      return { taken: 0, millis: 0 }
    }
    this.#forgetExamples()
    const [steps, millis] = 'steps' in advance ? [advance.steps, LONGEST] : [Infinity, advance.millis]
    const { run } = this.looked
    const stuck = run.diverged !== null
    const over = (): boolean => run.diverged !== null && !stuck
    return this.#pace.go((count) => (over() ? 0 : this.#advance(count, stuck)), steps, millis)
  }

  /** One batch further, or to the end of the epoch, whatever it takes. */
  step(unit: 'example' | 'batch' | 'epoch'): Moved {
    this.#arrive()
    this.#forgetExamples()
    const start = performance.now()
    const goes = [this.looked, ...this.others].find(({ run }) => run.diverged === null) ?? this.looked
    const taken = unit === 'epoch' ? goes.run.finishEpoch() : goes.run.advance(1)
    goes.gone += taken
    for (const lane of this.all) catchUp(lane, goes.gone, Infinity)
    return { taken, millis: performance.now() - start }
  }

  /**
   * The run that is looked at goes first, and no other one further, unless it has diverged before: then it is `stuck`.
   * Nobody falls behind: who needs longer for a record catches up first.
   */
  #advance(count: number, stuck: boolean): number {
    const { all, looked } = this
    const far = this.#far
    const recording = RECORDING / all.length
    const stops = this.rules.length > 0 ? (): boolean => this.#stops() : null
    for (const lane of all) catchUp(lane, far, recording, lane === looked ? stops : null)
    if (this.stopped !== null || all.some(({ gone }) => gone < far) || ended(all)) return 0
    if (!stuck) looked.go(far + count, recording, stops)
    const goal = stuck ? far + count : looked.gone
    for (const lane of all) catchUp(lane, goal, recording)
    return goal - far
  }

  get #far(): number {
    return Math.max(...this.all.map(({ gone }) => gone))
  }

  /** Whether the run that is looked at fulfils a rule with its last record. */
  #stops(): boolean {
    this.stopped = fulfilled(this.looked.run, this.rules)
    return this.stopped !== null
  }

  /** Goes on with records that are under way. */
  record(): void {
    for (const lane of this.all) if (lane.run.recording) lane.go(lane.gone, RECORDING / this.all.length)
  }

  /** Goes on with ways to other moments, for about so many milliseconds. */
  travel(millis = TRAVEL): void {
    for (const { run, frames } of this.all) {
      if (run.heading === null) continue
      run.travel(millis / this.all.length)
      frames.forget()
    }
  }

  /** Nothing is under way, and nobody is behind. */
  #arrive(): void {
    const far = this.#far
    for (const lane of this.all) {
      lane.run.travel()
      catchUp(lane, far, Infinity)
    }
  }

  /** All go to this step, the others as far as they have been. */
  seek(step: number): void {
    this.looked.run.checkStep(step)
    this.#forgetExamples()
    for (const lane of this.all) {
      const goal = lane === this.looked ? step : Math.min(step, lane.run.furthest)
      lane.run.seek(goal, TRAVEL / this.all.length)
      lane.frames.forget()
    }
  }

  /** One example, batch or epoch back; the others by as many steps. Throws an InputError at the beginning. */
  back(unit: 'example' | 'batch' | 'epoch'): void {
    const { looked } = this
    const { run } = looked
    if (unit === 'example' && looked.shown > 0) {
      looked.show(looked.shown - 1)
      return
    }
    run.checkBack()
    this.#arrive()
    const start = run.step
    if (unit === 'epoch') run.backToEpoch()
    else run.seek(start - 1, unit === 'batch' ? TRAVEL : Infinity)
    const by = start - (run.heading ?? run.step)
    this.#forgetExamples()
    for (const lane of this.others) lane.run.seek(Math.max(0, lane.run.step - by), TRAVEL)
    for (const { frames } of this.all) frames.forget()
    if (unit === 'example') looked.show(run.nextBatch().length)
  }

  #forgetExamples(): void {
    for (const lane of this.all) lane.forgetExample()
  }
}

/** Whether there is no going on for any of them. */
const ended = (lanes: readonly Lane[]): boolean => lanes.every(({ run }) => run.diverged !== null)

/** Goes to so many steps, as far as it can. One that has diverged stays where it is, and counts as having got there. */
function catchUp(lane: Lane, goal: number, recording: number, stops: (() => boolean) | null = null): void {
  if (lane.gone < goal || lane.run.recording) lane.go(goal, recording, stops)
  if (lane.run.diverged !== null) lane.gone = goal
}

/** A call of the engine begins by putting the examples of the epoch in order; the first time code runs, it is slower. */
function paceOf(run: Run): Pace {
  const calls = [1, 2, 3].map(() => {
    const start = performance.now()
    run.nextBatch()
    return performance.now() - start
  })
  return new Pace(Math.min(...calls))
}

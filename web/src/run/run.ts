/** A run: an experiment under way, with its log. Whatever touches a number of the network is a function of the engine. */

import type { Engine } from '../engine/engine'
import { LIMITS, type Experiment, type Training } from '../engine/generated/schema'
import { Changes, type Tail } from './changes'
import { loadDataset, type Dataset } from './dataset'
import { InputError, shown, thousands } from './errors'
import { checkEdit, checkEntry, checkFreeze, checkMute, isIndex } from './log'
import { Pace } from './pace'
import { checkPoints, edited, ownPoints } from './points'
import type { Action, Frame, LogEntry, Own, PointsEdit } from './protocol'
import { check, checkRoom, checkSettings, settingsOf } from './recipe'
import { Snapshots, type Moment } from './snapshots'
import { Workspace } from './workspace'

export type { Moment } from './snapshots'

/** What is known of a run on its way: its present moment, others, earlier and later ones, and how it went. */
export type Known = {
  readonly here: Moment
  readonly moments: readonly Moment[]
  /** All of it, up to `furthest`. */
  readonly history: Float64Array
  readonly furthest: number
  readonly breaks: Frame['breaks']
}
type Bare<Of> = Omit<Of, 'training' | 'dataset'>

const EVERY = 2 ** 31 - 1
/** Of larger networks the step before is not remembered: it would be a copy in every frame. */
const REMEMBERED = 300_000

export class Run extends Workspace {
  /** Whether `before` is wanted. */
  remember = false
  readonly #own: Own | null
  #changes = new Changes()
  #snapshots: Snapshots
  #furthest = 0
  #breaks: Frame['breaks'] = null
  #heading: number | null = null
  #before: Moment | null = null
  /** An epoch has ended, and whoever watches does not know yet. */
  #ended = false

  /** A run at step 0, alone in this engine. Throws an InputError when the recipe, or what it needs, does not hold together. */
  static async begin(engine: Engine, recipe: unknown, own: Own | null = null): Promise<Run> {
    engine.release()
    const checked = check(recipe)
    const run = new Run(engine, checked, own, await loadDataset(engine, checked.data, own))
    run.initialize()
    run.#snapshots = new Snapshots(run.#moment())
    return run
  }

  private constructor(engine: Engine, recipe: Experiment, own: Own | null, dataset: Dataset) {
    super(engine, recipe, dataset)
    this.#own = own
    this.#snapshots = new Snapshots(this.#moment())
  }

  /** Another run with the same recipe, log and moment, alone in this engine; each goes its own way from here. */
  fork(engine: Engine): Run {
    engine.release()
    const { dataset } = this.#snapshots.first
    const whole = dataset.kind === 'points' ? dataset : { ...dataset, x: this.examples.columns.copy() }
    const other = new Run(engine, this.recipe, this.#own, whole)
    other.dataset = dataset
    other.#changes = this.#changes.copy()
    other.#snapshots = this.#snapshots.copy()
    other.told.join(this.told.all())
    other.#furthest = this.#furthest
    other.#breaks = this.#breaks
    other.#heading = this.#heading
    other.#recall(this.#moment())
    return other
  }

  // what it is about

  /** The data of the user's own that the recipe is about; null for other data. */
  get given(): Own | null {
    return this.#own?.name === this.recipe.data.source ? this.#own : null
  }

  /** Whether points have been edited. */
  get edited(): boolean {
    return this.dataset !== this.#snapshots.first.dataset
  }

  /** The data of the user's own that the run came with, whether or not it is about them; points as they are now, if edited. */
  get own(): Own | null {
    return this.edited ? ownPoints(this.dataset) : this.#own
  }

  get log(): readonly LogEntry[] {
    return this.#changes.entries
  }

  /** How many entries of the log have been taken, and whether one can be taken back, and forth again. */
  get taking(): Frame['taking'] {
    const { taken, undoable, redoable } = this.#changes
    return { taken, undo: undoable, redo: redoable }
  }

  /** What is new in the log since the last time; `anew`: all of it. */
  takeChanges(anew: boolean): Frame['changes'] {
    return this.#changes.tell(anew)
  }

  /** What is new in the history, up to `furthest`, since the last time; `anew`: all of it. */
  takeHistory(anew: boolean): Frame['history'] {
    return this.told.tell(anew)
  }

  /** How far this run has been, on the way that its log describes. */
  get furthest(): number {
    return this.#furthest
  }

  /** Where it diverges, as far as it has been. */
  get breaks(): Frame['breaks'] {
    return this.#breaks
  }

  /** The step that it is on its way to; null when it has arrived. */
  get heading(): number | null {
    return this.#heading
  }

  get known(): Known {
    const [here, moments, history] = [this.#moment(), this.#snapshots.all, this.told.all()]
    return { here, moments, history, furthest: this.#furthest, breaks: this.#breaks }
  }

  /**
   * Stands where it stood when this was known of it, on the way that its log describes: it has taken that over, and is at
   * step 0. Settings and points are those of the log.
   */
  recallKnown(known: Omit<Known, 'here' | 'moments'> & { here: Bare<Moment>; moments: readonly Bare<Moment>[] }): void {
    const found = new Map<Bare<Moment>, Moment>()
    let { taken } = this.#changes
    for (const moment of [...known.moments, known.here].sort((a, b) => a.taken - b.taken)) {
      this.#perform(this.#changes.entries.slice(taken, moment.taken).map(([, action]) => action))
      taken = Math.max(taken, moment.taken)
      found.set(moment, { ...moment, training: this.training, dataset: this.dataset })
    }
    this.told.cut(-1)
    this.told.join(known.history)
    this.#snapshots.join(known.moments.map((moment) => found.get(moment)!))
    this.#furthest = known.furthest
    this.#breaks = known.breaks
    this.#restore(found.get(known.here)!)
  }

  /** It is about to go as far as this. */
  expect(step: number): void {
    this.#snapshots.expect(step)
  }

  /** Moments of the run up to `furthest`, by their steps, the first one at step 0. */
  get snapshots(): readonly Moment[] {
    return this.#snapshots.all
  }

  /**
   * The moment one step earlier, from which one update leads to the present one; null at step 0, where something was
   * changed at this step, in very large networks, and unless it is to be remembered.
   */
  get before(): Moment | null {
    const { step } = this
    const large = this.resolved.parameters > REMEMBERED
    if (!this.remember || large || step === 0 || this.#changes.at(step)) return null
    if (this.#before?.step === step - 1) return this.#before
    if (this.recording) return null // it is about to move on
    this.#lookBack()
    return this.#before
  }

  // moving on

  /**
   * Takes up to `steps` updates, with the log's entries that lie ahead, and returns how many. A run that diverges stops
   * there, and stays there.
   *
   * @param most examples that may be evaluated for the history; a record that needs more is left under way, and so is the run
   * @param stops asked at the end of every epoch, when its record stands, whether the run is to stop there
   */
  advance(steps: number, most = EVERY, stops: (() => boolean) | null = null): number {
    let [left, taken] = [steps, 0]
    for (;;) {
      if (this.diverged !== null) left = 0
      if (left === 0 && !this.recording) break
      const { epoch } = this
      const done = this.train(this.#chunk(left, stops !== null), most)
      left -= done
      taken += done
      this.#ended ||= this.epoch > epoch
      this.#reach()
      if (this.recording) break
      if (this.step === this.#snapshots.next(this.step - 1)) this.#snapshots.keep(this.#moment())
      this.#replay()
      if (this.#ended && stops?.() === true) left = 0
      this.#ended = false
    }
    return taken
  }

  /** How many of so many steps can be taken at once; the last one is taken on its own when the step before it is remembered. */
  #chunk(steps: number, stops: boolean): number {
    if (this.recording) return 0
    const { step } = this
    const entry = this.#changes.next?.[0] ?? Infinity
    const chunk = Math.min(
      steps,
      entry - step,
      this.#snapshots.next(step) - step,
      stops ? this.stepsToEpoch() : Infinity,
    )
    if (!this.remember || this.resolved.parameters > REMEMBERED || chunk < steps) return chunk
    if (chunk === 1) this.#before = this.#moment()
    return Math.max(1, chunk - 1)
  }

  #reach(): void {
    this.#furthest = Math.max(this.#furthest, this.step)
    this.#breaks = this.diverged ?? this.#breaks
  }

  /** Goes on to the end of the epoch, whatever the log changes on the way; returns how many steps that were. */
  finishEpoch(): number {
    const [start, epoch] = [this.step, this.epoch]
    while (this.epoch === epoch && this.diverged === null) {
      const entry = this.#changes.next?.[0] ?? Infinity
      this.advance(Math.min(this.stepsToEpoch(), entry - this.step))
    }
    return this.step - start
  }

  /**
   * Goes to another step of the same run, forwards or backwards; every bit is as it was or will be.
   *
   * @param millis how long that may take, about: a longer way has to be gone on with, see `travel` and `heading`
   */
  seek(step: number, millis = Infinity): void {
    this.checkStep(step)
    const from = this.#snapshots.before(step)
    if (step < this.step || from.step > this.step) this.#restore(from)
    this.#heading = step
    this.travel(millis)
  }

  /** Goes on to where it is heading; returns how many steps were taken. */
  travel(millis = Infinity): number {
    const start = this.step
    if (this.#heading === null) return 0
    const left = this.#heading - start
    if (millis === Infinity) this.advance(left)
    else if (left > 0) new Pace(0).go((steps) => this.advance(steps), left, millis)
    else this.advance(0)
    if (this.step === this.#heading || this.diverged !== null) this.#heading = null
    return this.step - start
  }

  /** To the beginning of the epoch, or from there to that of the one before. Throws an InputError at step 0. */
  backToEpoch(): void {
    this.#arrive()
    const { step, epoch } = this
    this.checkBack()
    this.#goToEpoch(epoch)
    if (this.step === step) this.#goToEpoch(epoch - 1)
  }

  #goToEpoch(epoch: number): void {
    this.#restore(this.#snapshots.beforeEpoch(epoch))
    while (this.epoch < epoch) this.finishEpoch()
  }

  /** Throws an InputError when there is no step before this one. */
  checkBack(): void {
    if (this.step > 0) return
    throw new InputError('step', 'expected a step before this one, got the beginning of the run: step forward first')
  }

  /** Throws an InputError when this is no step that a run can have. */
  checkStep(step: unknown): void {
    if (isIndex(step) && step <= LIMITS.steps) return
    throw new InputError(
      'step',
      `expected a step from 0 to ${thousands(LIMITS.steps)}, got ${shown(step)}: choose one of these`,
    )
  }

  // what is done to it: see docs/log.md

  /** Changes training settings from the next step on. Throws an InputError, and changes nothing, where they do not fit. */
  set(settings: unknown): void {
    this.#do(() => ({ set: checkSettings(settings) }))
  }

  /** Gives a weight or a bias another value. */
  edit(edit: unknown): void {
    this.#do(() => ({ edit: checkEdit(edit) }))
  }

  /** Silences a hidden neuron, or lets it speak again. */
  mute(mute: unknown): void {
    this.#do(() => ({ mute: checkMute(mute) }))
  }

  /** Keeps a layer as it is while the others learn, or lets it learn again. */
  freeze(freeze: unknown): void {
    this.#do(() => ({ freeze: checkFreeze(freeze) }))
  }

  /** Adds, moves and removes points; training goes on with them, at the beginning of an epoch. */
  editPoints(points: PointsEdit): void {
    this.#do(() => ({ points }))
  }

  #do(make: () => Action): void {
    this.#arrive()
    const action = make()
    this.#check(action, this.training, this.dataset)
    if (this.#holds(action)) return
    const entry = [this.step, action] as const
    this.#changes.checkRoom(entry)
    this.#perform([action])
    this.#changes.add(entry)
    this.#cut(this.step)
  }

  /** To the moment before the last change, without it. Throws an InputError when there is none. */
  undo(millis = Infinity): void {
    this.#arrive()
    const step = this.#changes.undo(this.step, (back) => this.#cut(back))
    this.#restore(this.#snapshots.before(step))
    this.#heading = step
    this.travel(millis)
  }

  /** The last undone change again, and to where the run stood before it was undone. Throws an InputError when there is none. */
  redo(millis = Infinity): void {
    this.#arrive()
    const { entries, step, tail } = this.#changes.redo()
    this.#cut(entries[0]![0])
    if (tail !== null) {
      this.#snapshots.join(tail.snapshots)
      this.told.join(tail.history)
      this.#furthest = tail.furthest
      this.#breaks = tail.breaks
    }
    this.#restore(this.#snapshots.before(step))
    this.#heading = step
    this.travel(millis)
  }

  /** Takes over the log of a saved run. Throws an InputError where an entry does not fit; the run is of no use then. */
  resume(log: readonly unknown[]): void {
    if (log.length > LIMITS.log) {
      const [most, got] = [LIMITS.log, log.length].map(thousands)
      throw new InputError('log', `expected at most ${most} changes to a run, got ${got}: start a new one`)
    }
    let { training } = this
    let { rows } = this.dataset
    let last = 0
    const entries = log.map((entry) => {
      const [step, action] = checkEntry(entry, last)
      last = step
      rows = this.#check(action, training, { ...this.dataset, rows })
      if ('set' in action) training = { ...training, ...action.set }
      return [step, action] as const
    })
    this.#changes = new Changes(entries)
    this.#replay()
  }

  /** How many rows the data have after an action. Throws an InputError when it does not fit these settings and data. */
  #check(action: Action, training: Training, dataset: Dataset): number {
    if ('points' in action) return checkPoints(action.points, dataset)
    if ('set' in action) {
      const changed = { ...training, ...action.set }
      settingsOf(changed, this.resolved)
      checkRoom(this.resolved.sizes, changed, this.resolved.train)
    } else if ('edit' in action) this.weightAt(action.edit)
    else if ('mute' in action) this.isMuted(action.mute.layer, action.mute.neuron)
    else this.isFrozen(action.freeze.layer)
    return dataset.rows
  }

  /** Whether all is as an action wants it. */
  #holds(action: Action): boolean {
    if ('edit' in action) return this.network.params.values[this.weightAt(action.edit)] === action.edit.value
    if ('mute' in action) return this.isMuted(action.mute.layer, action.mute.neuron) === action.mute.muted
    if ('freeze' in action) return this.isFrozen(action.freeze.layer) === action.freeze.frozen
    if ('points' in action) return false
    const { training } = this
    return Object.entries(action.set).every(([key, value]) => training[key as keyof Training] === value)
  }

  /** Takes the log's entries for the present step. */
  #replay(): void {
    const { entries, taken } = this.#changes
    let end = taken
    while (entries[end]?.[0] === this.step) end += 1
    if (end === taken) return
    this.#perform(entries.slice(taken, end).map(([, action]) => action))
    this.#changes.taken = end
  }

  /** Does it. Throws an InputError when the points that come of it cannot be learned from; these are then as they were. */
  #perform(actions: readonly Action[]): void {
    const before = this.dataset
    let dataset = before
    for (const action of actions) {
      if ('set' in action) this.use({ ...this.training, ...action.set })
      else if ('edit' in action) this.network.params.values[this.weightAt(action.edit)] = action.edit.value
      else if ('mute' in action) this.silence(action.mute)
      else if ('freeze' in action) this.frozen.values[action.freeze.layer] = Number(action.freeze.frozen)
      else dataset = this.#editedPoints(dataset, action.points)
    }
    if (dataset === before) return
    try {
      this.learn(dataset)
    } catch (error) {
      this.learn(before)
      throw error
    }
    this.rewind()
  }

  #editedPoints(dataset: Dataset, edit: PointsEdit): Dataset {
    const { train, test } = this.resolved
    const { rows } = this.examples
    const split = dataset.split ?? ([rows.subarray(0, train), rows.subarray(train, train + test)] as const)
    return edited(dataset, edit, split, this.recipe.data.test)
  }

  // moments

  /** The run stands where it was to go, with its record. */
  #arrive(): void {
    this.travel()
    this.advance(0)
  }

  /** What was known behind this step is no longer so. */
  #cut(step: number): Tail {
    const [furthest, breaks] = [this.#furthest, this.#breaks]
    this.#furthest = Math.min(furthest, step)
    this.#breaks = (breaks?.step ?? 0) > step ? null : breaks
    return { snapshots: this.#snapshots.cut(step), history: this.told.cut(step), furthest, breaks }
  }

  #moment(): Moment {
    const { step, epoch, training, dataset } = this
    return { step, epoch, taken: this.#changes.taken, training, dataset, ...this.memory() }
  }

  /** Stands at a moment again, with what was done there. */
  #restore(moment: Moment): void {
    this.#recall(moment)
    this.#heading = null
    this.#replay()
  }

  #recall(moment: Moment): void {
    const { training, dataset, taken } = moment
    if (dataset === this.dataset) this.use(training)
    else this.learn(dataset, undefined, training)
    this.#changes.taken = taken
    this.#ended = false
    this.recall(moment)
  }

  /** Remembers the step before the present one, which the run has come to on another way. */
  #lookBack(): void {
    const [here, heading] = [this.#moment(), this.#heading]
    this.#restore(this.#snapshots.before(here.step - 1))
    this.advance(here.step - 1 - this.step)
    this.#before = this.#moment()
    this.#recall(here)
    this.#heading = heading
  }
}

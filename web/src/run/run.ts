/** A run: an experiment under way, with its log. Whatever touches a number of the network is a function of the engine. */

import type { Engine } from '../engine/engine'
import { MANIFEST } from '../engine/generated/manifest'
import { LIMITS, type Experiment, type Training } from '../engine/generated/schema'
import { loadDataset, type Dataset } from './dataset'
import { digest } from './digest'
import { InputError, shown, thousands } from './errors'
import { prepare, type Examples, type Ints, type Matrix, type Vector } from './examples'
import { checkEdit, checkEntry, isIndex } from './log'
import { checkPoints, edited, ownPoints } from './points'
import { HISTORY_COLUMNS, type Action, type Edit, type LogEntry, type Own, type PointsEdit } from './protocol'
import {
  batchOf,
  batchRoom,
  check,
  checkRoom,
  checkSettings,
  codesOf,
  resolve,
  settingsOf,
  type Resolved,
} from './recipe'

const STATE = Object.fromEntries(MANIFEST.codes.state.map((name, index) => [name, index])) as Record<
  (typeof MANIFEST.codes.state)[number],
  number
>
const HISTORY_ROOM = 64
const SNAPSHOTS = 64 // even, so that the last one stays when every second one goes
const SNAPSHOT_NUMBERS = 1e7
const LONGEST_CALL = 1e9 // steps are int32
const EVERY = 2 ** 31 - 1

/** A moment to come back to: a cache, nothing that the recipe and the log would not give again. */
type Snapshot = {
  readonly step: number
  /** How many entries of the log had been taken. */
  readonly taken: number
  readonly training: Training
  readonly dataset: Dataset
  readonly params: Float64Array
  readonly moments: Float64Array
  readonly state: Float64Array
}

export class Run {
  readonly engine: Engine
  /** The recipe as it was given, with its defaults. */
  readonly recipe: Experiment
  readonly #own: Own | null
  /** These four are others once points have been edited. Only of points the dataset has its columns: see `examples`. */
  dataset: Dataset
  resolved: Resolved
  examples!: Examples
  order!: Ints
  /** Room for passes through the network: see `exports.py`. */
  work!: { readonly z: Vector; readonly a: Vector; readonly delta: Vector }
  readonly network: { readonly sizes: Ints; readonly activations: Ints; readonly params: Vector }
  readonly grads: Vector
  /** HISTORY_COLUMNS numbers for every moment that was recorded, since step 0. */
  readonly history: number[] = []

  readonly #settings: Vector
  readonly #state: Vector
  readonly #moments: Matrix
  readonly #rows: Matrix
  #targets!: Vector
  /** Where the memory begins that the dataset, and then the batches, decide about. */
  readonly #beforeData: number
  #beforeWork = 0
  #room = 0
  #training: Training
  #log: LogEntry[] = []
  #taken = 0
  #snapshots: Snapshot[] = []
  #spacing = 64

  /** A run at step 0, alone in this engine. Throws an InputError when the recipe, or what it needs, does not hold together. */
  static async begin(engine: Engine, recipe: unknown, own: Own | null = null): Promise<Run> {
    engine.release()
    const checked = check(recipe)
    return new Run(engine, checked, own, await loadDataset(engine, checked.data, own))
  }

  private constructor(engine: Engine, recipe: Experiment, own: Own | null, dataset: Dataset) {
    this.engine = engine
    this.recipe = recipe
    this.#own = own
    this.dataset = dataset
    this.resolved = resolve(recipe, dataset)
    this.#training = this.resolved.experiment.training
    const { sizes, parameters } = this.resolved
    const codes = codesOf(this.resolved)
    this.network = {
      sizes: engine.array('int32', sizes),
      activations: engine.array('int32', codes.activations),
      params: engine.vector('float64', parameters),
    }
    this.grads = engine.vector('float64', parameters)
    this.#settings = engine.vector('float64', MANIFEST.codes.settings.length)
    this.#state = engine.vector('float64', MANIFEST.codes.state.length)
    this.#moments = engine.matrix('float64', 2, parameters)
    this.#rows = engine.matrix('float64', HISTORY_ROOM, HISTORY_COLUMNS)
    this.#beforeData = engine.mark()
    this.#learn(dataset, this.resolved)
    // What the engine has need not be kept twice. Points are small, and are edited.
    if (dataset.kind !== 'points') this.dataset = { ...dataset, x: new Float64Array() }

    const { seed } = this.resolved.experiment.network
    engine.call.initialize({ kind: codes.init, seed, sizes: this.network.sizes, params: this.network.params })
    this.#state.values[STATE.diverged_step] = -1
    this.#state.values[STATE.diverged_layer] = -1
    engine.call.record(this.#arguments())
    this.#collect()
    this.#snapshots.push(this.#snapshot())
  }

  /** The data of the user's own that the recipe is about; null for other data. */
  get given(): Own | null {
    return this.#own?.name === this.recipe.data.source ? this.#own : null
  }

  /** Whether points have been edited. */
  get edited(): boolean {
    return this.dataset !== this.#snapshots[0]!.dataset
  }

  /** The data of the user's own that the run came with, whether or not it is about them; points as they are now, if edited. */
  get own(): Own | null {
    return this.edited ? ownPoints(this.dataset) : this.#own
  }

  get step(): number {
    return this.#state.values[STATE.step]!
  }

  get epoch(): number {
    return this.#state.values[STATE.epoch]!
  }

  /** Examples of this epoch that have been learned from. */
  get position(): number {
    return this.#state.values[STATE.position]!
  }

  /** The first step after which a parameter was no longer finite, and its layer. */
  get diverged(): { step: number; layer: number } | null {
    const [step, layer] = [this.#state.values[STATE.diverged_step]!, this.#state.values[STATE.diverged_layer]!]
    return step < 0 ? null : { step, layer }
  }

  /** The settings as they are now. */
  get training(): Training {
    return this.#training
  }

  get log(): readonly LogEntry[] {
    return this.#log
  }

  /** Whether a record for the history is under way: `advance` goes on with it before anything else happens. */
  get recording(): boolean {
    return this.#state.values[STATE.to_record]! > 0
  }

  /**
   * Takes up to `steps` updates, with the log's entries that lie ahead, and returns how many. A run that diverges stops
   * there, and stays there. `most`: examples that may be evaluated for the history; a record that needs more is left
   * under way, and so is the run.
   */
  advance(steps: number, most = EVERY): number {
    let [left, taken] = [steps, 0]
    for (;;) {
      if (this.diverged !== null) left = 0
      if (left === 0 && !this.recording) break
      const entry = this.#log[this.#taken]?.[0] ?? Infinity
      const snapshot = this.#snapshots.at(-1)!.step + this.#spacing
      const chunk = Math.min(left, entry - this.step, snapshot - this.step, LONGEST_CALL)
      const done = this.engine.call.advance({
        ...this.#arguments(),
        steps: chunk,
        most,
        moments: this.#moments,
        order: this.order,
        grads: this.grads,
      })
      left -= done
      taken += done
      this.#collect()
      if (this.recording) break
      if (this.step === snapshot) this.#keep()
      this.#replay()
    }
    return taken
  }

  /** Changes training settings from the next step on. Throws an InputError, and changes nothing, where they do not fit. */
  set(settings: unknown): void {
    this.advance(0)
    this.#checkSettings(this.#training, settings)
    this.#checkLength()
    this.#add({ set: settings as Partial<Training> })
    this.#replay()
  }

  /** Gives a weight or a bias another value. */
  edit(edit: unknown): void {
    this.advance(0)
    const checked = checkEdit(edit)
    this.#place(checked)
    this.#checkLength()
    this.#add({ edit: checked })
    this.#replay()
  }

  /** Adds, moves and removes points; training goes on with them, at the beginning of an epoch. */
  editPoints(edit: PointsEdit): void {
    this.advance(0)
    const before = this.dataset
    checkPoints(edit, before)
    this.#checkLength()
    try {
      this.#learn(this.#edited(before, edit))
    } catch (error) {
      this.#learn(before)
      throw error
    }
    this.#add({ points: edit })
    this.#state.values[STATE.position] = 0
    this.#taken += 1
  }

  /** Goes to another step of the same run, forwards or backwards; every bit is as it was or will be. */
  seek(step: number): void {
    this.checkStep(step)
    if (step < this.step) this.#restore(this.#snapshots.findLast((snapshot) => snapshot.step <= step)!)
    this.advance(step - this.step)
  }

  /** Throws an InputError when this is no step that a run can have. */
  checkStep(step: unknown): void {
    if (isIndex(step) && step <= LIMITS.steps) return
    const most = LIMITS.steps.toLocaleString('en-US')
    throw new InputError('step', `expected a step from 0 to ${most}, got ${shown(step)}: choose one of these`)
  }

  /** Takes over the log of a saved run. Throws an InputError where an entry does not fit; the run is of no use then. */
  resume(log: readonly unknown[]): void {
    if (log.length > LIMITS.log) {
      const [most, got] = [LIMITS.log, log.length].map((count) => count.toLocaleString('en-US'))
      throw new InputError('log', `expected at most ${most} changes to a run, got ${got}: start a new one`)
    }
    let training = this.#training
    let { rows } = this.dataset
    let last = 0
    this.#log = log.map((entry) => {
      const [step, action] = checkEntry(entry, last)
      last = step
      if ('set' in action) training = this.#checkSettings(training, action.set)
      else if ('edit' in action) this.#place(action.edit)
      else if ('points' in action) rows = checkPoints(action.points, { ...this.dataset, rows })
      return [step, action]
    })
    this.#replay()
  }

  /** The fingerprint of the parameters. */
  digest(): string {
    return digest(this.network.params.values)
  }

  /** The places of the next batch's examples, in the order in which they are learned from. */
  nextBatch(): Int32Array {
    const count = this.engine.call.next_batch({ settings: this.#settings, state: this.#state, order: this.order })
    return this.order.values.slice(0, count)
  }

  /** How many steps it takes to the end of the epoch. */
  stepsToEpoch(): number {
    return Math.ceil((this.resolved.train - this.position) / batchOf(this.#training, this.resolved.train))
  }

  /** Mean loss and accuracy over the training or the test examples, or some of them; NaN where there is none. */
  evaluate(part: 'train' | 'test', first = 0, count = this.resolved[part]): { loss: number; accuracy: number } {
    const mark = this.engine.mark()
    const result = this.engine.vector('float64', 2)
    const { network, work } = this
    const { x, y, x_test, y_test } = this.examples
    const all = part === 'train' ? { x, y } : { x: x_test, y: y_test }
    const some = { x: this.#some(all.x, first, count), y: this.#some(all.y, first, count) }
    this.engine.call.evaluate({
      ...network,
      ...work,
      ...some,
      settings: this.#settings,
      targets: this.#targets,
      result,
    })
    const [loss, accuracy] = result.values
    this.engine.release(mark)
    return { loss: loss!, accuracy: accuracy! }
  }

  /** Some columns of a matrix. */
  #some(matrix: Matrix, first: number, count: number): Matrix {
    const [rows, all] = [matrix.shape[0]!, matrix.shape[1]!]
    if (count === all) return matrix
    const some = this.engine.matrix('float64', rows, count)
    for (let row = 0; row < rows; row += 1) {
      some.values.set(matrix.values.subarray(row * all + first, row * all + first + count), row * count)
    }
    return some
  }

  /**
   * The network's answers to some rows of columns (k, n) of the data: its inputs, and its outputs in the data's own units.
   * They stand in the engine's memory until the caller releases it.
   */
  answers(columns: Matrix, rows: Ints): { x: Matrix; outputs: Matrix } {
    const { engine, network, work, examples, resolved } = this
    const x = engine.matrix('float64', resolved.inputs.length, rows.length)
    engine.call.features({ ...examples.formulas, columns, rows, x })
    engine.call.standardize({ x, ...examples.scaling })
    const outputs = engine.matrix('float64', resolved.outputs.length, rows.length)
    engine.call.predict({ ...network, ...work, x, outputs })
    engine.call.in_units({ x: outputs, ...examples.target })
    return { x, outputs }
  }

  /** What most training functions take. */
  #arguments() {
    const { x, y, x_test, y_test } = this.examples
    return {
      ...this.network,
      ...this.work,
      x,
      y,
      x_test,
      y_test,
      settings: this.#settings,
      state: this.#state,
      targets: this.#targets,
      history: this.#rows,
    }
  }

  /** Takes what the engine has recorded out of its memory, so that there is always room for more. */
  #collect(): void {
    const rows = this.#state.values[STATE.history_rows]!
    this.history.push(...this.#rows.values.subarray(0, rows * HISTORY_COLUMNS))
    this.#state.values[STATE.history_rows] = 0
  }

  #edited(dataset: Dataset, edit: PointsEdit): Dataset {
    const { train, test } = this.resolved
    const { rows } = this.examples
    const split = dataset.split ?? ([rows.subarray(0, train), rows.subarray(train, train + test)] as const)
    return edited(dataset, edit, split, this.recipe.data.test)
  }

  /** Splits and scales this dataset; training goes on with it. Throws an InputError when it does not fit. */
  #learn(dataset: Dataset, resolved = resolve(this.recipe, dataset)): void {
    const { engine } = this
    checkRoom(resolved.sizes, this.#training, resolved.train)
    engine.release(this.#beforeData)
    this.examples = prepare(engine, resolved, dataset)
    this.order = engine.vector('int32', resolved.train)
    this.dataset = dataset
    this.resolved = resolved
    this.#beforeWork = engine.mark()
    this.#room = 0
    this.#apply(this.#training)
  }

  #makeRoom(): void {
    const room = batchRoom(this.#training, this.resolved.train)
    if (room <= this.#room) return
    this.engine.release(this.#beforeWork)
    const neurons = this.resolved.sizes.reduce((sum, size) => sum + size, 0)
    const vector = (): Vector => this.engine.vector('float64', neurons * room)
    this.work = { z: vector(), a: vector(), delta: vector() }
    this.#targets = this.engine.vector('float64', this.resolved.sizes.at(-1)! * room)
    this.#room = room
  }

  /** The settings after a change, which has to fit the rest of the run. */
  #checkSettings(training: Training, settings: unknown): Training {
    const changed = { ...training, ...checkSettings(settings) }
    settingsOf(changed, this.resolved)
    checkRoom(this.resolved.sizes, changed, this.resolved.train)
    return changed
  }

  #checkLength(): void {
    if (this.#taken < LIMITS.log) return
    throw new InputError(
      'log',
      `expected at most ${thousands(LIMITS.log)} changes to a run, got one more: start a new run`,
    )
  }

  /** Something new happens: what the log held for later no longer will. */
  #add(action: Action): void {
    this.#log.length = this.#taken
    this.#snapshots = this.#snapshots.filter(({ step }) => step <= this.step)
    this.#log.push([this.step, action])
  }

  /** Takes the log's entries for the present step. */
  #replay(): void {
    const taken = this.#taken
    let { dataset } = this
    for (let entry = this.#log[this.#taken]; entry?.[0] === this.step; entry = this.#log[this.#taken]) {
      const action = entry[1]
      if ('set' in action) this.#apply({ ...this.#training, ...action.set })
      else if ('edit' in action) this.network.params.values[this.#place(action.edit)] = action.edit.value
      else if ('points' in action) dataset = this.#edited(dataset, action.points)
      this.#taken += 1
    }
    if (dataset === this.dataset) return
    try {
      this.#learn(dataset)
    } catch (error) {
      this.#taken = taken // the run goes no further
      throw error
    }
    this.#state.values[STATE.position] = 0
  }

  #apply(training: Training): void {
    this.#training = training
    this.#settings.values.set(settingsOf(training, this.resolved))
    this.#makeRoom()
  }

  /** Where a weight or a bias stands in the parameters. Throws an InputError when there is none. */
  #place({ layer, neuron, input }: Edit): number {
    const { sizes } = this.resolved
    const [inputs, outputs] = [sizes[layer], sizes[layer + 1]]
    if (inputs === undefined || outputs === undefined) {
      throw new InputError('layer', `expected a layer from 0 to ${sizes.length - 2}, got ${layer}: choose one of these`)
    }
    if (neuron >= outputs) {
      throw new InputError('neuron', `expected a neuron from 0 to ${outputs - 1}, got ${neuron}: choose one of these`)
    }
    if (input !== null && input >= inputs) {
      throw new InputError('input', `expected an input from 0 to ${inputs - 1}, got ${input}: choose one of these`)
    }
    let start = 0
    for (let below = 0; below < layer; below += 1) start += (sizes[below]! + 1) * sizes[below + 1]!
    return start + (input === null ? inputs * outputs + neuron : neuron * inputs + input)
  }

  #snapshot(): Snapshot {
    return {
      step: this.step,
      taken: this.#taken,
      training: this.#training,
      dataset: this.dataset,
      params: this.network.params.copy(),
      moments: this.#moments.copy(),
      state: this.#state.copy(),
    }
  }

  /** Keeps a snapshot; when there are many, every second one goes, and they come half as often. */
  #keep(): void {
    const room = Math.floor(SNAPSHOT_NUMBERS / (3 * this.resolved.parameters))
    const most = Math.max(2, Math.min(SNAPSHOTS, room - (room % 2)))
    this.#snapshots.push(this.#snapshot())
    if (this.#snapshots.length <= most) return
    this.#snapshots = this.#snapshots.filter((_, index) => index % 2 === 0)
    this.#spacing *= 2
  }

  #restore(snapshot: Snapshot): void {
    this.#training = snapshot.training
    if (snapshot.dataset === this.dataset) this.#apply(snapshot.training)
    else this.#learn(snapshot.dataset)
    this.#taken = snapshot.taken
    this.network.params.values.set(snapshot.params)
    this.#moments.values.set(snapshot.moments)
    this.#state.values.set(snapshot.state)
    this.#snapshots = this.#snapshots.filter(({ step }) => step <= snapshot.step)
    let rows = this.history.length
    while (rows > 0 && this.history[rows - HISTORY_COLUMNS]! > snapshot.step) rows -= HISTORY_COLUMNS
    this.history.length = rows
    this.#replay()
  }
}

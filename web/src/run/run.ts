/** A run: an experiment under way, with its log. Whatever touches a number of the network is a function of the engine. */

import type { Block, Engine } from '../engine/engine'
import { MANIFEST } from '../engine/generated/manifest'
import { LIMITS, type Experiment, type Training } from '../engine/generated/schema'
import { loadDataset, type Dataset } from './dataset'
import { digest } from './digest'
import { InputError, shown, thousands } from './errors'
import { depthOf } from './formula'
import { HISTORY_COLUMNS, type Action, type Edit, type LogEntry, type Table } from './protocol'
import {
  batchOf,
  batchRoom,
  check,
  checkRoom,
  checkSettings,
  codesOf,
  resolve,
  settingsOf,
  type Input,
  type Resolved,
} from './recipe'

type Vector = Block<'float64', 1>
type Matrix = Block<'float64', 2>
type Ints = Block<'int32', 1>

const STATE = Object.fromEntries(MANIFEST.codes.state.map((name, index) => [name, index])) as Record<
  (typeof MANIFEST.codes.state)[number],
  number
>
const HISTORY_ROOM = 64
const SNAPSHOTS = 64 // even, so that the last one stays when every second one goes
const SNAPSHOT_NUMBERS = 1e7
const LONGEST_CALL = 1e9 // steps are int32

/** The inputs' formulas as the engine runs them, with the room that it needs for that. */
type Formulas = {
  readonly starts: Ints
  readonly codes: Ints
  readonly arguments: Ints
  readonly constants: Vector
  readonly stack: Matrix
  readonly block: Matrix
}

type Scaling = { readonly mean: Vector; readonly scale: Vector }

/** What the network sees, in the engine's memory, and how it comes from the data. */
type Examples = {
  readonly x: Matrix
  readonly y: Matrix
  readonly x_test: Matrix
  readonly y_test: Matrix
  readonly formulas: Formulas
  /** All of the data, (columns, n), in its own units. */
  readonly columns: Matrix
  /** Of the inputs, and of the outputs, over the training examples; 0 and 1 where nothing is standardised. */
  readonly scaling: Scaling
  readonly target: Scaling
}

/** A moment to come back to: a cache, nothing that the recipe and the log would not give again. */
type Snapshot = {
  readonly step: number
  /** How many entries of the log had been taken. */
  readonly taken: number
  readonly training: Training
  readonly params: Float64Array
  readonly moments: Float64Array
  readonly state: Float64Array
}

export class Run {
  readonly engine: Engine
  /** The recipe as it was given, with its defaults. */
  readonly recipe: Experiment
  readonly table: Table | null
  readonly dataset: Dataset
  readonly resolved: Resolved
  /** The rows of the dataset: those for training first, then those for the test. */
  readonly rows: Int32Array
  readonly examples: Examples
  readonly network: { readonly sizes: Ints; readonly activations: Ints; readonly params: Vector }
  /** Room for passes through the network: see `exports.py`. */
  work!: { readonly z: Vector; readonly a: Vector; readonly delta: Vector }
  readonly grads: Vector
  readonly order: Ints
  /** HISTORY_COLUMNS numbers for every moment that was recorded, since step 0. */
  readonly history: number[] = []

  readonly #settings: Vector
  readonly #state: Vector
  readonly #moments: Matrix
  readonly #rows: Matrix
  #targets!: Vector
  readonly #beforeWork: number
  #room = 0
  #training: Training
  #log: LogEntry[] = []
  #taken = 0
  #snapshots: Snapshot[] = []
  #spacing = 64

  /** A run at step 0. Throws an InputError when the recipe, or what it needs, does not hold together. */
  constructor(engine: Engine, recipe: unknown, table: Table | null = null) {
    engine.release()
    this.engine = engine
    this.table = table
    this.recipe = check(recipe)
    this.dataset = loadDataset(engine, this.recipe, table)
    this.resolved = resolve(this.recipe, this.dataset)
    this.#training = this.resolved.experiment.training
    const { sizes, train, parameters } = this.resolved
    const codes = codesOf(this.resolved)
    ;({ rows: this.rows, examples: this.examples } = prepare(engine, this.resolved, this.dataset))
    this.network = {
      sizes: engine.array('int32', sizes),
      activations: engine.array('int32', codes.activations),
      params: engine.vector('float64', parameters),
    }
    this.grads = engine.vector('float64', parameters)
    this.order = engine.vector('int32', train)
    this.#settings = engine.array('float64', settingsOf(this.#training, this.resolved))
    this.#state = engine.vector('float64', MANIFEST.codes.state.length)
    this.#moments = engine.matrix('float64', 2, parameters)
    this.#rows = engine.matrix('float64', HISTORY_ROOM, HISTORY_COLUMNS)
    this.#beforeWork = engine.mark()
    this.#makeRoom()

    const { seed } = this.resolved.experiment.network
    engine.call.initialize({ kind: codes.init, seed, sizes: this.network.sizes, params: this.network.params })
    this.#state.values[STATE.diverged_step] = -1
    this.#state.values[STATE.diverged_layer] = -1
    engine.call.record(this.#arguments())
    this.#collect()
    this.#snapshots.push(this.#snapshot())
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

  /** Takes up to `steps` updates, with the log's entries that lie ahead, and returns how many. A run that diverges stops there, and stays there. */
  advance(steps: number): number {
    let left = steps
    while (left > 0 && this.diverged === null) {
      const entry = this.#log[this.#taken]?.[0] ?? Infinity
      const snapshot = this.#snapshots.at(-1)!.step + this.#spacing
      const chunk = Math.min(left, entry - this.step, snapshot - this.step, LONGEST_CALL)
      left -= this.engine.call.advance({
        ...this.#arguments(),
        steps: chunk,
        moments: this.#moments,
        order: this.order,
        grads: this.grads,
      })
      this.#collect()
      if (this.step === snapshot) this.#keep()
      this.#replay()
    }
    return steps - left
  }

  /** Changes training settings from the next step on. Throws an InputError, and changes nothing, where they do not fit. */
  set(settings: unknown): void {
    this.#checkSettings(this.#training, settings)
    this.#add({ set: settings as Partial<Training> })
  }

  /** Gives a weight or a bias another value. */
  edit(edit: unknown): void {
    const checked = checkEdit(edit)
    this.#place(checked)
    this.#add({ edit: checked })
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
    let last = 0
    this.#log = log.map((entry) => {
      const [step, action] = checkEntry(entry, last)
      last = step
      if ('set' in action) training = this.#checkSettings(training, action.set)
      else this.#place(action.edit)
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

  /** Mean loss and accuracy over the training or the test examples; NaN where there is none. */
  evaluate(part: 'train' | 'test'): { loss: number; accuracy: number } {
    const mark = this.engine.mark()
    const result = this.engine.vector('float64', 2)
    const { x, y, x_test, y_test } = this.examples
    const data = part === 'train' ? { x, y } : { x: x_test, y: y_test }
    const { network, work } = this
    this.engine.call.evaluate({
      ...network,
      ...work,
      ...data,
      settings: this.#settings,
      targets: this.#targets,
      result,
    })
    const [loss, accuracy] = result.values
    this.engine.release(mark)
    return { loss: loss!, accuracy: accuracy! }
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

  /** Something new happens: what the log held for later no longer will. */
  #add(action: Action): void {
    this.#log.length = this.#taken
    this.#snapshots = this.#snapshots.filter(({ step }) => step <= this.step)
    this.#log.push([this.step, action])
    this.#replay()
  }

  /** Takes the log's entries for the present step. */
  #replay(): void {
    for (let entry = this.#log[this.#taken]; entry?.[0] === this.step; entry = this.#log[this.#taken]) {
      const action = entry[1]
      if ('set' in action) this.#apply({ ...this.#training, ...action.set })
      else this.network.params.values[this.#place(action.edit)] = action.edit.value
      this.#taken += 1
    }
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
    this.#apply(snapshot.training)
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

/** Splits and scales the dataset and computes the network's inputs and targets, all by functions of the engine. */
function prepare(engine: Engine, resolved: Resolved, dataset: Dataset): { rows: Int32Array; examples: Examples } {
  const { train, test } = resolved
  const order = engine.array(
    'int32',
    dataset.values.map((_, row) => row),
  )
  // Without a test nothing is shuffled, so that a cyclic order goes through a table as it is written.
  if (test > 0) engine.call.split({ seed: resolved.experiment.data.seed, order })
  const columns = engine.matrix('float64', dataset.columns.length, train + test)
  columns.values.set(dataset.x)
  const values = engine.array('float64', dataset.values)
  const formulas = formulasOf(engine, resolved.inputs, dataset.columns.length)
  const seen = (rows: Ints): { x: Matrix; y: Matrix } => {
    const x = engine.matrix('float64', resolved.inputs.length, rows.length)
    const y = engine.matrix('float64', resolved.outputs.length, rows.length)
    engine.call.features({ ...formulas, columns, rows, x })
    checkFinite(x, rows, resolved.inputs)
    if (resolved.task === 'regression') engine.call.value_targets({ values: values.asRow(), rows, y })
    else engine.call.class_targets({ values, rows, low: resolved.low, high: resolved.high, y })
    return { x, y }
  }
  const { x, y } = seen(order.part(0, train))
  const { x: x_test, y: y_test } = seen(order.part(train, train + test))
  const scaling = standardized(engine, x, x_test, resolved.scaleInputs)
  const target = standardized(engine, y, y_test, resolved.scaleTargets)
  return { rows: order.copy(), examples: { x, y, x_test, y_test, formulas, columns, scaling, target } }
}

/** Standardises both in place, by mean and deviation of the first; 0 and 1 where this is not wanted. */
function standardized(engine: Engine, matrix: Matrix, heldOut: Matrix, wanted: boolean): Scaling {
  const count = matrix.shape[0]!
  const mean = engine.vector('float64', count)
  const scale = engine.array('float64', new Float64Array(count).fill(1))
  if (wanted) {
    engine.call.fit({ x: matrix, mean, scale })
    for (const x of [matrix, heldOut]) engine.call.standardize({ x, mean, scale })
  }
  return { mean, scale }
}

function formulasOf(engine: Engine, inputs: readonly Input[], columns: number): Formulas {
  const programs = inputs.map(({ program }) => program)
  const [starts, constants] = [[0], [] as number[]]
  const [codes, places] = [[] as number[], [] as number[]]
  for (const { operations, arguments: given, constants: own } of programs) {
    for (const [step, operation] of operations.entries()) {
      codes.push(MANIFEST.codes.operations.indexOf(operation))
      places.push(given[step]! + (operation === 'constant' ? constants.length : 0)) // all constants stand in one array
    }
    constants.push(...own)
    starts.push(codes.length)
  }
  return {
    starts: engine.array('int32', starts),
    codes: engine.array('int32', codes),
    arguments: engine.array('int32', places),
    constants: engine.array('float64', constants),
    stack: engine.matrix('float64', Math.max(...programs.map(depthOf)), MANIFEST.block),
    block: engine.matrix('float64', columns, MANIFEST.block),
  }
}

/** Refuses inputs that are not numbers for some example: 1/x1 where x1 is 0. */
function checkFinite(x: Matrix, rows: Ints, inputs: readonly Input[]): void {
  const bad = x.values.findIndex((value) => !Number.isFinite(value))
  if (bad < 0) return
  const { name } = inputs[Math.floor(bad / rows.length)]!
  const row = thousands(rows.values[bad % rows.length]! + 1)
  throw new InputError(
    'network.inputs',
    `expected a number from ${shown(name)} for every example, got none for example ${row}: change the formula`,
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isIndex = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0

function checkEdit(edit: unknown): Edit {
  const { layer, neuron, input, value } = isRecord(edit) ? edit : {}
  if (!isIndex(layer) || !isIndex(neuron) || !(input === null || isIndex(input))) {
    throw new InputError(
      'log',
      `expected an edit of a layer, a neuron and an input (null for the bias), got ${shown(edit)}: correct it`,
    )
  }
  if (typeof value !== 'number' || !(Math.abs(value) <= 1e300)) {
    throw new InputError('value', `expected a finite number as the new value, got ${shown(value)}: choose one`)
  }
  return { layer, neuron, input, value }
}

function checkEntry(entry: unknown, earliest: number): LogEntry {
  const [step, action, ...rest] = Array.isArray(entry) ? (entry as unknown[]) : []
  if (isIndex(step) && step >= earliest && isRecord(action) && rest.length === 0) {
    const [[kind, what] = [], ...others] = Object.entries(action)
    if (kind === 'set' && others.length === 0) return [step, { set: checkSettings(what) }]
    if (kind === 'edit' && others.length === 0) return [step, { edit: checkEdit(what) }]
  }
  throw new InputError(
    'log',
    'expected entries such as [100, {"set": {"learning_rate": 0.1}}] in the log, in the order of their steps, ' +
      `got ${shown(entry)}: correct or remove it`,
  )
}

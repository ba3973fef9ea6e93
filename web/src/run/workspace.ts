/** A run's arrays in the engine's memory, and what the engine does with them. */

import type { Engine } from '../engine/engine'
import { MANIFEST } from '../engine/generated/manifest'
import type { Experiment, Training } from '../engine/generated/schema'
import type { Dataset } from './dataset'
import { digest } from './digest'
import { InputError } from './errors'
import { prepare, type Examples, type Ints, type Matrix, type Vector } from './examples'
import type { Edit, Mute } from './protocol'
import { batchOf, batchRoom, checkRoom, codesOf, resolve, settingsOf, type Resolved } from './recipe'
import { Records } from './records'

export const STATE = Object.fromEntries(MANIFEST.codes.state.map((name, index) => [name, index])) as Record<
  (typeof MANIFEST.codes.state)[number],
  number
>
const LONGEST_CALL = 1e9 // steps are int32

/** The numbers that training changes, and what it does not touch. */
export type Memory = {
  readonly params: Float64Array
  readonly moments: Float64Array
  readonly updates: Float64Array
  readonly state: Float64Array
  readonly muted: Int32Array
  readonly frozen: Int32Array
}

export class Workspace {
  readonly engine: Engine
  /** The recipe as it was given, with its defaults. */
  readonly recipe: Experiment
  /** These four are others once points have been edited. Only of points the dataset has its columns: see `examples`. */
  dataset: Dataset
  resolved: Resolved
  examples!: Examples
  order!: Ints
  /** Room for passes through the network: see `exports.py`. */
  work!: { readonly z: Vector; readonly a: Vector; readonly delta: Vector }
  targets!: Vector
  /** `muted` has only the silent neurons, counted from the first input. */
  network: { readonly sizes: Ints; readonly activations: Ints; readonly params: Vector; readonly muted: Ints }
  readonly grads: Vector
  readonly settings: Vector
  readonly state: Vector
  readonly moments: Matrix
  readonly updates: Vector
  /** One per layer: 1 where it does not learn. */
  readonly frozen: Ints
  protected readonly told: Records
  /** Room for all hidden neurons. */
  readonly #silent: Ints
  /** Where the memory begins that the dataset, and then the batches, decide about. */
  readonly #beforeData: number
  #beforeWork = 0
  #room = 0
  #training: Training

  /** Alone in this engine. Throws an InputError when recipe and data do not fit together. */
  constructor(engine: Engine, recipe: Experiment, dataset: Dataset) {
    this.engine = engine
    this.recipe = recipe
    this.dataset = dataset
    this.resolved = resolve(recipe, dataset)
    this.#training = this.resolved.experiment.training
    const { sizes, parameters, activations } = this.resolved
    this.#silent = engine.vector(
      'int32',
      sizes.slice(1, -1).reduce((sum, size) => sum + size, 0),
    )
    this.network = {
      sizes: engine.array('int32', sizes),
      activations: engine.array('int32', codesOf(this.resolved).activations),
      params: engine.vector('float64', parameters),
      muted: this.#silent.part(0, 0),
    }
    this.grads = engine.vector('float64', parameters)
    this.settings = engine.vector('float64', MANIFEST.codes.settings.length)
    this.state = engine.vector('float64', MANIFEST.codes.state.length)
    this.moments = engine.matrix('float64', 2, parameters)
    this.updates = engine.vector('float64', activations.length)
    this.frozen = engine.vector('int32', activations.length)
    this.told = new Records(engine)
    this.#beforeData = engine.mark()
    this.learn(dataset, this.resolved)
    // What the engine has need not be kept twice. Points are small, and are edited.
    if (dataset.kind !== 'points') this.dataset = { ...dataset, x: new Float64Array() }
  }

  get step(): number {
    return this.state.values[STATE.step]!
  }

  get epoch(): number {
    return this.state.values[STATE.epoch]!
  }

  /** Examples of this epoch that have been learned from. */
  get position(): number {
    return this.state.values[STATE.position]!
  }

  /** The first step after which a parameter was no longer finite, and its layer. */
  get diverged(): { step: number; layer: number } | null {
    const [step, layer] = [this.state.values[STATE.diverged_step]!, this.state.values[STATE.diverged_layer]!]
    return step < 0 ? null : { step, layer }
  }

  /** Whether a record for the history is under way: training goes on with it before anything else happens. */
  get recording(): boolean {
    return this.state.values[STATE.to_record]! > 0
  }

  /** The settings as they are now. */
  get training(): Training {
    return this.#training
  }

  /** The history in the engine's memory, and how many of its rows there are up to the present step. */
  get records(): Matrix {
    return this.told.rows
  }

  get recorded(): number {
    return this.state.values[STATE.history_rows]!
  }

  /** The history up to the present step, row by row. */
  get history(): Float64Array {
    return this.told.first(this.recorded)
  }

  /** The first weights, and the first record. */
  protected initialize(): void {
    const { network } = this
    const { init: kind } = codesOf(this.resolved)
    this.engine.call.initialize({ ...network, kind, seed: this.resolved.experiment.network.seed })
    this.state.values[STATE.diverged_step] = -1
    this.state.values[STATE.diverged_layer] = -1
    this.engine.call.record(this.arrays())
    this.told.reach(this.recorded)
  }

  /** Takes up to `steps` updates and returns how many: see `training.advance`. */
  protected train(steps: number, most: number): number {
    const done = this.engine.call.advance({ ...this.arrays(), steps: Math.min(steps, LONGEST_CALL), most })
    this.told.reach(this.recorded)
    return done
  }

  /** Splits and scales this dataset; training goes on with it. Throws an InputError when it does not fit. */
  protected learn(dataset: Dataset, resolved = resolve(this.recipe, dataset), training = this.#training): void {
    const { engine } = this
    checkRoom(resolved.sizes, training, resolved.train)
    engine.release(this.#beforeData)
    this.examples = prepare(engine, resolved, dataset)
    this.order = engine.vector('int32', resolved.train)
    this.dataset = dataset
    this.resolved = resolved
    this.#beforeWork = engine.mark()
    this.#room = 0
    this.use(training)
  }

  /** The present epoch begins again. */
  protected rewind(): void {
    this.state.values[STATE.position] = 0
  }

  protected use(training: Training): void {
    this.#training = training
    this.settings.values.set(settingsOf(training, this.resolved))
    this.#makeRoom()
  }

  #makeRoom(): void {
    const room = batchRoom(this.#training, this.resolved.train)
    if (room <= this.#room) return
    this.engine.release(this.#beforeWork)
    const neurons = this.resolved.sizes.reduce((sum, size) => sum + size, 0)
    const vector = (): Vector => this.engine.vector('float64', neurons * room)
    this.work = { z: vector(), a: vector(), delta: vector() }
    this.targets = this.engine.vector('float64', this.resolved.sizes.at(-1)! * room)
    this.#room = room
  }

  protected silence({ layer, neuron, muted }: Mute): void {
    const place = this.neuronAt(layer, neuron)
    const others = [...this.network.muted.values].filter((one) => one !== place)
    this.#silence(muted ? [...others, place] : others)
  }

  #silence(neurons: ArrayLike<number>): void {
    this.#silent.values.set(neurons)
    this.network = { ...this.network, muted: this.#silent.part(0, neurons.length) }
  }

  /** The number of a hidden neuron, counted from the first input. Throws an InputError when there is none. */
  protected neuronAt(layer: number, neuron: number): number {
    const { sizes } = this.resolved
    const hidden = sizes.length - 2
    if (layer === hidden) {
      const others = hidden > 0 ? `layers 0 to ${hidden - 1} can be muted` : 'this network has no hidden layer'
      throw new InputError(
        'layer',
        `expected a neuron of a hidden layer, got one of layer ${layer}: the outputs are the answer, ${others}`,
      )
    }
    checkPlace('layer', layer, hidden)
    checkPlace('neuron', neuron, sizes[layer + 1]!)
    return sizes.slice(0, layer + 1).reduce((sum, size) => sum + size, 0) + neuron
  }

  /** Where a weight or a bias stands in the parameters. Throws an InputError when there is none. */
  protected weightAt({ layer, neuron, input }: Edit): number {
    const { sizes } = this.resolved
    checkPlace('layer', layer, sizes.length - 1)
    const [inputs, outputs] = [sizes[layer]!, sizes[layer + 1]!]
    checkPlace('neuron', neuron, outputs)
    if (input !== null) checkPlace('input', input, inputs)
    let start = 0
    for (let below = 0; below < layer; below += 1) start += (sizes[below]! + 1) * sizes[below + 1]!
    return start + (input === null ? inputs * outputs + neuron : neuron * inputs + input)
  }

  /** Whether a hidden neuron is silent. Throws an InputError when there is none. */
  isMuted(layer: number, neuron: number): boolean {
    return this.network.muted.values.includes(this.neuronAt(layer, neuron))
  }

  /** Whether a layer does not learn. Throws an InputError when there is none. */
  isFrozen(layer: number): boolean {
    checkPlace('layer', layer, this.resolved.sizes.length - 1)
    return this.frozen.values[layer] === 1
  }

  /** What training has come to: copies. */
  protected memory(): Memory {
    return {
      params: this.network.params.copy(),
      moments: this.moments.copy(),
      updates: this.updates.copy(),
      state: this.state.copy(),
      muted: this.network.muted.copy(),
      frozen: this.frozen.copy(),
    }
  }

  protected recall({ params, moments, updates, state, muted, frozen }: Memory): void {
    this.network.params.values.set(params)
    this.moments.values.set(moments)
    this.updates.values.set(updates)
    this.state.values.set(state)
    this.frozen.values.set(frozen)
    this.#silence(muted)
  }

  /** The fingerprint of the parameters. */
  digest(): string {
    return digest(this.network.params.values)
  }

  /** The places of the next batch's examples, in the order in which they are learned from. */
  nextBatch(): Int32Array {
    const { settings, state, order } = this
    const count = this.engine.call.next_batch({ settings, state, order })
    return order.values.slice(0, count)
  }

  /** How many steps it takes to the end of the epoch, with the settings as they are. */
  stepsToEpoch(): number {
    return Math.ceil((this.resolved.train - this.position) / batchOf(this.#training, this.resolved.train))
  }

  /** Mean loss and accuracy over the training or the test examples, or some of them; NaN where there is none. */
  evaluate(part: 'train' | 'test', first = 0, count = this.resolved[part]): { loss: number; accuracy: number } {
    const mark = this.engine.mark()
    const result = this.engine.vector('float64', 2)
    const { network, work, settings, targets } = this
    const { x, y, x_test, y_test } = this.examples
    const all = part === 'train' ? { x, y } : { x: x_test, y: y_test }
    const some = { x: this.#some(all.x, first, count), y: this.#some(all.y, first, count) }
    this.engine.call.evaluate({ ...network, ...work, ...some, settings, targets, result })
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

  /** What the engine's functions that train take. */
  protected arrays() {
    const { network, work, examples, settings, state, targets, moments, updates, frozen, order, grads } = this
    const { x, y, x_test, y_test } = examples
    const history = this.records
    const examplesOf = { x, y, x_test, y_test }
    return {
      ...network,
      ...work,
      ...examplesOf,
      settings,
      state,
      targets,
      moments,
      updates,
      frozen,
      order,
      grads,
      history,
    }
  }
}

/** Throws an InputError when `place` does not count one of `size` things. */
function checkPlace(name: string, place: number, size: number): void {
  if (place < size) return
  throw new InputError(name, `expected a ${name} from 0 to ${size - 1}, got ${place}: choose one of these`)
}

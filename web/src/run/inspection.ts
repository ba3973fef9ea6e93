/** What is opened, in numbers: an example on its way through the network and back, and what updates do to one parameter. */

import { MANIFEST } from '../engine/generated/manifest'
import type { Vector } from './examples'
import { Kept, once } from './kept'
import type { Looked } from './looked'
import { exists, parameterOf } from './picked'
import type { Inspection, Picked, Update } from './protocol'
import { batchOf, rehearse, type Rehearsal } from './rehearsal'
import type { Moment, Run } from './run'
import type { Scene } from './scene'

/** Places of the curve of an activation function, and how far it goes to each side. */
const PLACES = 97
const REACH = 6

export type Through = Omit<Inspection, 'pick' | 'curve' | 'check' | 'next' | 'last'>

export class Inspector {
  readonly #scene: Scene
  readonly #next = new Kept<Update>()
  readonly #last = new Kept<Update>()
  readonly #curves = new Map<string, Float64Array>()

  constructor(scene: Scene) {
    this.#scene = scene
  }

  forget(): void {
    this.#next.forget()
    this.#last.forget()
  }

  /** What is picked; null when the network has no such thing. The updates are some frames old where they take long. */
  get(picked: Picked, looked: Looked, exact: boolean, millis: number): Inspection | null {
    const { run } = this.#scene
    const { sizes } = run.resolved
    if (!exists(sizes, picked)) return null
    const parameter = parameterOf(sizes, picked)
    const look = String(parameter)
    const { before } = run
    const update = (kept: Kept<Update>, from: Moment | null): Update | null =>
      parameter < 0
        ? null
        : kept.get(run, look, exact, millis / 2, () => once(() => this.#update(parameter, picked.layer, from)))
    const next = update(this.#next, null)
    const last = before === null ? null : update(this.#last, before)
    const through = goThrough(this.#scene, looked)
    return {
      pick: picked,
      ...through,
      curve: this.#curve(picked),
      check: parameter < 0 ? NaN : checkExample(this.#scene.run, looked, through.target, parameter),
      next: next && copyOf(next),
      last: last && copyOf(last),
    }
  }

  /** @param from the moment before the update; null: it is the next one */
  #update(parameter: number, layer: number, from: Moment | null): Update {
    const { run } = this.#scene
    const { engine } = run
    const mark = engine.mark()
    const rehearsal = rehearse(run, from, parameter)
    const { places, shares, numbers } = rehearsal
    const { first, new_first, second, new_second, value, new_value, gradient, penalty, decay, count } = numbers
    const update = {
      step: (from?.step ?? run.step) + 1,
      examples: Int32Array.from(places.values, (place) => this.#scene.indexOf(place)),
      shares: shares.copy(),
      gradient,
      check: checkBatch(run, parameter, rehearsal, from),
      penalty,
      decay,
      first: [first, new_first],
      second: [second, new_second],
      value: [value, new_value],
      count,
      frozen: (from?.frozen ?? run.frozen.values)[layer - 1] === 1,
      training: from?.training ?? run.training,
    } as const
    engine.release(mark)
    return update
  }

  /** The activation function of the picked neuron; null where there is none. */
  #curve({ layer }: Picked): Inspection['curve'] {
    const { engine, resolved, work } = this.#scene.run
    const name = resolved.activations[layer - 1]
    if (name === undefined || name === 'softmax') return null
    let values = this.#curves.get(name)
    if (values === undefined) {
      const mark = engine.mark()
      const x = engine.matrix('float64', 1, PLACES)
      for (let k = 0; k < PLACES; k += 1) x.values[k] = REACH * ((2 * k) / (PLACES - 1) - 1)
      const outputs = engine.matrix('float64', 1, PLACES)
      engine.call.predict({
        ...work,
        sizes: engine.array('int32', [1, 1]),
        activations: engine.array('int32', [(MANIFEST.codes.activations as readonly string[]).indexOf(name)]),
        params: engine.array('float64', [1, 0]), // the sum is the input itself
        muted: engine.vector('int32', 0),
        x,
        outputs,
      })
      values = outputs.copy()
      this.#curves.set(name, values)
      engine.release(mark)
    }
    return { reach: REACH, values: values.slice() }
  }
}

/** The example forward through the network and back; the run's `work.delta` holds its deltas afterwards. */
export function goThrough({ run, shown, neurons }: Scene, looked: Looked): Through {
  const { engine, network, work, grads, settings } = run
  const mark = engine.mark()
  const { x } = run.answers(looked.columns, engine.vector('int32', 1))
  work.a.values.set(x.values)
  const outputs = run.resolved.outputs.length
  const [slopes, pulls] = [engine.vector('float64', neurons), engine.vector('float64', outputs)]
  const target = engine.array('float64', looked.target ?? new Float64Array(outputs).fill(NaN))
  const loss = engine.call.inspect({ ...network, ...work, settings, target, slopes, pulls, grads })
  const each = (values: Vector): Float64Array => shown.neurons(values.values.subarray(0, neurons), 1)
  const through = {
    example: looked.index,
    target: looked.target?.slice() ?? null, // arrays go to the page once each
    loss,
    z: each(work.z),
    a: each(work.a),
    slopes: each(slopes),
    deltas: each(work.delta),
    pulls: pulls.copy(),
    grads: shown.weights(grads.values),
  }
  engine.release(mark)
  return through
}

/** The gradient of one example's loss by finite differences; NaN without a target. */
function checkExample(run: Run, looked: Looked, target: Float64Array | null, parameter: number): number {
  if (target === null) return NaN
  const { engine, network, work, settings, targets } = run
  const mark = engine.mark()
  const { x } = run.answers(looked.columns, engine.vector('int32', 1))
  const y = engine.array('float64', target).asMatrix(target.length)
  const check = engine.call.check_gradient({ ...network, ...work, settings, targets, parameter, x, y })
  engine.release(mark)
  return check
}

/** The same of the mean over a batch, before its update. */
function checkBatch(run: Run, parameter: number, rehearsal: Rehearsal, from: Moment | null): number {
  const { engine, network, work, settings, targets } = run
  const { x, y } = batchOf(run, rehearsal)
  const params = from === null ? network.params : engine.array('float64', from.params)
  return engine.call.check_gradient({ ...network, ...work, params, settings, targets, parameter, x, y })
}

/** What a frame takes away with it. */
const copyOf = (update: Update): Update => ({
  ...update,
  examples: update.examples.slice(),
  shares: update.shares.slice(),
})

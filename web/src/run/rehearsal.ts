/** One update on copies: what the run does next, or did at another moment, without doing it. */

import { MANIFEST } from '../engine/generated/manifest'
import type { Ints, Matrix, Vector } from './examples'
import { batchRoom, settingsOf } from './recipe'
import type { Moment, Run } from './run'
import { pick, roomFor } from './sample'

type Named = Record<(typeof MANIFEST.codes.rehearsed)[number], number>

/** In the engine's memory until the caller releases it. */
export type Rehearsal = {
  /** The parameters after the update. */
  readonly params: Vector
  /** The places of the batch's training examples, and what each adds to the gradient. */
  readonly places: Ints
  readonly shares: Vector
  /** Whether the batch is all of the training examples, each once. */
  readonly all: boolean
  /** What the update does to one parameter. */
  readonly numbers: Named
}

/**
 * @param from the moment before the update; null: now
 * @param parameter that it is explained for
 */
export function rehearse(run: Run, from: Moment | null, parameter = 0): Rehearsal {
  const { engine, network, grads, order, examples, resolved } = run
  const training = from?.training ?? run.training
  const most = batchRoom(training, resolved.train)
  const [places, shares] = [engine.vector('int32', most), engine.vector('float64', most)]
  const numbers = engine.vector('float64', MANIFEST.codes.rehearsed.length)
  const copy = (block: Vector, at: Float64Array | undefined): Vector => {
    const made = engine.vector('float64', block.length)
    made.values.set(at ?? block.values)
    return made
  }
  const params = copy(network.params, from?.params)
  const moments = engine.matrix('float64', 2, params.length)
  moments.values.set(from?.moments ?? run.moments.values)
  const count = engine.call.rehearse({
    ...network,
    ...roomFor(run, most),
    parameter,
    params,
    muted: from === null ? network.muted : engine.array('int32', from.muted),
    frozen: from === null ? run.frozen : engine.array('int32', from.frozen),
    settings: from === null ? run.settings : engine.array('float64', settingsOf(from.training, resolved)),
    x: examples.x,
    y: examples.y,
    state: copy(run.state, from?.state),
    moments,
    updates: copy(run.updates, from?.updates),
    order, // settled anew by every update
    grads,
    places,
    shares,
    numbers,
  })
  const named = MANIFEST.codes.rehearsed.map((name, index) => [name, numbers.values[index]!])
  return {
    params,
    places: places.part(0, count),
    shares: shares.part(0, count),
    all: count === resolved.train && training.order !== 'random',
    numbers: Object.fromEntries(named) as Named,
  }
}

/** The batch's examples, in the engine's memory until the caller releases it. */
export function batchOf(run: Run, { all, places }: Rehearsal): { x: Matrix; y: Matrix } {
  return all ? run.examples : pick(run, places)
}

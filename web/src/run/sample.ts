/** Some of the training examples, where all of them would take too long, and room for them in the engine. */

import type { Ints, Matrix, Vector } from './examples'
import type { Run } from './run'

/** At most so many examples. */
const MOST = 256
/** Room for about so many numbers, and for LEAST examples at least: wide networks are looked at with fewer examples. */
const ROOM = 65_536
const LEAST = 64

/** Room for a pass of some examples at once. */
export type Room = { readonly z: Vector; readonly a: Vector; readonly delta: Vector; readonly targets: Vector }

/** How many examples stand for all: also in Python, so that both say the same of a run. */
export function sampleSize({ sizes, train }: Run['resolved']): number {
  const neurons = sizes.reduce((sum, size) => sum + size, 0)
  return Math.min(train, MOST, Math.max(LEAST, Math.floor(ROOM / neurons)))
}

/** Training examples, evenly spread over all of them, in the engine's memory until the caller releases it. */
export function sampleOf(run: Run): { x: Matrix; y: Matrix } {
  const { resolved } = run
  const count = sampleSize(resolved)
  if (count === resolved.train) return run.examples
  return pick(
    run,
    run.engine.array(
      'int32',
      Int32Array.from({ length: count }, (_, k) => Math.floor((k * resolved.train) / count)),
    ),
  )
}

/** The training examples at these places, in the engine's memory until the caller releases it. */
export function pick({ engine, examples }: Run, places: Ints): { x: Matrix; y: Matrix } {
  const [x, y] = [examples.x, examples.y].map((all) => {
    const picked = engine.matrix('float64', all.shape[0]!, places.length)
    engine.call.pick_examples({ x: all, places, picked })
    return picked
  })
  return { x: x!, y: y! }
}

/** Room for so many examples: the run's own where that is enough. */
export function roomFor(run: Run, count: number): Room {
  const { engine, resolved, work, targets } = run
  const outputs = resolved.sizes.at(-1)!
  if (targets.length >= outputs * count) return { ...work, targets }
  const neurons = resolved.sizes.reduce((sum, size) => sum + size, 0)
  const vector = (): Vector => engine.vector('float64', neurons * count)
  return { z: vector(), a: vector(), delta: vector(), targets: engine.vector('float64', outputs * count) }
}

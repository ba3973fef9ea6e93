/** The loss over one parameter, the others as they are. */

import { Kept, pieceOf, type Making } from './kept'
import { exists, parameterOf } from './picked'
import type { Slice } from './protocol'
import type { Run } from './run'
import { sampleOf } from './sample'

export class Slices {
  readonly #run: Run
  readonly #kept = new Kept<Float64Array>()

  constructor(run: Run) {
    this.#run = run
  }

  forget(): void {
    this.#kept.forget()
  }

  /** Losses at evenly spread values of the parameter; some frames old where they take long. null where there is none. */
  get(slice: Slice, exact: boolean, millis: number): Float64Array | null {
    const { sizes } = this.#run.resolved
    if (!exists(sizes, slice.pick) || parameterOf(sizes, slice.pick) < 0) return null
    return this.#kept.get(this.#run, JSON.stringify(slice), exact, millis, () => this.#make(slice)).slice()
  }

  /** A landscape of one row, whose cells have these values in their middles. */
  *#make({ pick, low, high, size }: Slice): Making<Float64Array> {
    const { engine, network, resolved } = this.#run
    const parameter = parameterOf(resolved.sizes, pick)
    const half = (high - low) / (size - 1) / 2
    const origin = network.params.copy()
    origin[parameter] = 0
    const found = new Float64Array(size)
    const count = Math.max(1, Math.floor(pieceOf(resolved) / resolved.train))
    for (let first = 0; first < size; first += count) {
      if (first > 0) yield
      const mark = engine.mark()
      const { work, targets, settings } = this.#run
      const directions = engine.matrix('float64', 2, origin.length)
      directions.values[parameter] = 1
      const losses = engine.vector('float64', size)
      engine.call.landscape({
        ...network,
        ...work,
        ...sampleOf(this.#run),
        settings,
        targets,
        first,
        count: Math.min(count, size - first),
        centre: engine.array('float64', origin),
        directions,
        bounds: engine.array('float64', [low - half, high + half, 0, 0]),
        width: size,
        height: 1,
        params: engine.vector('float64', origin.length),
        losses,
      })
      found.set(losses.values.subarray(first, first + count), first)
      engine.release(mark)
    }
    return found
  }
}

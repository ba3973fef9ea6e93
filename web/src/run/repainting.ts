/** A picture as the network paints it, some pixels at a time. */

import { colourMatrix } from './colours'
import { dithered } from './dither'
import type { Block } from '../engine/engine'
import { pieceOf } from './kept'
import type { Frame, RGB } from './protocol'
import type { Run } from './run'

export class Repainting {
  readonly #run: Run
  readonly #classes: readonly RGB[]
  readonly #original: Uint8ClampedArray
  readonly #pixels: Uint8ClampedArray
  /** All pixels in the order in which they are painted, again and again. */
  readonly #order: Int32Array
  #place = 0
  /** The step at which each of them was painted; -1: never, or before something other than a step has changed the network. */
  readonly #painted: Float64Array
  /** How many of them are not of this step. */
  #left: number
  #step = 0
  #psnr = NaN

  /** `original`: RGBA. `classes`: their colours, where the network tells colours apart; else none. */
  constructor(run: Run, original: Uint8ClampedArray, classes: readonly RGB[]) {
    this.#run = run
    this.#classes = classes
    this.#original = original
    this.#pixels = new Uint8ClampedArray(original.length)
    this.#order = dithered(...run.dataset.size!)
    this.#painted = new Float64Array(this.#order.length).fill(-1)
    this.#left = this.#order.length
  }

  /** The picture, after painting for so many milliseconds. */
  get(millis: number): NonNullable<Frame['repainting']> {
    const start = performance.now()
    const { engine, step } = this.#run
    if (step !== this.#step) [this.#step, this.#left] = [step, this.#order.length]
    if (this.#left > 0) {
      const mark = engine.mark()
      const colours = engine.array('uint8', this.#pixels)
      do this.#paint(colours)
      while (this.#left > 0 && performance.now() - start < millis)
      this.#pixels.set(colours.values)
      this.#psnr = engine.call.psnr({ a: colours, b: engine.array('uint8', this.#original) })
      engine.release(mark)
    }
    const oldest = this.#painted[this.#place]! // that is the next one
    return { pixels: this.#pixels.slice(), psnr: this.#psnr, age: step - oldest }
  }

  /** Something other than a step has changed the network. */
  forget(): void {
    this.#painted.fill(-1)
    this.#left = this.#order.length
  }

  /** Paints the next pixels. */
  #paint(colours: Block<'uint8', 1>): void {
    const { engine, examples, resolved } = this.#run
    const mark = engine.mark()
    const [first, all] = [this.#place, this.#order.length]
    const count = Math.min(this.#left, all - first, pieceOf(resolved))
    const rows = engine.array('int32', this.#order.subarray(first, first + count))
    this.#painted.fill(this.#step, first, first + count)
    this.#place = (first + count) % all
    const { outputs: values } = this.#run.answers(examples.columns, rows)
    if (this.#classes.length === 0) engine.call.paint_colours({ values, rows, colours })
    else {
      const threshold = resolved.task === 'unsigned' ? 0.5 : 0
      engine.call.paint_nearest({ values, threshold, rows, palette: colourMatrix(engine, this.#classes), colours })
    }
    engine.release(mark)
    this.#left -= count
  }
}

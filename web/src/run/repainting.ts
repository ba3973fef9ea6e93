/** A picture as the network paints it, a few rows at a time. */

import { colourMatrix } from './colours'
import type { Block } from '../engine/engine'
import { pieceOf } from './kept'
import type { Frame, RGB } from './protocol'
import type { Run } from './run'

export class Repainting {
  readonly #run: Run
  readonly #classes: readonly RGB[]
  readonly #original: Uint8ClampedArray
  readonly #pixels: Uint8ClampedArray
  readonly #width: number
  readonly #height: number
  readonly #order: readonly number[]
  #place = 0
  /** The step at which each row was painted; -1: never, or before something other than a step has changed the network. */
  readonly #painted: Float64Array
  /** How many rows are not of this step. */
  #left: number
  #step = 0
  #psnr = NaN

  /** `original`: RGBA. `classes`: their colours, where the network tells colours apart; else none. */
  constructor(run: Run, original: Uint8ClampedArray, classes: readonly RGB[]) {
    this.#run = run
    this.#classes = classes
    this.#original = original
    this.#pixels = new Uint8ClampedArray(original.length)
    ;[this.#width, this.#height] = run.dataset.size!
    this.#order = evenly(this.#height)
    this.#painted = new Float64Array(this.#height).fill(-1)
    this.#left = this.#height
  }

  /** The picture, after painting for so many milliseconds. */
  get(millis: number): NonNullable<Frame['repainting']> {
    const start = performance.now()
    const { engine, step } = this.#run
    if (step !== this.#step) [this.#step, this.#left] = [step, this.#height]
    if (this.#left > 0) {
      const mark = engine.mark()
      const colours = engine.array('uint8', this.#pixels)
      do this.#paint(colours)
      while (this.#left > 0 && performance.now() - start < millis)
      this.#pixels.set(colours.values)
      this.#psnr = engine.call.psnr({ a: colours, b: engine.array('uint8', this.#original) })
      engine.release(mark)
    }
    const oldest = this.#painted.reduce((least, painted) => Math.min(least, painted), step)
    return { pixels: this.#pixels.slice(), psnr: this.#psnr, age: step - oldest }
  }

  /** Something other than a step has changed the network. */
  forget(): void {
    this.#painted.fill(-1)
    this.#left = this.#height
  }

  /** Paints the next rows. */
  #paint(colours: Block<'uint8', 1>): void {
    const { engine, examples, resolved } = this.#run
    const mark = engine.mark()
    const count = Math.min(this.#left, Math.max(1, Math.round(pieceOf(resolved) / this.#width)))
    const pixels = new Int32Array(count * this.#width)
    for (let k = 0; k < count; k += 1, this.#place = (this.#place + 1) % this.#height) {
      const row = this.#order[this.#place]!
      for (let column = 0; column < this.#width; column += 1) {
        pixels[k * this.#width + column] = row * this.#width + column
      }
      this.#painted[row] = this.#step
    }
    const rows = engine.array('int32', pixels)
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

const PASSES = [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15]

/** So many rows in an order in which, after any number of them, the newest lie evenly over the picture. */
function evenly(height: number): number[] {
  return PASSES.flatMap((first) => {
    const rows: number[] = []
    for (let row = first; row < height; row += PASSES.length) rows.push(row)
    return rows
  })
}

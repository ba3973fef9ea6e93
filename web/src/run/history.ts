/** The losses and accuracies of a run so far, as the page keeps them. */

import { HISTORY_COLUMNS } from './protocol'

/** Rows that the engine thins out; they reach to the furthest step of the run. Not reactive: see `version`. */
export class History {
  #data = new Float64Array(256 * HISTORY_COLUMNS)
  count = 0
  /** Counts the changes. */
  version = 0

  /** These rows stand at `from` and after it from now on. */
  replace(from: number, rows: Float64Array): void {
    const count = from + rows.length / HISTORY_COLUMNS
    if (rows.length === 0 && count === this.count) return
    this.count = count
    this.version += 1
    while (this.#data.length < count * HISTORY_COLUMNS) {
      const larger = new Float64Array(2 * this.#data.length)
      larger.set(this.#data)
      this.#data = larger
    }
    this.#data.set(rows, from * HISTORY_COLUMNS)
  }

  at(row: number, column: number): number {
    return this.#data[row * HISTORY_COLUMNS + column]!
  }

  /** The step at which the training loss was lowest: to go on from there after a divergence. */
  best(): number {
    let [step, lowest] = [0, Infinity]
    for (let row = 0; row < this.count; row += 1) {
      const loss = this.at(row, 2)
      if (loss < lowest) [step, lowest] = [this.at(row, 0), loss]
    }
    return step
  }
}

/** The history of a run, as the engine records it: it stands in the engine's memory, up to the furthest step. */

import type { Engine } from '../engine/engine'
import type { Matrix } from './examples'
import { HISTORY_COLUMNS, type Frame } from './protocol'

/** The engine records every epoch up to 1,000, then every 10th up to 10,000, ...: so many of the most steps of a run. */
const ROOM = 9200

export class Records {
  /** (ROOM, HISTORY_COLUMNS): the engine adds rows behind those that the run's state counts. */
  readonly rows: Matrix
  /** How many rows there are. */
  #count = 0
  /** How many of them are as they were when they were last told. */
  #told = 0

  constructor(engine: Engine) {
    this.rows = engine.matrix('float64', ROOM, HISTORY_COLUMNS)
  }

  /** The run has got so far; rows that it passes once more are the same again. */
  reach(count: number): void {
    this.#count = Math.max(this.#count, count)
  }

  /** The first rows, a copy. */
  first(count: number): Float64Array {
    return this.rows.values.slice(0, count * HISTORY_COLUMNS)
  }

  /** Takes away what was recorded behind this step. */
  cut(step: number): Float64Array {
    let left = this.#count
    while (left > 0 && this.rows.values[(left - 1) * HISTORY_COLUMNS]! > step) left -= 1
    const gone = this.rows.values.slice(left * HISTORY_COLUMNS, this.#count * HISTORY_COLUMNS)
    this.#count = left
    this.#told = Math.min(this.#told, left)
    return gone
  }

  /** Puts back what was cut off at the place where it is; other rows that are copied here begin at the first. */
  join(rows: Float64Array): void {
    this.rows.values.set(rows, this.#count * HISTORY_COLUMNS)
    this.#count += rows.length / HISTORY_COLUMNS
  }

  /** All rows, a copy. */
  all(): Float64Array {
    return this.first(this.#count)
  }

  /** What is new since the last time; `anew`: all of it. */
  tell(anew: boolean): Frame['history'] {
    const from = anew ? 0 : this.#told
    this.#told = this.#count
    return { from, rows: this.rows.values.slice(from * HISTORY_COLUMNS, this.#count * HISTORY_COLUMNS) }
  }
}

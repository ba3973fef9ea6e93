/** A weight or bias that is dragged in the picture: the higher the pointer, the larger the value. */

import type { Edit } from '../run/protocol'
import { same, type Pick } from './geometry'

/** What a pixel is worth, and with the shift key. */
const PER_PIXEL = 0.01
const FINE = 0.001
const DECIMALS = 1000
/** So many pixels are still a click. */
const STILL = 3

export class Pull {
  readonly pick: Pick
  readonly #before: number
  #exact: number
  #y: number
  #way = 0
  /** What it is dragged to; null before it has moved. */
  value: number | null = null

  /** `before`: the value that it has; one that is no number begins at 0. */
  constructor(pick: Pick, before: number, y: number) {
    this.pick = pick
    this.#before = before
    this.#exact = Number.isFinite(before) ? before : 0
    this.#y = y
  }

  /** The pointer is at this height now. Whether there is another value. */
  move(y: number, fine: boolean): boolean {
    const by = this.#y - y
    this.#y = y
    this.#way += Math.abs(by)
    if (this.#way < STILL) return false
    this.#exact += by * (fine ? FINE : PER_PIXEL)
    const value = Math.round(this.#exact * DECIMALS) / DECIMALS
    if (value === this.value || (this.value === null && by === 0)) return false
    this.value = value
    return true
  }

  /** As it was before; null where that is nothing to go back to. */
  back(): Edit | null {
    return this.value === null || !Number.isFinite(this.#before) ? null : editOf(this.pick, this.#before)
  }

  edit(): Edit | null {
    return this.value === null ? null : editOf(this.pick, this.value)
  }

  holds(pick: Pick | null): boolean {
    return same(pick, this.pick)
  }
}

function editOf({ layer, neuron, part }: Pick, value: number): Edit {
  return { layer: layer - 1, neuron, input: typeof part === 'number' ? part : null, value }
}

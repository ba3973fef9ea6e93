/** Pictures that are slow to make are made in pieces, and not anew in every frame. */

import { MANIFEST } from '../engine/generated/manifest'
import type { Resolved } from './recipe'
import type { Run } from './run'

/** How a picture is made: piece by piece, so that a later frame can go on with it. */
export type Making<Picture> = Generator<undefined, Picture>

/** A picture that is made in one piece. */
// eslint-disable-next-line require-yield -- it is never left half done
export function* once<Picture>(make: () => Picture): Making<Picture> {
  return make()
}

/** Milliseconds between two frames. */
export const INTERVAL = 16.7
/** What takes so many times longer than it may in one frame waits for as many frames. */
export const TOLERANCE = 1.5

/** The last picture of its kind. */
export class Kept<Picture> {
  #picture: Picture | undefined
  #look = ''
  /** The step at which it was begun, and the same of the one that is being made. */
  #step = -1
  #making: Making<Picture> | null = null
  #begun = -1
  #due = 0

  /**
   * The picture at this step; an older one while a new one is not ready.
   *
   * @param look what else decides about it: another look is made at once
   * @param exact whether it has to be of this very step
   * @param millis what may be spent on it, on average of all frames
   */
  get(run: Run, look: string, exact: boolean, millis: number, make: () => Making<Picture>): Picture {
    const start = performance.now()
    const usable = this.#picture !== undefined && look === this.#look
    const whole = !usable || exact
    if (usable && (run.step === this.#step || (!whole && start < this.#due))) return this.#picture!
    if (whole || this.#making === null) [this.#making, this.#begun, this.#look] = [null, run.step, look]
    const making = this.#making ?? make()
    this.#making = null
    let took: number
    let piece: IteratorResult<undefined, Picture>
    do {
      piece = making.next()
      took = performance.now() - start
    } while (piece.done !== true && (whole || took < millis))
    if (piece.done === true) [this.#picture, this.#step] = [piece.value, this.#begun]
    else this.#making = making
    this.#due = took > TOLERANCE * millis ? start + (took / Math.max(millis, 1)) * INTERVAL : 0
    return this.#picture!
  }

  /** Something other than a step has changed what the picture shows. */
  forget(): void {
    this.#picture = undefined
    this.#making = null
  }
}

/** Multiplications of about a millisecond. */
const PIECE = 2e6
/** An activation costs about as much as so many of them. */
const ACTIVATION = 15

/** How many examples go through the network in about a millisecond. */
export function pieceOf({ sizes, parameters }: Resolved): number {
  const neurons = sizes.reduce((sum, size) => sum + size, 0)
  const blocks = PIECE / (parameters + ACTIVATION * neurons) / MANIFEST.block
  return MANIFEST.block * Math.max(1, Math.round(blocks))
}

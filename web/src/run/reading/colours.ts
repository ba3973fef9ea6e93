/** What the engine makes of the colours of pixels. */

import type { Block, Engine } from '../../engine/engine'
import { breathe } from './breath'
import {} from './refusal'

/** Pixels go through the engine in tiles of at most this width and height. */
export const TILE = 512
const BLOCK = TILE * TILE

/** The engine's functions on blocks of pixels, with room for them. Results are views until the next call. */
export class Converter {
  readonly #engine: Engine
  readonly #rgba: Block<'uint8', 1>
  readonly #colours: Block<'uint8', 1>
  readonly #greys: Block<'uint8', 1>

  constructor(engine: Engine) {
    this.#engine = engine
    this.#rgba = engine.vector('uint8', 4 * BLOCK)
    this.#colours = engine.vector('uint8', 3 * BLOCK)
    this.#greys = engine.vector('uint8', BLOCK)
  }

  /** Colours (3 n,) of pixels (n * channels,): three, or four that are laid over white. */
  opaque(pixels: ArrayLike<number>, channels: number): Uint8Array {
    return this.#opaque(pixels, channels).values
  }

  /** Greys (n,) of pixels as above. */
  grey(pixels: ArrayLike<number>, channels: number): Uint8Array {
    const colours = this.#opaque(pixels, channels)
    const greys = this.#greys.part(0, colours.length / 3)
    this.#engine.call.grey({ colours, greys })
    return greys.values
  }

  #opaque(pixels: ArrayLike<number>, channels: number): Block<'uint8', 1> {
    const colours = this.#colours.part(0, (3 * pixels.length) / channels)
    if (channels === 3) colours.values.set(pixels)
    else {
      const rgba = this.#rgba.part(0, pixels.length)
      rgba.values.set(pixels)
      this.#engine.call.opaque({ rgba, colours })
    }
    return colours
  }
}

/** Greys (n,) of any number of pixels (n * channels,). */
export async function greysOf(engine: Engine, pixels: Uint8Array, channels: number): Promise<Uint8Array> {
  const converter = new Converter(engine)
  const greys = new Uint8Array(pixels.length / channels)
  for (let start = 0; start < greys.length; start += BLOCK) {
    greys.set(converter.grey(pixels.subarray(start * channels, (start + BLOCK) * channels), channels), start)
    await breathe()
  }
  return greys
}

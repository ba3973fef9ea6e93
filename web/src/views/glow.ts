/** Soft discs of light, ready in the size in which they are drawn. */

import type { Palette, RGB } from '../run/protocol'
import { css, painters } from './canvas.svelte'

/** Light of one colour. */
export class Disc {
  readonly #ratio = devicePixelRatio
  readonly #canvas = document.createElement('canvas')

  constructor(colour: RGB, radius: number) {
    const middle = Math.ceil(radius * this.#ratio)
    this.#canvas.width = this.#canvas.height = 2 * middle
    const draw = (context: CanvasRenderingContext2D): void => {
      const light = context.createRadialGradient(middle, middle, 0.34 * middle, middle, middle, middle)
      light.addColorStop(0, css(colour, 0, 1))
      light.addColorStop(0.35, css(colour, 0, 0.42))
      light.addColorStop(0.7, css(colour, 0, 0.1))
      light.addColorStop(1, css(colour, 0, 0))
      context.fillStyle = light
      context.fillRect(0, 0, 2 * middle, 2 * middle)
    }
    draw(this.#canvas.getContext('2d')!)
    painters.set(this.#canvas, { draw, ground: undefined })
  }

  /** On whole pixels, where copying is fastest. */
  draw(context: CanvasRenderingContext2D, x: number, y: number, strength: number): void {
    const side = this.#canvas.width / this.#ratio
    const snap = (value: number): number => Math.round(value * this.#ratio) / this.#ratio
    context.globalAlpha = Math.min(1, strength)
    context.drawImage(this.#canvas, snap(x - side / 2), snap(y - side / 2), side, side)
    context.globalAlpha = 1
  }
}

/** The light around neurons: one disc per sign. */
export class Glow {
  readonly colours: readonly [RGB, RGB]
  readonly #discs: readonly [Disc, Disc]

  constructor(palette: Palette, radius: number) {
    this.colours = [palette.negative, palette.positive]
    this.#discs = [new Disc(palette.negative, radius), new Disc(palette.positive, radius)]
  }

  /** `strength`: -1 to 1. */
  disc(context: CanvasRenderingContext2D, x: number, y: number, strength: number): void {
    this.#discs[strength < 0 ? 0 : 1].draw(context, x, y, Math.abs(strength))
  }
}

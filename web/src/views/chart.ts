/** What small charts have in common. */

import type { Palette } from '../run/protocol'
import type { Ink } from '../theme/theme.svelte'
import { css } from './canvas.svelte'

/** The colour of positive values above the line of 0, and that of negative ones below it. */
export function diverging(
  context: CanvasRenderingContext2D,
  zero: number,
  height: number,
  { positive, negative }: Palette,
): CanvasGradient {
  const gradient = context.createLinearGradient(0, 0, 0, height)
  const share = Math.max(0, Math.min(1, zero / height))
  gradient.addColorStop(0, css(positive))
  gradient.addColorStop(share, css(positive))
  gradient.addColorStop(share, css(negative))
  gradient.addColorStop(1, css(negative))
  return gradient
}

const SMALL = '10px Inter, "Liberation Sans", sans-serif'

/** A number on a drawing, readable on whatever is under it. */
export function note(context: CanvasRenderingContext2D, text: string, x: number, y: number, ink: Ink): void {
  context.font = SMALL
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  context.lineWidth = 3
  context.strokeStyle = ink.bg
  context.globalAlpha = 0.8
  context.strokeText(text, x, y)
  context.globalAlpha = 1
  context.fillStyle = ink.muted
  context.fillText(text, x, y)
}

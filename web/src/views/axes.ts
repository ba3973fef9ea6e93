/** Thin axes for small charts: few lines, few numbers. */

import type { Scale } from './scale'
import type { Ink } from '../theme/theme.svelte'
import { short } from './numbers'

export const FONT = '11px Inter, "Liberation Sans", sans-serif'

export function levels(
  context: CanvasRenderingContext2D,
  scale: Scale,
  ticks: readonly number[],
  [left, right]: readonly [number, number],
  text: (value: number) => string,
  ink: Ink,
): void {
  context.font = FONT
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  context.lineWidth = 1
  for (const tick of ticks) {
    const y = Math.round(scale(tick)) + 0.5
    context.strokeStyle = ink.line
    context.beginPath()
    context.moveTo(left, y)
    context.lineTo(right, y)
    context.stroke()
    context.fillStyle = ink.faint
    context.fillText(text(tick), left - 6, y)
  }
}

/** Room that a chart's numbers take at its left and below it. */
export const LEFT = 40
export const BOTTOM = 24
/** And what stays free above it and at its right. */
export const FREE = 8

/** The numbers of a chart of this width; it is square unless told otherwise. */
export function axes(
  context: CanvasRenderingContext2D,
  x: Scale,
  y: Scale,
  width: number,
  ink: Ink,
  height = width,
): void {
  levels(context, y, y.ticks(5), [LEFT, width - FREE], short, ink)
  context.textAlign = 'center'
  context.textBaseline = 'alphabetic'
  for (const tick of x.ticks(5)) {
    const half = context.measureText(short(tick)).width / 2
    context.fillText(short(tick), Math.min(x(tick), width - half - 2), height - 6)
  }
}

/** Numbers along the lower and the left edge of a picture that fills its square. */
export function edges(context: CanvasRenderingContext2D, x: Scale, y: Scale, ink: Ink): void {
  const [width, height] = [Math.max(...x.range()), Math.max(...y.range())]
  context.font = FONT
  context.lineJoin = 'round'
  context.lineWidth = 3
  context.strokeStyle = ink.bg
  context.fillStyle = ink.text
  const write = (text: string, across: number, down: number): void => {
    context.globalAlpha = 0.6
    context.strokeText(text, across, down)
    context.globalAlpha = 1
    context.fillText(text, across, down)
  }
  context.textAlign = 'center'
  context.textBaseline = 'alphabetic'
  for (const tick of x.ticks(5)) {
    if (x(tick) > 40 && x(tick) < width - 20) write(short(tick), x(tick), height - 6)
  }
  context.textAlign = 'left'
  context.textBaseline = 'middle'
  for (const tick of y.ticks(5)) if (y(tick) > 12 && y(tick) < height - 24) write(short(tick), 6, y(tick))
}

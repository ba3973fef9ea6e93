/** Thin axes for small charts: few lines, few numbers. */

import type { ScaleContinuousNumeric } from 'd3-scale'
import type { Ink } from '../theme/theme.svelte'

type Scale = ScaleContinuousNumeric<number, number>

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

export function feet(
  context: CanvasRenderingContext2D,
  scale: Scale,
  ticks: readonly number[],
  y: number,
  text: (value: number) => string,
  ink: Ink,
): void {
  context.font = FONT
  context.textAlign = 'center'
  context.textBaseline = 'alphabetic'
  context.fillStyle = ink.faint
  for (const tick of ticks) context.fillText(text(tick), scale(tick), y)
}

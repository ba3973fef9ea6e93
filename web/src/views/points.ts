/** Examples on the plane or on a line: filled when they are trained on, rings when they are held out. */

import type { Points } from '../run/protocol'
import type { Ink } from '../theme/theme.svelte'
import { css } from './canvas.svelte'

export type Place = (index: number) => readonly [x: number, y: number]

/** Where nothing is drawn, and nothing found. */
export const NOWHERE: readonly [number, number] = [NaN, NaN]

export function drawPoints(
  context: CanvasRenderingContext2D,
  { count, test, colours }: Pick<Points, 'count' | 'test' | 'colours'>,
  place: Place,
  radius: number,
  ink: Ink,
): void {
  for (let index = 0; index < count; index++) {
    const [x, y] = place(index)
    if (Number.isNaN(x)) continue
    const colour = css(colours, 4 * index)
    context.beginPath()
    if (test[index] === 1) {
      context.arc(x, y, radius - 0.4, 0, 7)
      context.globalAlpha = 0.55
      context.fillStyle = ink.bg
      context.fill()
      context.globalAlpha = 1
      context.lineWidth = 1.5
      context.strokeStyle = colour
    } else {
      context.arc(x, y, radius, 0, 7)
      context.fillStyle = colour
      context.fill()
      context.lineWidth = 1
      context.strokeStyle = ink.bg
    }
    context.stroke()
  }
}

/** Rings around some of the examples. */
export function drawRings(
  context: CanvasRenderingContext2D,
  indices: readonly number[],
  place: Place,
  radius: number,
  ink: Ink,
): void {
  context.beginPath()
  for (const index of indices) {
    const [x, y] = place(index)
    if (Number.isNaN(x)) continue
    context.moveTo(x + radius, y)
    context.arc(x, y, radius, 0, 7)
  }
  context.lineWidth = 3
  context.strokeStyle = ink.bg
  context.stroke()
  context.lineWidth = 1.2
  context.strokeStyle = ink.text
  context.stroke()
}

/** The examples within so many pixels of a place, the nearest one first. */
export function near(count: number, place: Place, x: number, y: number, reach: number): number[] {
  const found: [index: number, distance: number][] = []
  for (let index = 0; index < count; index++) {
    const [across, down] = place(index)
    const distance = Math.hypot(across - x, down - y)
    if (distance <= reach) found.push([index, distance])
  }
  return found.sort((a, b) => a[1] - b[1]).map(([index]) => index)
}

/** Which way is downhill on a map, and where the next step leads. */

import type { Ink } from '../theme/theme.svelte'

type Spot = readonly [x: number, y: number]

/** How long the arrow is where the ground is as steep as the whole map on average, and how much longer it is for each power of ten. */
const [USUAL, LONGER] = [46, 13]
const [SHORTEST, LONGEST] = [22, 84]
/** It begins beside the point. */
const START = 15
const HEAD = 9

/** The direction from one place to another, of length 1; null where they are one, or no places. */
export function direction([x0, y0]: Spot, [x1, y1]: Spot): Spot | null {
  const [x, y] = [x1 - x0, y1 - y0]
  // Slopes may be too large to be squared.
  const most = Math.max(Math.abs(x), Math.abs(y))
  if (!(most > 0) || !Number.isFinite(most)) return null
  const length = Math.hypot(x / most, y / most)
  return [x / most / length, y / most / length]
}

/** How long the arrow is where the ground is so many times as steep as the whole map on average. */
export const lengthOf = (steepness: number): number =>
  Math.max(SHORTEST, Math.min(LONGEST, USUAL + LONGER * Math.log10(Math.max(steepness, 1e-30))))

export function drawArrow(context: CanvasRenderingContext2D, from: Spot, to: Spot, steepness: number, ink: Ink): void {
  const way = direction(from, to)
  if (way === null || Number.isNaN(steepness)) return
  const [x, y] = way
  const length = lengthOf(steepness)
  const end: Spot = [from[0] + x * length, from[1] + y * length]
  const wing = (side: 1 | -1): Spot => [end[0] - HEAD * (x - 0.62 * side * y), end[1] - HEAD * (y + 0.62 * side * x)]
  context.lineJoin = context.lineCap = 'round'
  context.beginPath()
  context.moveTo(from[0] + x * START, from[1] + y * START)
  context.lineTo(...end)
  context.moveTo(...wing(1))
  context.lineTo(...end)
  context.lineTo(...wing(-1))
  for (const [colour, width] of [
    [ink.bg, 6],
    [ink.text, 2.6],
  ] as const) {
    context.strokeStyle = colour
    context.lineWidth = width
    context.stroke()
  }
}

/** Steps that are shorter than this, in pixels, are not to be seen. */
const LEAST = 5
/** A canvas knows no huge numbers: what is beyond the picture ends so far beyond it. */
const FAR = 4000

/** A dashed line to where the next step leads, with a ring at its end. */
export function drawNext(context: CanvasRenderingContext2D, from: Spot, to: Spot, ink: Ink): void {
  const way = direction(from, to)
  if (way === null) return
  const length = Math.min(FAR, Math.hypot(to[0] - from[0], to[1] - from[1]))
  if (length < LEAST) return
  const end: Spot = [from[0] + way[0] * length, from[1] + way[1] * length]
  context.save()
  for (const [colour, width] of [
    [ink.bg, 4.5],
    [ink.text, 1.4],
  ] as const) {
    context.beginPath()
    context.setLineDash([3, 4])
    context.moveTo(...from)
    context.lineTo(...end)
    context.strokeStyle = colour
    context.lineWidth = width
    context.stroke()
    context.setLineDash([])
    context.beginPath()
    context.arc(end[0], end[1], 5, 0, 7)
    context.stroke()
  }
  context.restore()
}

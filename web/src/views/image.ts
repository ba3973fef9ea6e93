/** A grey image as the network gets it: its cells from dark to light, in a box of the canvas. */

import type { Ink } from '../theme/theme.svelte'

export type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number }

/** Cells from this size on stand apart from each other. */
const APART = 9

/** `values`: one per cell, row by row, 0 (the ground) to 1 (ink). */
export function drawImage(
  context: CanvasRenderingContext2D,
  values: ArrayLike<number>,
  [columns, rows]: readonly [width: number, height: number],
  { left, top, width, height }: Box,
  ink: Ink,
): void {
  const [across, down] = [width / columns, height / rows]
  const gap = Math.min(across, down) < APART ? 0 : Math.max(1, Math.min(across, down) / 16)
  const corner = gap === 0 ? 0 : Math.min(across, down) / 8
  context.fillStyle = ink.text
  for (let cell = 0; cell < columns * rows; cell += 1) {
    const shade = Math.max(0, Math.min(1, values[cell]!))
    if (gap === 0 && shade === 0) continue
    const [x, y] = [left + (cell % columns) * across, top + Math.floor(cell / columns) * down]
    context.globalAlpha = gap === 0 ? shade : 0.07 + 0.93 * shade
    if (gap === 0) context.fillRect(x, y, across + 0.3, down + 0.3)
    else {
      context.beginPath()
      context.roundRect(x + gap / 2, y + gap / 2, across - gap, down - gap, corner)
      context.fill()
    }
  }
  context.globalAlpha = 1
}

/** The cell at a place of the box, or null beside it. */
export function cellAt(
  [columns, rows]: readonly [width: number, height: number],
  { left, top, width, height }: Box,
  x: number,
  y: number,
): number | null {
  const column = Math.floor(((x - left) / width) * columns)
  const row = Math.floor(((y - top) / height) * rows)
  return column >= 0 && column < columns && row >= 0 && row < rows ? row * columns + column : null
}

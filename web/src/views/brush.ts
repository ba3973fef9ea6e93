/** Drawing on a grey image: a few large cells are painted one by one, more of them with soft ink. */

export type Size = readonly [columns: number, rows: number]
/** A place on the image in cells: (0.5, 0.5) is the middle of the first one. */
export type Spot = readonly [x: number, y: number]

/** Images with sides up to here are painted cell by cell. */
const FEW = 6
/** A stroke of full cells takes those whose middle it passes this close. */
const CLOSE = 0.45
/** An eraser is wider than the pen. */
const ERASER = 1.6

export const inCells = ([columns, rows]: Size): boolean => Math.max(columns, rows) <= FEW

/** The width of a stroke in cells: like the strokes of digits, 1.2 in 8x8 and 2.2 in 28x28. */
export const width = ([columns, rows]: Size): number => 1.2 + 0.05 * (Math.max(columns, rows) - 8)

/** The image after a stroke from one spot to another (the same for a dab) that adds ink or takes it away; 0 to 1, row by row. */
export function stroke(values: ArrayLike<number>, size: Size, from: Spot, to: Spot, erasing: boolean): number[] {
  const painted = Array.from(values)
  const [columns, rows] = size
  const cells = inCells(size)
  const dab = from[0] === to[0] && from[1] === to[1]
  const reach = (width(size) * (erasing ? ERASER : 1)) / 2 + 0.5
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const away = distance([column + 0.5, row + 0.5], from, to)
      let ink = Math.max(0, Math.min(1, reach - away))
      if (cells) {
        const under = dab ? Math.floor(to[0]) === column && Math.floor(to[1]) === row : away < CLOSE
        ink = under ? 1 : 0
      }
      const cell = row * columns + column
      painted[cell] = erasing ? Math.min(painted[cell]!, 1 - ink) : Math.max(painted[cell]!, ink)
    }
  }
  return painted
}

/** From a spot to the nearest one of a straight line between two others. */
function distance([x, y]: Spot, [x0, y0]: Spot, [x1, y1]: Spot): number {
  const [along, down] = [x1 - x0, y1 - y0]
  const length = along * along + down * down
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x0) * along + (y - y0) * down) / length))
  return Math.hypot(x - x0 - share * along, y - y0 - share * down)
}

/** Orders in which a picture is made so that it is soon seen as a whole, and then ever more finely. */

export const SIDE = 8

/**
 * The places of a picture, row by row, in the order of an ordered dither (Bayer 1973): after any number of them the newest
 * lie evenly over the picture, so that those of different age look like fine grain. The first one of each square of SIDE
 * by SIDE places is its upper left one; then come squares of half of that side, and so on.
 */
export function dithered(width: number, height: number): Int32Array {
  const places: number[] = []
  for (const [column, row] of bayer(SIDE)) {
    for (let y = row; y < height; y += SIDE) for (let x = column; x < width; x += SIDE) places.push(y * width + x)
  }
  return Int32Array.from(places)
}

/** The places of a square by their rank in Bayer's matrix: first one of each quarter, in the order of the smaller square. */
function bayer(side: number): [column: number, row: number][] {
  if (side === 1) return [[0, 0]]
  const half = side / 2
  const quarters = [
    [0, 0],
    [half, half],
    [half, 0],
    [0, half],
  ] as const
  return bayer(half).flatMap(([column, row]) => quarters.map(([x, y]): [number, number] => [column + x, row + y]))
}

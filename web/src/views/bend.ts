/** The plane on its way to how a layer of two neurons sees it: places between flat and bent. */

import type { Space } from '../run/protocol'

export type Place = readonly [x: number, y: number]
type Bounds = Space['bounds']

/** A place of the layer's activations as shares of the picture, from its upper left corner. */
export const inPicture = ([[left, right], [bottom, top]]: Bounds, x: number, y: number): Place => [
  (x - left) / (right - left),
  (top - y) / (top - bottom),
]

/** Between the flat plane (0) and the bent one (1); in steps that begin and end slowly, as hands move things. */
export function between(flat: Place, bent: Place, share: number): Place {
  const eased = share * share * (3 - 2 * share)
  return [flat[0] + eased * (bent[0] - flat[0]), flat[1] + eased * (bent[1] - flat[1])]
}

/** The grid's places as shares of the picture, row by row. */
export function gridAt({ size, grid, bounds }: Pick<Space, 'size' | 'grid' | 'bounds'>, share: number): Place[] {
  return Array.from({ length: size * size }, (_, at) => {
    const flat: Place = [((at % size) + 0.5) / size, (Math.floor(at / size) + 0.5) / size]
    return between(flat, inPicture(bounds, grid[2 * at]!, grid[2 * at + 1]!), share)
  })
}

/** Every so-manieth row and column of the grid as lines, the outer ones among them: indices into its places. */
export function gridLines(size: number, every: number): number[][] {
  const kept = Array.from({ length: size }, (_, index) => index).filter(
    (index) => index % every === 0 || index === size - 1,
  )
  const along = Array.from({ length: size }, (_, index) => index)
  return [
    ...kept.map((row) => along.map((column) => row * size + column)),
    ...kept.map((column) => along.map((row) => row * size + column)),
  ]
}

/** The hidden layers of two neurons, by their places in `plan.sizes`. */
export const layersOfTwo = (sizes: readonly number[]): number[] =>
  sizes.flatMap((size, layer) => (layer > 0 && layer < sizes.length - 1 && size === 2 ? [layer] : []))

/** A loss landscape as a picture: levels of the loss, lines along them with their labels, and colours around the present loss. */

import { ticks } from 'd3-array'
import { contours as marching, type ContourMultiPolygon } from 'd3-contour'
import type { Landscape, Palette } from '../run/protocol'
import { mix } from './contrast'

type Ring = readonly (readonly [x: number, y: number])[]
/** Lines along one loss, in cells of the grid from its upper left corner. */
export type Contour = { readonly loss: number; readonly lines: readonly Ring[] }

/** At most so many levels: more could not be told apart. */
const LEVELS = 9
/** Losses below this share of the highest one are drawn like it. */
const SMALLEST = 1e-12

/** From the finest to the coarsest steps within a power of ten. */
const FACTORS = [[1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8], [1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]
/** Where the highest loss is less than so many times the lowest, even steps say more. */
const FLAT = 3

/** Round losses between the lowest and the highest: powers of ten and what lies between, or even steps where it is flat. */
export function levelsOf(low: number, high: number): number[] {
  if (!(low < high) || !(high > 0)) return []
  const inside = (values: readonly number[]): number[] => values.filter((value) => value > low && value < high)
  if (high < FLAT * low) return inside(ticks(low, high, 6))
  const least = Math.max(low, high * SMALLEST)
  const decades = (factors: readonly number[]): number[] => {
    const found: number[] = []
    for (let power = Math.floor(Math.log10(least)); power <= Math.log10(high); power++)
      for (const factor of factors) found.push(Number(`${factor}e${power}`))
    return inside(found)
  }
  const found = FACTORS.map(decades).find((levels) => levels.length <= LEVELS)
  if (found !== undefined) return found
  const tens = decades([1])
  const every = Math.ceil(tens.length / LEVELS)
  return tens.filter((_, index) => index % every === 0)
}

/** The lowest and the highest loss that is a number. */
export function extentOf(losses: Float64Array): readonly [low: number, high: number] | null {
  let [low, high] = [Infinity, -Infinity]
  for (const loss of losses) {
    if (!Number.isFinite(loss)) continue
    if (loss < low) low = loss
    if (loss > high) high = loss
  }
  return low <= high ? [low, high] : null
}

/** Losses for drawing: logarithms, so that valleys have as many lines as slopes; what is no number is as high as it gets. */
function logarithms(losses: Float64Array, low: number, high: number): Float64Array {
  const least = Math.max(low, high * SMALLEST)
  return losses.map((loss) => Math.log(Number.isFinite(loss) ? Math.max(loss, least) : high))
}

/** Lines along round losses. */
export function contoursOf(losses: Float64Array, size: number): Contour[] {
  const extent = extentOf(losses)
  if (extent === null) return []
  const levels = levelsOf(...extent)
  const shapes = marching().size([size, size]).smooth(true).thresholds(levels.map(Math.log))(
    Array.from(logarithms(losses, ...extent)),
  )
  return shapes.map((shape, index) => ({ loss: levels[index]!, lines: linesOf(shape, size) }))
}

/** The rings without what runs along the edge of the grid. */
function linesOf({ coordinates }: ContourMultiPolygon, size: number): Ring[] {
  const lines: [number, number][][] = []
  for (const ring of coordinates.flat() as [number, number][][]) {
    let line: [number, number][] = []
    for (const [at, point] of ring.entries()) {
      const before = ring[at - 1]
      if (before !== undefined && alongEdge(before, point, size)) {
        if (line.length > 1) lines.push(line)
        line = []
      }
      line.push(point)
    }
    if (line.length > 1) lines.push(line)
  }
  return lines
}

const alongEdge = (a: readonly number[], b: readonly number[], size: number): boolean =>
  [0, 1].some((axis) => (a[axis]! <= 0.01 && b[axis]! <= 0.01) || (a[axis]! >= size - 0.01 && b[axis]! >= size - 0.01))

export type Label = { readonly loss: number; readonly x: number; readonly y: number }

/**
 * Where the losses of lines are written: each on its longest line, away from the edge and from each other.
 *
 * @param apart the least distance of two labels, in cells
 * @param taken places, in cells, where something else is drawn
 */
export function labelsOf(
  contours: readonly Contour[],
  size: number,
  apart: readonly [x: number, y: number],
  taken: readonly Pick<Label, 'x' | 'y'>[] = [],
): Label[] {
  const placed: Label[] = []
  const far = (x: number, y: number): boolean =>
    taken.every((other) => Math.abs(other.x - x) > apart[0] / 2 || Math.abs(other.y - y) > apart[1] * 0.7) &&
    placed.every((other) => Math.abs(other.x - x) > apart[0] || Math.abs(other.y - y) > apart[1])
  for (const { loss, lines } of contours) {
    const longest = lines.reduce<Ring>((best, line) => (line.length > best.length ? line : best), [])
    if (longest.length < 6) continue
    const inside = longest.filter(
      ([x, y]) => x > apart[0] / 2 && x < size - apart[0] / 2 && y > apart[1] / 2 && y < size - apart[1] / 2,
    )
    // From the middle of the line to both of its ends.
    const order = inside.map(
      (_, index) => Math.floor(inside.length / 2) + (index % 2 === 0 ? 1 : -1) * Math.ceil(index / 2),
    )
    const free = order.map((index) => inside[index]).find((point) => point !== undefined && far(point[0], point[1]))
    if (free !== undefined) placed.push({ loss, x: free[0], y: free[1] })
  }
  return placed
}

/** The loss at a place, 0 to 1 from left to right and from the top to the bottom; between the cells it is interpolated. */
export function lossAt(losses: Float64Array, size: number, x: number, y: number): number {
  const column = Math.max(0, Math.min(size - 1, x * size - 0.5))
  const row = Math.max(0, Math.min(size - 1, y * size - 0.5))
  const [left, top] = [Math.min(size - 2, Math.floor(column)), Math.min(size - 2, Math.floor(row))]
  const [across, down] = [column - left, row - top]
  const at = (one: number, two: number): number => losses[two * size + one]!
  const upper = at(left, top) * (1 - across) + at(left + 1, top) * across
  const lower = at(left, top + 1) * (1 - across) + at(left + 1, top + 1) * across
  return upper * (1 - down) + lower * down
}

/** What is nearer to the present loss than this factor has no colour of its own. */
const LEAST_FACTOR = 1.5

/** How many times the present loss the fullest colour is. */
export function factorOf(losses: Float64Array, now: number): number {
  const extent = extentOf(losses)
  if (extent === null || !(now > 0)) return LEAST_FACTOR
  const [low, high] = extent
  return Math.max(LEAST_FACTOR, high / now, now / Math.max(low, high * SMALLEST))
}

/** RGBA of each place: the one colour where the loss is lower than now, the other where it is higher, on a log scale; what is no number is as high as it gets. */
export function colourLosses(
  losses: Float64Array,
  now: number,
  { positive, negative, zero }: Palette,
): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(4 * losses.length)
  const reach = Math.log(factorOf(losses, now))
  const known = now > 0 && Number.isFinite(now)
  for (const [place, loss] of losses.entries()) {
    const share = !known ? 0 : Number.isFinite(loss) ? Math.log(Math.max(loss, 1e-300) / now) / reach : 1
    pixels.set(mix(zero, share > 0 ? negative : positive, Math.min(1, Math.abs(share))), 4 * place)
    pixels[4 * place + 3] = 255
  }
  return pixels
}

/** RGBA of each place: the lower the loss, the fuller the colour, on a log scale; it does not depend on where the run is. */
export function colourDepths(losses: Float64Array, { positive, zero }: Palette): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(4 * losses.length)
  const extent = extentOf(losses)
  const [low, high] = extent ?? [1, 1]
  const logs = extent === null ? losses : logarithms(losses, low, high)
  const [floor, rise] = [
    Math.log(Math.max(low, high * SMALLEST)),
    Math.log(Math.max(1, high / Math.max(low, high * SMALLEST))),
  ]
  for (const [place, height] of logs.entries()) {
    const depth = extent === null || rise === 0 ? 0 : 1 - (height - floor) / rise
    pixels.set(mix(zero, positive, depth ** DEEPER), 4 * place)
    pixels[4 * place + 3] = 255
  }
  return pixels
}
/** Slopes have little colour, floors much. */
const DEEPER = 1.6

/** The moments of the way, as shares of the picture from its upper left corner. */
export function wayOf({ path, bounds }: Pick<Landscape, 'path' | 'bounds'>): (readonly [x: number, y: number])[] {
  const [[left, right], [bottom, top]] = bounds
  return Array.from({ length: path.length / 2 }, (_, moment) => [
    (path[2 * moment]! - left) / (right - left),
    (top - path[2 * moment + 1]!) / (top - bottom),
  ])
}

/** The moment of the way that is within reach of a place, in pixels; null if there is none. */
export function nearestMoment(
  way: readonly (readonly [x: number, y: number])[],
  side: number,
  x: number,
  y: number,
  reach = 10,
): number | null {
  let [best, nearest] = [-1, reach]
  for (const [moment, [across, down]] of way.entries()) {
    const distance = Math.hypot(across * side - x, down * side - y)
    if (distance <= nearest) [best, nearest] = [moment, distance]
  }
  return best < 0 ? null : best
}

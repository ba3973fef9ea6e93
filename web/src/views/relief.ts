/** The output as a surface over the plane, seen from somewhere: where things appear, and how bright they are. */

import { extent } from 'd3-array'
import type { Plan, Points } from '../run/protocol'

/** From where the surface is seen: angles in radians. */
export type Camera = { readonly azimuth: number; readonly elevation: number; readonly zoom: number }

export const FIRST_VIEW: Camera = { azimuth: 0.52, elevation: 0.47, zoom: 1.1 }
const ELEVATIONS = [0.06, 1.5] as const
const ZOOMS = [0.5, 4] as const

export function turned({ azimuth, elevation, zoom }: Camera, across: number, up: number, nearer = 1): Camera {
  return {
    azimuth: (azimuth + across) % (2 * Math.PI),
    elevation: Math.max(ELEVATIONS[0], Math.min(ELEVATIONS[1], elevation + up)),
    zoom: Math.max(ZOOMS[0], Math.min(ZOOMS[1], zoom * nearer)),
  }
}

/** How far away the eye is: the plane goes from -1 to 1. */
const DISTANCE = 8
/** Half of the height that the surface has at most. */
export const HALF = 0.46

/** `near`: how near it is, larger than 0 and even along straight lines of the picture. */
export type Seen = readonly [across: number, down: number, near: number]
export type Projection = (x: number, y: number, z: number) => Seen

/** What stays free for names and numbers: beside the box, above and below it. */
const BESIDE = 56
const ABOVE = 30
const BELOW = 26

/** From the unit box (x to the right, y into the picture, z up, each -1 to 1 and z -HALF to HALF) to a canvas. */
export function projection({ azimuth, elevation, zoom }: Camera, width: number, height: number): Projection {
  const [cosA, sinA] = [Math.cos(azimuth), Math.sin(azimuth)]
  const [cosE, sinE] = [Math.cos(elevation), Math.sin(elevation)]
  const nearness = (along: number, z: number): number => DISTANCE / (DISTANCE + along * cosE - z * sinE)
  const up = (along: number, z: number): number => (along * sinE + z * cosE) * nearness(along, z)
  // However the box is turned, it fits: its corners go around in a circle.
  const corner = Math.SQRT2
  const top = Math.max(up(corner, HALF), up(-corner, HALF))
  const bottom = Math.min(up(corner, -HALF), up(-corner, -HALF))
  const fitting = Math.min(
    Math.max(1, width - 2 * BESIDE) / (2 * corner * nearness(0, HALF)),
    Math.max(1, height - ABOVE - BELOW) / (top - bottom),
  )
  const [scale, middle] = [zoom * fitting, (top + bottom) / 2]
  const [centreX, centreY] = [width / 2, (height + ABOVE - BELOW) / 2]
  return (x, y, z) => {
    const across = x * cosA - y * sinA
    const along = x * sinA + y * cosA
    const near = nearness(along, z)
    return [centreX + across * near * scale, centreY - (up(along, z) - middle) * scale, near]
  }
}

/** In which direction of the plane the eye is. */
export const eye = ({ azimuth }: Camera): readonly [x: number, y: number] => [-Math.sin(azimuth), -Math.cos(azimuth)]

/** From the lowest to the highest answer that is drawn: what is beyond the targets by more than a little is cut off. */
export function heightsOf(plan: Pick<Plan, 'classes' | 'range'>, values: ArrayLike<number>): readonly [number, number] {
  const [low = -1, high = 1] = plan.classes.length > 0 ? plan.range : extent(Array.from(values))
  const spare = (high - low || 1) * (plan.classes.length > 0 ? 0.05 : 0.15)
  return [low - spare, high + spare]
}

/** The target of the first output, which is what the surface should answer at an example. */
export function targetOf(
  { classes, range, outputNames }: Pick<Plan, 'classes' | 'range' | 'outputNames'>,
  { values }: Pick<Points, 'values'>,
  index: number,
): number {
  if (classes.length === 0) return values[index]!
  const first = outputNames.length > 1
  return range[(values[index] === 0) === first ? 1 : 0]
}

/** The answer at a place of the plane (0 to 1 from the left and from below), between the middles of the cells. */
export function answerAt(relief: Float64Array, side: number, x: number, y: number): number {
  const column = Math.max(0, Math.min(side - 1, x * side - 0.5))
  const row = Math.max(0, Math.min(side - 1, (1 - y) * side - 0.5))
  const [left, top] = [Math.min(side - 2, Math.floor(column)), Math.min(side - 2, Math.floor(row))]
  const [across, down] = [column - left, row - top]
  const at = (one: number, two: number): number => relief[two * side + one]!
  return (
    (at(left, top) * (1 - across) + at(left + 1, top) * across) * (1 - down) +
    (at(left, top + 1) * (1 - across) + at(left + 1, top + 1) * across) * down
  )
}

/** Towards the light, from the surface. */
const LIGHT = [-0.42, -0.3, 0.86] as const

/** How bright a piece of the surface is, by how it rises to the right and away: about 1 where it is flat. */
export function shade(rise: number, away: number): number {
  const length = Math.hypot(rise, away, 1)
  const facing = (-rise * LIGHT[0] - away * LIGHT[1] + LIGHT[2]) / length
  return 0.6 + 0.48 * Math.max(0, facing)
}

/** The examples that are drawn, at most so many: each of them evenly left out. */
export function someOf(count: number, most: number): number[] {
  const every = Math.max(1, Math.ceil(count / most))
  return Array.from({ length: Math.ceil(count / every) }, (_, index) => index * every)
}

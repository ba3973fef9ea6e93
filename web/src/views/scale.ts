/**
 * From the units of an axis to pixels and back. As d3-scale has it, whose formatting of numbers and interpolation of
 * colours the page would load for nothing.
 */

import { ticks } from 'd3-array'

type Pair = readonly [number, number]

export type Scale = {
  (value: number): number
  /** From a place to the value that is shown there. */
  readonly invert: (place: number) => number
  readonly domain: () => [number, number]
  readonly range: () => [number, number]
  /** About so many round numbers within the domain. */
  readonly ticks: (count: number) => number[]
  /** The same, with what lies outside of the domain at its end. */
  readonly clamped: () => Scale
}

export const scaleLinear = (domain: readonly number[], range: readonly number[]): Scale =>
  scale(pair(domain), pair(range), identity, identity)

export const scaleLog = (domain: readonly number[], range: readonly number[]): Scale =>
  scale(pair(domain), pair(range), Math.log, Math.exp)

/** Linear around zero, up to about `constant`, and logarithmic on both sides. */
export const scaleSymlog = (domain: readonly number[], range: readonly number[], constant: number): Scale =>
  scale(
    pair(domain),
    pair(range),
    (value) => Math.sign(value) * Math.log1p(Math.abs(value / constant)),
    (value) => Math.sign(value) * Math.expm1(Math.abs(value)) * constant,
  )

const identity = (value: number): number => value
const pair = ([first = NaN, second = NaN]: readonly number[]): Pair => [first, second]

type Curve = (value: number) => number

function scale(domain: Pair, range: Pair, bend: Curve, straighten: Curve, clamps = false): Scale {
  const bent: Pair = [bend(domain[0]), bend(domain[1])]
  const inside = clamps ? within(domain) : identity
  const place = (value: number): number => between(range, share(bent, bend(inside(value))))
  return Object.assign(place, {
    invert: (at: number) => inside(straighten(between(bent, share(range, at)))),
    domain: (): [number, number] => [...domain],
    range: (): [number, number] => [...range],
    ticks: (count: number) => ticks(...domain, count),
    clamped: () => scale(domain, range, bend, straighten, true),
  })
}

const between = ([from, to]: Pair, part: number): number => from * (1 - part) + to * part
/** How far a value is on the way; halfway where there is no way. */
const share = ([from, to]: Pair, value: number): number => (from === to ? 0.5 : (value - from) / (to - from))

function within([one, two]: Pair): Curve {
  const [low, high] = [Math.min(one, two), Math.max(one, two)]
  return (value) => Math.max(low, Math.min(high, value))
}

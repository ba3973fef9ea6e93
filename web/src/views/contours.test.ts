import { describe, expect, it } from 'vitest'
import type { Palette } from '../run/protocol'
import { colourLosses, contoursOf, extentOf, labelsOf, levelsOf, lossAt, nearestMoment, wayOf } from './contours'

const SIZE = 31
/** A bowl around the middle. */
const bowl = Float64Array.from({ length: SIZE * SIZE }, (_, place) => {
  const [x, y] = [((place % SIZE) + 0.5) / SIZE - 0.5, (Math.floor(place / SIZE) + 0.5) / SIZE - 0.5]
  return 0.01 + x * x + y * y
})

describe('levels', () => {
  it('are round, between the ends, in order, and few', () => {
    for (const [low, high] of [
      [0.01, 0.5],
      [1e-9, 4e3],
      [0.5, 0.6],
      [0.2, 0.9],
      [0, 1],
      [12, 13.5],
    ] as const) {
      const levels = levelsOf(low, high)
      expect(levels.length, `${low} to ${high}`).toBeGreaterThanOrEqual(3)
      expect(levels.length, `${low} to ${high}`).toBeLessThanOrEqual(10)
      expect(levels.every((level) => level > low && level < high)).toBe(true)
      expect(levels).toEqual([...levels].sort((a, b) => a - b))
      expect(levels.every((level) => Number(level.toPrecision(3)) === level)).toBe(true)
    }
  })
  it('are none where there is no height', () => {
    expect(levelsOf(0.5, 0.5)).toEqual([])
    expect(levelsOf(NaN, NaN)).toEqual([])
    expect(levelsOf(0, 0)).toEqual([])
  })
})

describe('contours', () => {
  it('lie where the loss has their level', () => {
    const contours = contoursOf(bowl, SIZE)
    expect(contours.length).toBeGreaterThan(2)
    for (const { loss, lines } of contours) {
      for (const [x, y] of lines.flat()) {
        if (Math.min(x, y) < 1 || Math.max(x, y) > SIZE - 1) continue
        expect(lossAt(bowl, SIZE, x / SIZE, y / SIZE) / loss).toBeCloseTo(1, 1)
      }
    }
  })
  it('do not run along the edge', () => {
    const slope = Float64Array.from({ length: SIZE * SIZE }, (_, place) => 1 + (place % SIZE))
    for (const { lines } of contoursOf(slope, SIZE)) {
      for (const line of lines)
        expect(Math.max(...line.map(([x]) => x)) - Math.min(...line.map(([x]) => x))).toBeLessThan(1)
    }
  })
  it('have labels that stand apart', () => {
    const labels = labelsOf(contoursOf(bowl, SIZE), SIZE, [5, 2])
    expect(labels.length).toBeGreaterThan(1)
    for (const [at, one] of labels.entries())
      for (const other of labels.slice(at + 1))
        expect(Math.abs(one.x - other.x) > 5 || Math.abs(one.y - other.y) > 2).toBe(true)
  })
  it('have labels that leave room for what else is drawn', () => {
    const contours = contoursOf(bowl, SIZE)
    const taken = labelsOf(contours, SIZE, [5, 2])
    for (const { x, y } of labelsOf(contours, SIZE, [5, 2], taken))
      expect(taken.every((one) => Math.abs(one.x - x) > 2.5 || Math.abs(one.y - y) > 1.4)).toBe(true)
  })
  it('are drawn around what is no number', () => {
    const broken = bowl.slice()
    broken[0] = NaN
    broken[1] = Infinity
    expect(extentOf(broken)).toEqual(extentOf(bowl.subarray(2)))
    expect(contoursOf(broken, SIZE).length).toBeGreaterThan(2)
    expect(contoursOf(new Float64Array(SIZE * SIZE).fill(NaN), SIZE)).toEqual([])
  })
})

it('colours go from one over the ground to the other', () => {
  const palette: Palette = { positive: [0, 0, 255], negative: [255, 128, 0], zero: [10, 10, 10], classes: [] }
  const pixels = colourLosses(Float64Array.of(0.1, 1, 10, NaN), 1, palette)
  expect([...pixels.subarray(0, 3)]).toEqual([0, 0, 255])
  expect([...pixels.subarray(4, 7)]).toEqual([10, 10, 10])
  expect([...pixels.subarray(8, 11)]).toEqual([255, 128, 0])
  expect([...pixels.subarray(12, 15)]).toEqual([255, 128, 0])
  expect([...colourLosses(Float64Array.of(NaN), NaN, palette)]).toEqual([10, 10, 10, 255])
})

it('the way is drawn between the bounds, and its moments are found', () => {
  const way = wayOf({
    path: Float64Array.of(-1, -2, 1, 2, 0, 0),
    bounds: [
      [-1, 1],
      [-2, 2],
    ],
  })
  expect(way).toEqual([
    [0, 1],
    [1, 0],
    [0.5, 0.5],
  ])
  expect(nearestMoment(way, 200, 104, 97)).toBe(2)
  expect(nearestMoment(way, 200, 150, 97)).toBeNull()
})

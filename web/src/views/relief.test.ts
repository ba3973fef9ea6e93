import { describe, expect, it } from 'vitest'
import {
  answerAt,
  eye,
  farthestFirst,
  FIRST_VIEW,
  HALF,
  heightsOf,
  isHidden,
  projection,
  shade,
  someOf,
  targetOf,
  turned,
} from './relief'

describe('the projection', () => {
  it('has the middle of the box about in the middle of the canvas', () => {
    const [across, down] = projection(FIRST_VIEW, 600, 300)(0, 0, 0)
    expect(across).toBe(300)
    expect(Math.abs(down - 150)).toBeLessThan(30)
  })
  it('has everything inside the canvas at the first zoom', () => {
    for (let azimuth = 0; azimuth < 6.3; azimuth += 0.1) {
      for (const elevation of [0.06, 0.5, 1, 1.5]) {
        const project = projection({ azimuth, elevation, zoom: 1 }, 600, 300)
        for (const x of [-1, 1])
          for (const y of [-1, 1])
            for (const z of [-HALF, HALF]) {
              const [across, down] = project(x, y, z)
              expect(across > 0 && across < 600 && down > 0 && down < 300, `${azimuth} ${elevation}`).toBe(true)
            }
      }
    }
  })
  it('draws what is higher further up, and what is nearer larger', () => {
    const project = projection({ azimuth: 0, elevation: 0.5, zoom: 1 }, 600, 300)
    expect(project(0, 0, 0.5)[1]).toBeLessThan(project(0, 0, 0)[1])
    const width = (y: number): number => project(1, y, 0)[0] - project(-1, y, 0)[0]
    expect(width(-1)).toBeGreaterThan(width(1))
  })
  it('turns with the camera, which never goes below the ground', () => {
    const project = projection(turned({ azimuth: 0, elevation: 0.5, zoom: 1 }, Math.PI, 0), 600, 300)
    expect(project(1, 0, 0)[0]).toBeLessThan(300)
    expect(turned(FIRST_VIEW, 0, -9).elevation).toBeGreaterThan(0)
    expect(turned(FIRST_VIEW, 0, 9).elevation).toBeLessThan(Math.PI / 2)
    expect(turned(FIRST_VIEW, 0, 0, 100).zoom).toBe(4)
  })
})

describe('the order of drawing', () => {
  it('goes from far to near, from both sides where the eye is between', () => {
    expect(farthestFirst(4, -5)).toEqual([3, 2, 1, 0])
    expect(farthestFirst(4, 5)).toEqual([0, 1, 2, 3])
    expect(farthestFirst(4, 0.3)).toEqual([0, 1, 3, 2])
  })
  it('never draws a cell before one that is behind it', () => {
    for (let azimuth = 0; azimuth < 6.3; azimuth += 0.3) {
      const [x, y] = eye({ azimuth, elevation: 0.5, zoom: 1 })
      const order = farthestFirst(8, x).flatMap((column) => farthestFirst(8, y).map((row) => [column, row] as const))
      const distance = ([column, row]: readonly [number, number]): readonly [number, number] => [
        Math.abs(-1 + (2 * column + 1) / 8 - x),
        Math.abs(-1 + (2 * row + 1) / 8 - y),
      ]
      for (let at = 1; at < order.length; at++) {
        const [one, two] = [distance(order[at - 1]!), distance(order[at]!)]
        expect(one[0] + 1e-9 >= two[0] || one[1] + 1e-9 >= two[1]).toBe(true)
      }
    }
  })
})

it('what the surface stands before is hidden', () => {
  const camera = { azimuth: 0, elevation: 0.5, zoom: 1 }
  const wall = (_: number, y: number): number => (y < -0.4 && y > -0.6 ? HALF : -HALF)
  expect(isHidden(camera, wall, [0, 0, -HALF])).toBe(true)
  expect(isHidden(camera, wall, [0, 0, HALF])).toBe(false)
  expect(isHidden(camera, wall, [0, -0.8, -HALF])).toBe(false)
  expect(isHidden({ ...camera, azimuth: Math.PI }, wall, [0, 0, -HALF])).toBe(false)
  expect(isHidden(camera, () => 0, [0.3, 0.2, -0.2])).toBe(true)
})

it('answers lie between those of the cells', () => {
  const relief = Float64Array.of(0, 1, 2, 3)
  expect(answerAt(relief, 2, 0.25, 0.75)).toBe(0)
  expect(answerAt(relief, 2, 0.75, 0.25)).toBe(3)
  expect(answerAt(relief, 2, 0.5, 0.5)).toBe(1.5)
  expect(answerAt(relief, 2, 0, 1)).toBe(0)
})

it('targets are those of the first output', () => {
  const plan = { classes: ['a', 'b'], range: [-1, 1] as const, outputNames: ['b'] }
  const points = { values: Float64Array.of(0, 1, 2) }
  expect([0, 1].map((index) => targetOf(plan, points, index))).toEqual([-1, 1])
  const many = { classes: ['a', 'b', 'c'], range: [0, 1] as const, outputNames: ['a', 'b', 'c'] }
  expect([0, 1, 2].map((index) => targetOf(many, points, index))).toEqual([1, 0, 0])
  expect(targetOf({ ...plan, classes: [] }, points, 2)).toBe(2)
})

it('heights reach a little beyond the targets', () => {
  expect(heightsOf({ classes: [], range: [-1, 1] }, [10, 20])).toEqual([8.5, 21.5])
  const [low, high] = heightsOf({ classes: ['a', 'b'], range: [-1, 1] }, [])
  expect(low < -1 && high > 1).toBe(true)
  expect(heightsOf({ classes: [], range: [-1, 1] }, [3, 3])).toEqual([2.85, 3.15])
})

it('the light comes from the left', () => {
  expect(shade(1, 0)).toBeGreaterThan(shade(0, 0))
  expect(shade(-1, 0)).toBeLessThan(shade(0, 0))
})

it('of many examples some are drawn', () => {
  expect(someOf(5, 10)).toEqual([0, 1, 2, 3, 4])
  expect(someOf(10, 5)).toEqual([0, 2, 4, 6, 8])
  expect(someOf(0, 5)).toEqual([])
})

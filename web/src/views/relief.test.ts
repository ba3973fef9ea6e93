import { describe, expect, it } from 'vitest'
import { answerAt, eye, FIRST_VIEW, HALF, heightsOf, projection, shade, someOf, targetOf, turned } from './relief'

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
  it('knows what is nearer, and where the eye is', () => {
    for (const azimuth of [0, 1, 2, 3, 4, 5, 6]) {
      const camera = { azimuth, elevation: 0.5, zoom: 1 }
      const [project, [x, y]] = [projection(camera, 600, 300), eye(camera)]
      expect(project(x, y, 0)[2]).toBeGreaterThan(project(-x, -y, 0)[2])
      expect(project(0, 0, 0.4)[2]).toBeGreaterThan(project(0, 0, 0)[2])
    }
  })
  it('turns with the camera, which never goes below the ground', () => {
    const project = projection(turned({ azimuth: 0, elevation: 0.5, zoom: 1 }, Math.PI, 0), 600, 300)
    expect(project(1, 0, 0)[0]).toBeLessThan(300)
    expect(turned(FIRST_VIEW, 0, -9).elevation).toBeGreaterThan(0)
    expect(turned(FIRST_VIEW, 0, 9).elevation).toBeLessThan(Math.PI / 2)
    expect(turned(FIRST_VIEW, 0, 0, 100).zoom).toBe(4)
  })
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

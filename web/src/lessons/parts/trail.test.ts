import { describe, expect, test } from 'vitest'
import { Trail, type Way } from './trail'

const NOTHING: Way = { path: new Float64Array(), steps: new Float64Array() }
const way = (...stops: [step: number, x: number, y: number][]): Way => ({
  path: Float64Array.from(stops.flatMap(([, x, y]) => [x, y])),
  steps: Float64Array.from(stops, ([step]) => step),
})

describe('the way over a map', () => {
  test('every place of a hand is on it, and none twice', () => {
    const trail = new Trail()
    for (const [x, y] of [
      [0, 0],
      [1, 0],
      [1, 0],
      [1, 2],
    ] as const)
      trail.follow(0, x, y, NOTHING)
    expect([...trail.way.path]).toEqual([0, 0, 1, 0, 1, 2])
  })

  test('many steps at once bring what the run knows of the way between', () => {
    const trail = new Trail()
    trail.follow(0, 0, 0, NOTHING)
    trail.follow(10, 5, 5, way([0, 9, 9], [3, 1, 2], [7, 3, 4], [10, 5, 5]))
    expect([...trail.way.steps]).toEqual([0, 3, 7, 10])
    expect([...trail.way.path]).toEqual([0, 0, 1, 2, 3, 4, 5, 5])
  })

  test('a step back takes back what came after it', () => {
    const trail = new Trail()
    trail.follow(0, 0, 0, NOTHING)
    trail.follow(1, 1, 1, NOTHING)
    trail.follow(2, 2, 2, NOTHING)
    trail.follow(1, 1, 1, NOTHING)
    expect([...trail.way.steps]).toEqual([0, 1])
  })

  test('what is no number is no place, and another run begins anew', () => {
    const trail = new Trail()
    trail.follow(0, 0, 0, NOTHING)
    trail.follow(1, NaN, Infinity, NOTHING)
    expect(trail.way.steps).toHaveLength(1)
    trail.clear()
    expect(trail.way.steps).toHaveLength(0)
  })

  test('it grows no further than can be drawn, and keeps both ends', () => {
    const trail = new Trail()
    for (let x = 0; x < 10_000; x += 1) trail.follow(0, x, 0, NOTHING)
    const { path, steps } = trail.way
    expect(steps.length).toBeLessThan(4000)
    expect([path[0], path.at(-2)]).toEqual([0, 9999])
  })
})

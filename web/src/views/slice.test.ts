import { expect, test } from 'vitest'
import { curveAt, heightsOf } from './slice'

test('losses are drawn over 0, unless that would hide how they differ', () => {
  expect(heightsOf([2, 100])[0]).toBe(0)
  expect(heightsOf([2, 100])[1]).toBeGreaterThan(100)
  const [low, high] = heightsOf([98, 100])
  expect(low).toBeGreaterThan(90)
  expect(low).toBeLessThan(98)
  expect(high).toBeGreaterThan(100)
  expect(heightsOf([5, 5])[0]).toBeLessThan(5)
})

test('between two of its places a curve is straight, and at its ends it ends', () => {
  const losses = Float64Array.of(4, 1, 0, 1)
  expect([0, 0.5, 1, 3, 9, -1].map((value) => curveAt(losses, [0, 3], value))).toEqual([4, 2.5, 1, 1, 1, 4])
})

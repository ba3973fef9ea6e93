import { expect, test } from 'vitest'
import { heightAt, meanSquare } from './errors'

test('between two of its places, a curve is straight', () => {
  const curve = Float64Array.of(-1, 5, 0, 7, 1, 3)
  expect([-1, -0.5, 0, 0.25, 1].map((place) => heightAt(curve, place))).toEqual([5, 6, 7, 6, 3])
  expect(heightAt(curve, 1.5)).toBe(1) // beyond its end it goes on
})

test('the mean of the squared errors is that of the training examples', () => {
  const points = { count: 3, values: Float64Array.of(1, 2, 9), test: Uint8Array.of(0, 0, 1) }
  expect(meanSquare(points, Float64Array.of(2, 4, 0))).toBe(2.5)
  expect(meanSquare(points, Float64Array.of(2, 4))).toBeNull()
  expect(meanSquare(points, null)).toBeNull()
  expect(meanSquare({ ...points, test: Uint8Array.of(1, 1, 1) }, Float64Array.of(2, 4, 0))).toBeNull()
})

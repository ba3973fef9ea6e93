import { expect, test } from 'vitest'
import { dithered, SIDE } from './dither'

test.each([
  [32, 32],
  [8, 8],
  [5, 3],
  [33, 17],
])('each of %d by %d places comes once', (width, height) => {
  const order = dithered(width, height)
  expect(new Set(order).size).toBe(width * height)
  expect(order.length).toBe(width * height)
})

test('places that lie far apart come first, then those between them', () => {
  const size = 4 * SIDE
  const order = dithered(size, size)
  for (const side of [8, 4, 2, 1]) {
    const soFar = order.subarray(0, (size / side) ** 2)
    expect([...soFar].every((place) => place % side === 0 && Math.floor(place / size) % side === 0)).toBe(true)
  }
})

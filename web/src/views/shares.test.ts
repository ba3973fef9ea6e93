import { expect, test } from 'vitest'
import { ranked } from './shares'

test('what pushes a weight up comes first: gradients push against their sign', () => {
  expect(ranked(Float64Array.from([0.5, -2, 0, -1]), 10)).toEqual({ order: [1, 3, 2, 0], up: 2, down: 0.5 })
  expect(ranked(Float64Array.from([1, 2]), 10)).toEqual({ order: [0, 1], up: 0, down: 2 })
})

test('the same push keeps the order of the batch; what is no number does nothing', () => {
  expect(ranked(Float64Array.from([NaN, 1, Infinity, 1]), 10)).toEqual({ order: [0, 2, 1, 3], up: 0, down: 1 })
  expect(ranked(new Float64Array(0), 10)).toEqual({ order: [], up: 0, down: 0 })
})

test('of a large batch some are taken, the strongest on both sides among them', () => {
  const shares = Float64Array.from({ length: 1001 }, (_, index) => index - 300)
  const { order, up, down } = ranked(shares, 101)
  expect(order).toHaveLength(101)
  expect([order[0], order[1], order.at(-1)]).toEqual([0, 10, 1000])
  expect([up, down]).toEqual([300, 700])
})

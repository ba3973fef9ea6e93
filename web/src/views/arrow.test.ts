import { expect, test } from 'vitest'
import { direction, lengthOf } from './arrow'

test('a direction has the length 1, however far it is', () => {
  expect(direction([0, 0], [3, 4])).toEqual([0.6, 0.8])
  expect(direction([1, 1], [1, -1e300])).toEqual([0, -1])
})

test('there is none to the same place, nor to what is no place', () => {
  expect(direction([2, 2], [2, 2])).toBeNull()
  expect(direction([2, 2], [NaN, 2])).toBeNull()
  expect(direction([2, 2], [Infinity, 2])).toBeNull()
})

test('where it is steeper the arrow is longer, within what can be drawn', () => {
  const lengths = [0, 1e-9, 0.1, 1, 10, 1e9, Infinity].map(lengthOf)
  expect(lengths).toEqual(lengths.toSorted((a, b) => a - b))
  expect(lengths[3]! - lengths[2]!).toBeCloseTo(lengths[4]! - lengths[3]!)
  expect([lengths[0]! > 0, lengths.at(-1)! < 100]).toEqual([true, true])
})

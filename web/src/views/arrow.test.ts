import { expect, test } from 'vitest'
import { direction } from './arrow'

test('a direction has the length 1, however far it is', () => {
  expect(direction([0, 0], [3, 4])).toEqual([0.6, 0.8])
  expect(direction([1, 1], [1, -1e300])).toEqual([0, -1])
})

test('there is none to the same place, nor to what is no place', () => {
  expect(direction([2, 2], [2, 2])).toBeNull()
  expect(direction([2, 2], [NaN, 2])).toBeNull()
  expect(direction([2, 2], [Infinity, 2])).toBeNull()
})

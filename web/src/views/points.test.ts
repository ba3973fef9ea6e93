import { expect, test } from 'vitest'
import { near } from './points'

test('the points within reach, the nearest one first', () => {
  const places = [
    [0, 0],
    [10, 0],
    [3, 4],
    [4, 0],
  ] as const
  expect(near(4, (index) => places[index]!, 3, 0, 5)).toEqual([3, 0, 2])
  expect(near(4, (index) => places[index]!, 50, 50, 5)).toEqual([])
})

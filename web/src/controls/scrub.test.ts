import { describe, expect, test } from 'vitest'
import { further, typed } from './scrub'

describe('a number that is dragged or stepped', () => {
  test.each([
    [0.25, 10, 'pixel', false, 0.35],
    [0.25, -10, 'pixel', true, 0.24],
    [0.1, 2, 'press', false, 0.3],
    [-0.1, 1, 'press', true, -0.09],
    [250, 1, 'press', false, 260],
  ] as const)('%d by %d (%s, fine: %s)', (value, steps, by, fine, next) => {
    expect(further(value, steps, by, fine)).toBe(next)
  })

  test('it stays a number', () => {
    expect(further(Number.MAX_VALUE, 1000, 'press', false)).toBe(Number.MAX_VALUE)
    expect(further(1e308, -1, 'pixel', false)).toBe(9.9e307)
  })
})

test('what was typed', () => {
  expect(typed(' −0,5 ')).toEqual({ value: -0.5 })
  expect(typed('1e−3')).toEqual({ value: 0.001 })
  expect(typed('1e308')).toEqual({ value: 1e308 })
  for (const text of ['', 'abc', 'Infinity', '-Infinity', 'NaN', '1e309', '0.1.2']) {
    expect(typed(text)).toHaveProperty('problem', expect.stringContaining('expected a number'))
  }
})

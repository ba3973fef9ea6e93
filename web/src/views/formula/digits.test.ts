import { describe, expect, test } from 'vitest'
import { agreed, agreement, apart, handy, live, number, precise, setting } from './digits'

test.each([
  [0.31, '0.3100'],
  [-0.31, '−0.3100'],
  [-1.5e-5, '−1.50e−5'],
  [2.5e7, '2.50e7'],
  [Infinity, '∞'],
  [-Infinity, '−∞'],
  [NaN, 'NaN'],
])('%d in a formula', (value, text) => {
  expect(number(value)).toBe(text)
})

test('a negative number after another sign has brackets, a setting has no colour', () => {
  expect(live(-1, true)).toEqual({ text: '(−1.0000)', look: 'negative' })
  expect(live(-1, false)).toEqual({ text: '−1.0000', look: 'negative' })
  expect(live(1, true)).toEqual({ text: '1.0000', look: 'positive' })
  expect(live(0, true).look).toBe('zero')
  expect(live(setting(1e-8), true)).toEqual({ text: '1e−8', look: 'plain' })
  expect(precise(-0.0123456789)).toBe('−0.012345679')
})

describe('before and after', () => {
  test.each([
    [0.4321, 0.4317, ['0.43210', '0.43170']],
    [0.5, 1.5, ['0.5000', '1.5000']],
    [-0.5, -0.5000002, ['−0.50000000', '−0.50000020']],
    [0.25, 0.25, ['0.2500', '0.2500']],
    [1e9, 2e9, ['1.00e9', '2.00e9']],
    [1, Infinity, ['1.0000', '∞']],
  ])('%d and %d', (before, after, texts) => {
    expect(apart(before, after)).toEqual(texts)
  })

  test('a change is seen, however small', () => {
    for (let size = 1; size > 1e-10; size /= 7) {
      const [before, after] = apart(0.3, 0.3 + size)
      expect(before).not.toBe(after)
    }
  })
})

describe('how far two numbers agree', () => {
  test.each([
    [0.12345678, 0.12345679, 7],
    [1, 1, Infinity],
    [0, 0, Infinity],
    [1, -1, 0],
    [1, NaN, null],
    [Infinity, Infinity, null],
  ])('%d and %d', (one, other, digits) => {
    expect(agreement(one, other)).toBe(digits)
  })

  test('in words', () => {
    expect(agreed(0.5, 0.5)).toBe('agrees exactly')
    expect(agreed(0.123456, 0.123457)).toBe('agrees to 5 digits')
    expect(agreed(1, 2)).toBe('does not agree')
    expect(agreed(0, 1e-14)).toBe('agrees: both are next to 0')
    expect(agreed(NaN, 1)).toBe('')
  })
})

test.each([
  [0, '0'],
  [0.3674, '0.367'],
  [-12.345, '−12.3'],
  [1234.5, '1235'],
  [-0.000123456, '−1.23e−4'],
  [Infinity, '∞'],
])('by hand: %s', (value, text) => {
  expect(handy(value)).toBe(text)
})

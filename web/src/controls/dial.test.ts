import { describe, expect, test } from 'vitest'
import { digitsOf, MOST, reading, take, turned } from './dial'

describe("a dial's number", () => {
  test.each([
    [0.001, 3],
    [0.05, 2],
    [0.25, 2],
    [0.002, 3],
    [1, 0],
    [5, 0],
  ])('steps of %f have %i digits', (step, digits) => {
    expect(digitsOf(step)).toBe(digits)
  })

  test.each([
    [0.18, 0.001, '0.180'],
    [0.1773518, 0.001, '0.17735'],
    [-3, 0.5, '−3.0'],
    [-1e-9, 1, '0'],
    [12, 5, '12.00'],
    [3.2e18, 0.1, '3.20·10¹⁸'],
    [NaN, 1, 'NaN'],
    [Infinity, 1, '∞'],
    [-Infinity, 1, '−∞'],
  ])('%f in steps of %f reads %s', (value, step, text) => {
    expect(reading(value, step)).toBe(text)
  })

  test('turning it goes from step to step and never beyond what it takes', () => {
    expect(turned(0.17, 3, 0.01)).toBe(0.2)
    expect(turned(0.1734, 1, 0.01)).toBe(0.18)
    expect(turned(MOST, 1, 1)).toBe(MOST)
  })

  test.each([
    ['0,18', 0.18],
    [' −4.5 ', -4.5],
    ['1e3', 1000],
  ])('“%s” is read', (text, value) => {
    expect(take(text, 0, 0.4, 0.001)).toEqual({ value })
  })

  test.each([
    ['abc', 'expected a number, got “abc”: 0.200, for example'],
    ['', 'expected a number, got nothing: 0.200, for example'],
    ['Infinity', 'expected a number, got “Infinity”: 0.200, for example'],
    ['1e999', 'expected a number, got “1e999”: 0.200, for example'],
    ['-2e6', 'expected a number from −1,000,000 to 1,000,000, got -2e6: 0.200, for example'],
    ['9'.repeat(40), expect.stringContaining(`got ${'9'.repeat(23)}…:`)],
  ])('“%s” is refused in one sentence', (text, problem: string) => {
    expect(take(text, 0, 0.4, 0.001)).toEqual({ problem })
  })
})

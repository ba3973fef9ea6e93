import { expect, test } from 'vitest'
import { brief, groupedLoss, loss, percent, power, short, signed, scientific } from './numbers'

test.each([
  [0, '0.0000'],
  [0.5, '0.5000'],
  [0.0001, '1.00e-4'],
  [447.2893, '447.29'],
  [12345678, '1.235e+7'],
  [Infinity, '∞'],
  [NaN, 'NaN'],
])('loss %d', (value, text) => {
  expect(loss(value)).toBe(text)
})

test.each([
  [0, '0'],
  [-0.25, '−0.25'],
  [0.001, '0.001'],
  [0.0001, '1e-4'],
  [1600, '1600'],
  [25_000, '25k'],
  [3_000_000, '3M'],
  [1e12, '1e12'],
])('tick %d', (value, text) => {
  expect(short(value)).toBe(text)
})

test('values of weights and neurons', () => {
  expect(signed(-1.13562)).toBe('−1.1356')
  expect(signed(247.256)).toBe('247.26')
  expect(signed(2104)).toBe('2104.0')
  expect(signed(-2e-7)).toBe('−2.00e-7')
  expect(brief(-0.5)).toBe('−0.50')
  expect(percent(0.888)).toBe('88.8 %')
  expect(percent(null)).toBe('–')
  expect(percent(NaN)).toBe('–')
})

test('small positive numbers stand with their power of ten', () => {
  expect([7.34e-4, 0.0123, 1e-12, 0.25, 3, 0, NaN].map(power)).toEqual([
    '7.3·10⁻⁴',
    '1.2·10⁻²',
    '1.0·10⁻¹²',
    '0.25',
    '3',
    '0',
    '–',
  ])
})

test.each([
  [-0.0000987, '−9.87·10⁻⁵'],
  [3.2e18, '3.20·10¹⁸'],
  [1, '1.00·10⁰'],
])('%f is written with its power of ten as %s', (value, text) => {
  expect(scientific(value)).toBe(text)
})

test.each([
  [447.2914, '447.29'],
  [2016.78, '2,016.78'],
  [134971.67, '134,972'],
  [5e6, '5,000,000'],
  [3.2e18, '3.20·10¹⁸'],
  [0.00005, '5.00·10⁻⁵'],
  [Infinity, '∞'],
  [NaN, 'NaN'],
])('loss %d in a text', (value, text) => {
  expect(groupedLoss(value)).toBe(text)
})

import { expect, test } from 'vitest'
import { isMath, pieces } from './math'

test.each(['x', 'x1', 'y', 'x1^2', 'x1*x2', 'sin(3x1)', 'max(x1, -x2) < .5', '2pi x1', 'x1^-2 / exp(x2)', 'x^y'])(
  '%s is set as a formula',
  (name) => {
    expect(isMath(name)).toBe(true)
  },
)

test.each(['area', 'petal width^2', 'xy', 'x12', 'x=a', 'tax', '3', '', 'x1 y2?', 'max', 'island=x'])(
  '%s is a name',
  (name) => {
    expect(isMath(name)).toBe(false)
  },
)

test('indices stand below, whole powers above, and signs have room', () => {
  expect(pieces('3x1^2 - x2')).toEqual([
    { text: '3', look: 'upright' },
    { text: 'x', look: 'letter' },
    { text: '1', look: 'below' },
    { text: '2', look: 'above' },
    { text: '\u2212', look: 'sign' },
    { text: 'x', look: 'letter' },
    { text: '2', look: 'below' },
  ])
})

import * as d3 from 'd3-scale'
import { expect, it } from 'vitest'
import { scaleLinear, scaleLog, scaleSymlog } from './scale'

it.each([
  ['linear', scaleLinear([-2, 6], [400, 0]), [300, 100]],
  ['logarithmic', scaleLog([0.01, 100], [0, 1]), [0.5, 0.75]],
  ['symlog', scaleSymlog([-10, 10], [0, 1], 0.1), [0.5, 0.8]],
] as const)('%s scales lead there and back', (_, scale, [place, other]) => {
  expect(scale(scale.invert(place))).toBeCloseTo(place, 9)
  expect(scale(scale.invert(other))).toBeCloseTo(other, 9)
  expect(scale.domain().map(scale)).toEqual(scale.range())
})

it('has equal steps for equal shares of its own measure', () => {
  expect([0, 1, 2].map(scaleLinear([0, 2], [10, 20]))).toEqual([10, 15, 20])
  expect(scaleLog([1, 100], [0, 1])(10)).toBeCloseTo(0.5, 12)
  expect(scaleSymlog([-10, 10], [0, 1], 1)(0)).toBe(0.5)
})

it('keeps within its domain when it is asked to, also where that runs downwards', () => {
  const scale = scaleLinear([1, -1], [0, 100]).clamped()
  expect([5, 1, 0, -7].map(scale)).toEqual([0, 0, 50, 100])
  expect(scale.invert(250)).toBe(-1)
})

it('has round numbers for ticks, and a middle for what has no extent', () => {
  expect(scaleLinear([0, 1], [0, 10]).ticks(5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
  expect(scaleLinear([3, 3], [0, 10])(3)).toBe(5)
})

it('places everything where d3-scale does', () => {
  for (const value of [-4, -2, 0.3, 5, 9]) {
    expect(scaleLinear([-2, 6], [400, 0])(value)).toBe(d3.scaleLinear([-2, 6], [400, 0])(value))
    const bent = d3.scaleSymlog([-3, 6], [0, 1]).constant(0.5)
    expect(scaleSymlog([-3, 6], [0, 1], 0.5)(value)).toBeCloseTo(bent(value), 12)
  }
  for (const value of [1e-5, 0.02, 7]) {
    expect(scaleLog([0.001, 1], [0, 1])(value)).toBeCloseTo(d3.scaleLog([0.001, 1], [0, 1])(value), 12)
  }
})

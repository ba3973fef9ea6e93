import { describe, expect, it } from 'vitest'
import type { Plan } from '../run/protocol'
import { bar, fixed, largest, MOST, reach } from './bars'

describe('which outputs have a bar', () => {
  it('is all of a few', () => {
    expect(largest([0.1, 0.9, 0.4], null)).toEqual([0, 1, 2])
  })
  it('is the largest of many, in the order of the classes', () => {
    const outputs = Array.from({ length: 100 }, (_, index) => (index % 9 === 4 ? index : -index))
    const rows = [0, 4, 13, 22, 31, 40, 49, 58, 67, 76, 85, 94]
    expect(rows).toHaveLength(MOST)
    expect(largest(outputs, null)).toEqual(rows)
    expect(largest(outputs, 22)).toEqual(rows)
  })
  it('is the true one in any case', () => {
    const outputs = Array.from({ length: 100 }, (_, index) => -index)
    expect(largest(outputs, 99)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 99])
  })
})

describe('bars', () => {
  const plan = (activation: string, range: Plan['range']): Plan =>
    ({ activations: [activation], range }) as unknown as Plan
  it('reach over what targets and outputs can be', () => {
    expect(reach(plan('softmax', [0, 1]))).toEqual([0, 1])
    expect(reach(plan('sigmoid', [0, 0.99]))).toEqual([0, 1])
    expect(reach(plan('tanh', [0.1, 0.9]))).toEqual([-1, 1])
    expect(reach(plan('identity', [-5, 10]))).toEqual([-5, 10])
  })
  it('go from their origin to the value, to either side', () => {
    expect(bar(0.25, [0, 1])).toEqual({ from: 0, to: 0.25 })
    expect(bar(-0.5, [-1, 1])).toEqual({ from: 0.25, to: 0.5 })
    expect(bar(0.75, [0, 1], 0.5)).toEqual({ from: 0.5, to: 0.75 })
  })
  it('end with their track, and are empty where there is no number', () => {
    expect(bar(7, [-1, 1])).toEqual({ from: 0.5, to: 1 })
    expect(bar(-Infinity, [-1, 1])).toEqual({ from: 0, to: 0.5 })
    expect(bar(NaN, [-1, 1])).toEqual({ from: 0.5, to: 0.5 })
  })
})

describe('numbers beside bars', () => {
  it('have fixed digits', () => {
    expect([0, 0.12345, 1, -0.5, 12.3456].map(fixed)).toEqual(['0.000', '0.123', '1.000', '−0.500', '12.346'])
  })
  it('never show a zero with a sign, and say what is not a number', () => {
    expect([-0.0001, -0, NaN, Infinity, -Infinity].map(fixed)).toEqual(['0.000', '0.000', 'NaN', '∞', '−∞'])
  })
  it('stay short', () => {
    for (const value of [99.9996, 1234.5678, -98765.4, 1e300]) expect(fixed(value).length).toBeLessThanOrEqual(7)
  })
})

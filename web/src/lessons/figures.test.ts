import { describe, expect, it } from 'vitest'
import { inText } from './figures'

describe('a number within text', () => {
  it('has the digits that are asked for, and groups of three', () => {
    expect(inText(2058.04, 0)).toBe('2,058')
    expect(inText(0.17712, 3)).toBe('0.177')
    expect(inText(-21.2, 1)).toBe('−21.2')
  })

  it('has the digits that matter otherwise', () => {
    expect(inText(12000)).toBe('12,000')
    expect(inText(447.2913)).toBe('447.29')
  })

  it('is never less than nothing by rounding', () => {
    expect(inText(-0.0001, 2)).toBe('0.00')
  })

  it('is what a run can have', () => {
    expect(inText(NaN)).toBe('not a number')
    expect(inText(Infinity, 1)).toBe('∞')
    expect(inText(-Infinity)).toBe('−∞')
  })
})

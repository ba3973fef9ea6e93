import { describe, expect, it } from 'vitest'
import { inCells, stroke, width, type Size } from './brush'

const SMALL: Size = [5, 5]
const LARGE: Size = [8, 8]
const empty = ([columns, rows]: Size): number[] => new Array<number>(columns * rows).fill(0)
const lit = (values: readonly number[]): number[] => values.flatMap((value, cell) => (value > 0 ? [cell] : []))

describe('few large cells', () => {
  it('are painted one by one, wherever in them the pen comes down', () => {
    expect([inCells([6, 6]), inCells([6, 7]), inCells([7, 3])]).toEqual([true, false, false])
    for (const spot of [
      [1.02, 2.98],
      [1.5, 2.5],
      [1.97, 2.03],
    ] as const) {
      expect(lit(stroke(empty(SMALL), SMALL, spot, spot, false))).toEqual([11])
    }
  })
  it('are all taken by a quick stroke over them, and none beside it', () => {
    expect(lit(stroke(empty(SMALL), SMALL, [0.5, 2.4], [4.6, 2.6], false))).toEqual([10, 11, 12, 13, 14])
    expect(lit(stroke(empty(SMALL), SMALL, [0.5, 0.5], [4.5, 4.5], false))).toEqual([0, 6, 12, 18, 24])
  })
  it('are full or empty', () => {
    const full = stroke(empty(SMALL), SMALL, [0.5, 0.5], [4.5, 0.5], false)
    expect(new Set(full)).toEqual(new Set([0, 1]))
    expect(stroke(full, SMALL, [0.5, 0.5], [4.5, 0.5], true)).toEqual(empty(SMALL))
  })
})

describe('soft ink', () => {
  it('is full under the pen and fades with the distance', () => {
    const values = stroke(empty(LARGE), LARGE, [1.5, 3.5], [6.5, 3.5], false)
    expect(values[3 * 8 + 4]).toBe(1)
    expect(values[2 * 8 + 4]).toBeCloseTo(width(LARGE) / 2 - 0.5)
    expect(values[5 * 8 + 4]).toBe(0)
  })
  it('gets wider with the image', () => {
    expect(width([8, 8])).toBeCloseTo(1.2)
    expect(width([28, 28])).toBeCloseTo(2.2)
  })
  it('never takes ink away where it adds, and never adds where it erases', () => {
    const before = empty(LARGE).map((_, cell) => (cell % 7) / 7)
    const [from, to] = [
      [0.3, 7.1],
      [7.9, -2],
    ] as const
    stroke(before, LARGE, from, to, false).forEach((value, cell) => {
      expect(value).toBeGreaterThanOrEqual(before[cell]!)
      expect(value).toBeLessThanOrEqual(1)
    })
    stroke(before, LARGE, from, to, true).forEach((value, cell) => {
      expect(value).toBeLessThanOrEqual(before[cell]!)
      expect(value).toBeGreaterThanOrEqual(0)
    })
  })
  it('leaves the image that it was given as it is', () => {
    const before = Object.freeze(empty(LARGE))
    expect(stroke(before, LARGE, [4, 4], [4, 4], false)).not.toEqual(before)
  })
})

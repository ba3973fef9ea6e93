import { describe, expect, it } from 'vitest'
import type { Plan, Points } from '../run/protocol'
import { cellAt, confuse, countOf, examplesOf, same, tableOf, walk } from './confusion'

const plan = (classes: number, outputs: number, test: number): Plan =>
  ({
    classes: Array.from({ length: classes }, (_, index) => String(index)),
    outputNames: Array.from({ length: outputs }, (_, index) => String(index)),
    activations: [outputs === 1 ? 'tanh' : 'softmax'],
    test,
  }) as unknown as Plan
const points = (values: readonly number[], test: readonly number[]): Points =>
  ({ count: values.length, values: Float64Array.from(values), test: Uint8Array.from(test) }) as unknown as Points

describe('the table', () => {
  it('counts what is held out', () => {
    const table = confuse(
      plan(2, 1, 3),
      points([0, 1, 0, 1, 1], [0, 0, 1, 1, 1]),
      Float64Array.of(-1, 1, 0.5, 0.5, -0.1),
    )
    expect([...table.counts]).toEqual([0, 1, 1, 1])
    expect(examplesOf(table, { truth: 0, guess: 1 })).toEqual([2])
    expect(examplesOf(table, { truth: 1, guess: 0 })).toEqual([4])
    expect(examplesOf(table, { truth: 0, guess: 0 })).toEqual([])
    expect(countOf(table, { truth: 1, guess: 1 })).toBe(1)
  })
  it('counts everything where nothing is, by the largest output', () => {
    const answers = Float64Array.of(0.1, 0.2, 0.7, 0.6, 0.3, 0.1)
    const table = confuse(plan(3, 3, 0), points([2, 1], [0, 0]), answers)
    expect([...table.counts]).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 1])
  })
  it('is empty without answers, and while they are about other examples', () => {
    expect([...confuse(plan(2, 1, 0), points([0, 1], [0, 0]), null).counts]).toEqual([0, 0, 0, 0])
    expect([...confuse(plan(2, 1, 0), points([0, 1], [0, 0]), new Float64Array(3)).counts]).toEqual([0, 0, 0, 0])
  })
})

describe('its cells', () => {
  const table = tableOf(4, 20, 220)
  it('are where they are drawn', () => {
    expect(cellAt(table, 21, 1)).toEqual({ truth: 0, guess: 0 })
    expect(cellAt(table, 219, 151)).toEqual({ truth: 3, guess: 3 })
    expect(cellAt(table, 10, 1)).toBeNull()
    expect(cellAt(table, 221, 1)).toBeNull()
    expect(cellAt(table, 100, 4 * table.down + 1)).toBeNull()
    expect(tableOf(2, 20, 420).down).toBeLessThan(200)
  })
  it('are walked with the keys, to the edges', () => {
    expect(walk({ truth: 1, guess: 1 }, 3, 'ArrowDown')).toEqual({ truth: 2, guess: 1 })
    expect(walk({ truth: 2, guess: 1 }, 3, 'ArrowDown')).toEqual({ truth: 2, guess: 1 })
    expect(walk({ truth: 2, guess: 1 }, 3, 'End')).toEqual({ truth: 2, guess: 2 })
    expect(walk({ truth: 2, guess: 1 }, 3, 'a')).toBeNull()
    expect(same({ truth: 2, guess: 1 }, { truth: 2, guess: 1 })).toBe(true)
    expect(same({ truth: 2, guess: 1 }, null)).toBe(false)
  })
})

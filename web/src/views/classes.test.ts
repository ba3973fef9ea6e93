import { describe, expect, it } from 'vitest'
import type { Palette, Plan, Points } from '../run/protocol'
import { classColours, nextMistake, threshold, winner } from './classes'

const palette: Palette = {
  positive: [1, 1, 1],
  negative: [2, 2, 2],
  zero: [0, 0, 0],
  classes: [
    [3, 3, 3],
    [4, 4, 4],
  ],
}
const plan = (part: Partial<Plan>): Plan =>
  ({ classes: [], classColours: null, activations: ['tanh'], ...part }) as Plan

describe('class colours', () => {
  it('are those of the signs for two classes', () => {
    expect(classColours(plan({ classes: ['no', 'yes'] }), palette)).toEqual(['rgba(2, 2, 2, 1)', 'rgba(1, 1, 1, 1)'])
  })
  it('begin again when there are more classes than colours', () => {
    const colours = classColours(plan({ classes: ['a', 'b', 'c'] }), palette)
    expect(colours[2]).toBe(colours[0])
    expect(colours[1]).not.toBe(colours[0])
  })
  it('are the own ones of a picture', () => {
    const colours = classColours(
      plan({
        classes: ['#090909', '#080808'],
        classColours: [
          [9, 9, 9],
          [8, 8, 8],
        ],
      }),
      palette,
    )
    expect(colours).toEqual(['rgba(9, 9, 9, 1)', 'rgba(8, 8, 8, 1)'])
  })
})

describe('the winner', () => {
  it('is the largest of several outputs, the first of equal ones', () => {
    expect(winner(plan({}), [-0.9, -0.2, -0.3])).toBe(1)
    expect(winner(plan({}), [0.5, 0.5])).toBe(0)
    expect(winner(plan({}), [9, 9, 0.1, 0.2, 0.3, 9], 2, 3)).toBe(2)
  })
  it('of a single output lies on one side of the middle', () => {
    for (const [activation, middle] of [
      ['tanh', 0],
      ['identity', 0],
      ['sigmoid', 0.5],
    ] as const) {
      const one = plan({ activations: ['relu', activation] })
      expect(threshold(one)).toBe(middle)
      expect([-0.1, 0.1].map((by) => winner(one, [middle + by]))).toEqual([0, 1])
    }
  })
})

describe('the next mistake', () => {
  const two = plan({ classes: ['no', 'yes'] })
  const points = { count: 4, values: Float64Array.of(0, 1, 0, 1) } as unknown as Points
  const answers = Float64Array.of(0.9, 0.8, -0.7, -0.6) // wrong, right, right, wrong
  it('is looked for from one example on, and round to the first', () => {
    expect([0, 1, 2, 3].map((after) => nextMistake(two, points, answers, after))).toEqual([3, 3, 3, 0])
  })
  it('may be the same again, or none', () => {
    expect(nextMistake(two, points, Float64Array.of(-1, -1, -1, 1), 1)).toBe(1)
    expect(nextMistake(two, points, Float64Array.of(-1, 1, -1, 1), 1)).toBe(null)
  })
})

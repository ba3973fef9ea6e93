import { describe, expect, it, test } from 'vitest'
import {
  after,
  arrived,
  changeAt,
  changedAt,
  END,
  errorAt,
  errorFront,
  nextStop,
  PHASES,
  phaseAt,
  previousStop,
  signalAt,
  signalFront,
  stillOf,
  veilAt,
} from './phases'

const LAYERS = [2, 3, 5, 10]

test('a moment is in one phase, the end in the last one', () => {
  expect(phaseAt(0)).toEqual({ index: 0, phase: 'forward', share: 0 })
  expect(phaseAt(2.25)).toEqual({ index: 2, phase: 'backward', share: 0.25 })
  expect(phaseAt(END)).toEqual({ index: 3, phase: 'update', share: 1 })
})

test('steps lead through every phase once, and back the same way', () => {
  const forth: number[] = []
  for (let moment = 0; moment < END; moment = nextStop(moment)) forth.push(moment)
  expect(forth).toEqual([0, ...PHASES.map((_, index) => stillOf(index))])
  const back: number[] = []
  for (let moment: number = END; moment > 0;) back.push((moment = previousStop(moment)))
  expect(back).toEqual(forth.reverse())
})

describe.each(LAYERS)('with %i layers', (layers) => {
  it('time leads from the beginning to the end, and the same time back', () => {
    let moment = 0
    let frames = 0
    for (; moment < END; frames += 1) {
      const next = after(moment, 16, layers)
      expect(next).toBeGreaterThan(moment)
      moment = next
    }
    expect(moment).toBe(END)
    expect(frames * 16).toBeGreaterThan(5000)
    expect(after(END, -16 * frames, layers)).toBe(0)
    expect(after(after(1.5, 3000, layers), -3000, layers)).toBeCloseTo(1.5)
    expect(after(0, -100, layers)).toBe(0)
    expect(after(END, 100, layers)).toBe(END)
  })

  it('the signal reaches one layer after the other, and all of them by the end of its phase', () => {
    const reached = Array.from({ length: layers }, (_, layer) => {
      let moment = 0
      while (arrived(signalFront(moment, layers) - layer) < 1) moment += 0.001
      return moment
    })
    expect(reached).toEqual([...reached].sort((a, b) => a - b))
    expect(new Set(reached).size).toBe(layers)
    expect(reached[0]).toBeGreaterThan(0)
    expect(reached.at(-1)).toBeLessThanOrEqual(stillOf(0))
    expect(arrived(signalFront(0, layers))).toBe(0)
  })

  it('the error goes from the outputs to the first layer', () => {
    expect(errorFront(2, layers)).toBeGreaterThan(layers - 1)
    expect(errorFront(1, layers)).toBe(errorFront(2, layers))
    expect(arrived(-errorFront(stillOf(2), layers))).toBe(1)
  })
})

test('the film begins and ends with the ordinary picture', () => {
  for (const light of [veilAt, signalAt, errorAt, changeAt]) {
    expect(light(0)).toBe(0)
    expect(light(END)).toBe(0)
  }
  expect([changedAt(0), changedAt(3.1), changedAt(END)]).toEqual([0, 0, 1])
})

test('each phase shows its own light where one stops in it', () => {
  expect(signalAt(stillOf(0))).toBe(1)
  expect(errorAt(stillOf(0))).toBe(0)
  expect(errorAt(stillOf(1))).toBe(1)
  expect(errorAt(stillOf(2))).toBe(1)
  expect(changeAt(stillOf(2))).toBe(0)
  expect(changeAt(stillOf(3))).toBe(1)
  expect(changedAt(stillOf(3))).toBeGreaterThan(0.7)
})

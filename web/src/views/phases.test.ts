import { describe, expect, it, test } from 'vitest'
import { after, END, lightAt, nextStop, PHASES, phaseAt, previousStop, stillOf } from './phases'

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
      while (lightAt(moment, layers).layers[layer]!.arrived < 1) moment += 0.001
      return moment
    })
    expect(reached).toEqual([...reached].sort((a, b) => a - b))
    expect(new Set(reached).size).toBe(layers)
    expect(reached[0]).toBeGreaterThan(0)
    expect(reached.at(-1)).toBeLessThanOrEqual(stillOf(0))
    expect(lightAt(0, layers).layers[0]!.arrived).toBe(0)
  })

  it('the error goes from the outputs to the first layer', () => {
    expect(lightAt(2, layers).back).toBeGreaterThan(layers - 1)
    expect(lightAt(1, layers).back).toBe(lightAt(2, layers).back)
    expect(lightAt(stillOf(2), layers).layers[0]!.returned).toBe(1)
  })

  it('light is on the lines into a layer before it arrives there, forth and back', () => {
    for (let moment = 0; moment < 1; moment += 0.01) {
      const { front, layers: each } = lightAt(moment, layers)
      for (const [layer, { sent }] of each.entries()) expect(sent).toBeCloseTo(front - layer + 0.88)
    }
    const { layers: each } = lightAt(2.4, layers)
    expect(each.map(({ sentBack }) => sentBack)).toEqual(each.map(({ sentBack }) => sentBack).sort((a, b) => a - b))
  })
})

test('the film begins and ends with the ordinary picture', () => {
  for (const moment of [0, END]) {
    const { veil, signal, error, change } = lightAt(moment, 3)
    expect([veil, signal, error, change]).toEqual([0, 0, 0, 0])
  }
  expect([0, 3.1, END].map((moment) => lightAt(moment, 3).changed)).toEqual([0, 0, 1])
})

test('each phase shows its own light where one stops in it', () => {
  const stills = PHASES.map((_, index) => lightAt(stillOf(index), 3))
  expect(stills[0]!.signal).toBe(1)
  expect(stills.map(({ error }) => error).slice(0, 3)).toEqual([0, 1, 1])
  expect(stills.map(({ change }) => change).slice(2)).toEqual([0, 1])
  expect(stills[3]!.changed).toBeGreaterThan(0.7)
})

import { expect, test } from 'vitest'
import type { Change, Plan } from '../run/protocol'
import { axisOf, changesInWords, epochTicks, markInWords, marksOf, rowAt, sampled, stepOf } from './timeline'

/** Rows of step, epoch and training loss. */
const history = (...losses: number[]) => ({
  count: losses.length,
  at: (row: number, column: number) => [25 * row, row, losses[row]!][column]!,
})

const PLAN = {
  sizes: [2, 4, 1],
  inputNames: ['x1', 'x2'],
  outputNames: ['output'],
  experiment: { training: { learning_rate: 0.03, batch_size: 10 } },
} as unknown as Plan

test.each(['log', 'linear'] as const)('every step is found again at its place on a %s line', (scaling) => {
  const axis = axisOf(scaling, 1_000_000, 25)
  expect(axis.place(0)).toBe(0)
  expect(axis.place(1_000_000)).toBeCloseTo(1, 12)
  for (const step of [0, 1, 24, 25, 1234, 999_999, 1_000_000]) expect(axis.step(axis.place(step))).toBe(step)
  expect([axis.step(-0.5), axis.step(1.5)]).toEqual([0, 1_000_000])
})

test('the first epoch is on the line before it has been learned from', () => {
  expect(axisOf('log', 0, 25).last).toBe(25)
  expect(axisOf('log', 7, 25).place(0)).toBe(0)
})

/** Records as the engine thins them out, of so many epochs of 25 steps. */
function records(epochs: number) {
  const kept: number[] = []
  for (let epoch = 0; epoch <= epochs; epoch += 10 ** Math.max(0, Math.ceil(Math.log10((epoch + 1) / 1000))))
    kept.push(epoch)
  return { count: kept.length, at: (row: number, column: number) => kept[row]! * (column === 0 ? 25 : 1) }
}

test('an epoch stands where it was recorded, or between two records', () => {
  expect([0, 1, 999, 1005, 40_000].map((epoch) => stepOf(records(40_000), epoch))).toEqual(
    [0, 1, 999, 1005, 40_000].map((epoch) => 25 * epoch),
  )
  const faster = {
    count: 3,
    at: (row: number, column: number) =>
      [
        [0, 25, 30],
        [0, 1, 2],
      ][column]![row]!,
  }
  expect([1, 1.5, 2, 3].map((epoch) => stepOf(faster, epoch))).toEqual([25, 27.5, 30, 30])
})

test('epochs are named where they have room', () => {
  const named = (scaling: 'log' | 'linear', epochs: number, width: number): number[] =>
    epochTicks(axisOf(scaling, 25 * epochs, 25), records(epochs), width)
  expect(named('log', 40_000, 300)).toEqual([10, 1000])
  expect(named('log', 40_000, 1000)).toEqual(expect.arrayContaining([10, 100, 1000, 10_000]))
  expect(named('linear', 40_000, 1000)).toEqual([5000, 10_000, 15_000, 20_000, 25_000, 30_000, 35_000])
  expect(named('log', 0, 1000)).toEqual([])
  for (const width of [200, 340, 1400]) {
    const axis = axisOf('log', 3_000_000, 25)
    const places = epochTicks(axis, records(120_000), width).map((epoch) => axis.place(25 * epoch) * width)
    for (const [at, place] of places.entries()) if (at > 0) expect(place - places[at - 1]!).toBeGreaterThanOrEqual(64)
  }
})

test('a curve keeps its extremes, and shows what is no number as a gap', () => {
  const axis = axisOf('linear', 100, 25)
  expect(sampled(history(0.5, 0.9, 0.1, NaN, 0.2), 2, axis, 400).map(({ end }) => end)).toEqual([
    0.5,
    0.9,
    0.1,
    NaN,
    0.2,
  ])
  const narrow = sampled(history(0.5, 0.9, 0.1, 0.3, 0.2), 2, axis, 1.5)
  expect(narrow[0]).toMatchObject({ low: 0.1, high: 0.9, end: 0.1 })
  expect(sampled(history(0.5, 0), 2, axis, 400)[1]!.end).toBeNaN() // no place on a logarithmic scale
})

test('moments are found in a history', () => {
  const rows = history(1, 0.5, 0.4)
  expect([0, 24, 25, 49, 50, 99].map((step) => rowAt(rows, step))).toEqual([0, 0, 1, 1, 2, 2])
})

const CHANGES: readonly Change[] = [
  { step: 3, action: { set: { learning_rate: 0.1 } } },
  { step: 3, action: { set: { learning_rate: 1, batch_size: 'full' } } },
  { step: 40, action: { edit: { layer: 0, neuron: 1, input: 0, value: -1.5 } } },
  { step: 41, action: { edit: { layer: 1, neuron: 0, input: null, value: 0 } } },
  { step: 90, action: { mute: { layer: 0, neuron: 2, muted: true } } },
  { step: 91, action: { freeze: { layer: 1, frozen: true } } },
  { step: 92, action: { points: { move: 0, remove: 2, add: 1 } } },
]

test('changes are told in words with their numbers', () => {
  expect(changesInWords(CHANGES, PLAN)).toEqual([
    'learning rate 0.03 → 0.1',
    'learning rate 0.1 → 1, batch size 10 → full',
    'weight of layer 1, neuron 2 ← x1 = −1.5000',
    'bias of the output neuron = 0.0000',
    'layer 1, neuron 3 muted',
    'output layer frozen',
    '2 points removed, 1 point added',
  ])
})

test('changes that stand close together are one mark', () => {
  const marks = marksOf(CHANGES, axisOf('linear', 100, 25), 300, 6)
  expect(marks.map(({ step, from, to }) => [step, from, to])).toEqual([
    [3, 0, 2],
    [40, 2, 4],
    [90, 4, 6],
    [92, 6, 7],
  ])
  expect(markInWords(marks[0]!, CHANGES, PLAN, 1)).toEqual(['Step 3: learning rate 0.03 → 0.1', 'and 1 more change'])
  expect(markInWords(marks[3]!, CHANGES, PLAN, 4)).toEqual(['Step 92: 2 points removed, 1 point added'])
})

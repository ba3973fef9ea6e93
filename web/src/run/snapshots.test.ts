import { expect, test } from 'vitest'
import type { Dataset } from './dataset'
import { DEFAULTS } from '../engine/generated/schema'
import { MOST_MOMENTS, Snapshots, type Moment } from './snapshots'

const moment = (step: number, parameters = 10): Moment => ({
  step,
  epoch: Math.floor(step / 7),
  taken: 0,
  training: DEFAULTS.training,
  dataset: {} as Dataset,
  params: new Float64Array(parameters),
  moments: new Float64Array(),
  updates: new Float64Array(),
  state: new Float64Array(),
  muted: new Int32Array(),
  frozen: new Int32Array(),
})

/** As a run that goes on to a step keeps them; `expected`: it was known that it would go there. */
function kept(last: number, parameters = 10, expected = false): Snapshots {
  const snapshots = new Snapshots(moment(0, parameters))
  if (expected) snapshots.expect(last)
  for (let step = snapshots.next(0); step <= last; step = snapshots.next(step)) snapshots.keep(moment(step, parameters))
  return snapshots
}

const stepsOf = (snapshots: Snapshots): number[] => snapshots.all.map(({ step }) => step)

test('of a million steps there are not more than may be, none far from the next', () => {
  const steps = stepsOf(kept(1_000_000))
  expect(steps.length).toBeLessThanOrEqual(MOST_MOMENTS)
  const gaps = steps.map((step, place) => (steps[place + 1] ?? 1_000_000) - step)
  expect(Math.max(...gaps)).toBeLessThanOrEqual(512)
})

test('early steps stay, at every scale', () => {
  const steps = new Set(stepsOf(kept(1_000_000)))
  for (const step of [0, 1, 2, 3, 15, 31, 62, 124, 17 * 64, 31 * 1024]) expect(steps.has(step)).toBe(true)
  expect(steps.has(63)).toBe(false)
})

test('a way that is known beforehand leaves about the same, and takes fewer on it', () => {
  const steps = stepsOf(kept(100_000, 10, true))
  expect(steps).toEqual(stepsOf(kept(100_000)))
  let taken = 0
  const snapshots = new Snapshots(moment(0))
  snapshots.expect(100_000)
  for (let step = snapshots.next(0); step <= 100_000; step = snapshots.next(step), taken += 1)
    snapshots.keep(moment(step))
  expect(taken).toBe(steps.length - 1)
})

test('of a large network there are few, but always the first and a late one', () => {
  const steps = stepsOf(kept(100_000, 1_000_000))
  expect(steps.length).toBe(2)
  expect(steps[0]).toBe(0)
  expect(steps[1]).toBeGreaterThan(25_000)
  expect(stepsOf(kept(100_000, 20_000)).length).toBeLessThanOrEqual(66)
})

test('what is cut off and put back is as if it had never been gone', () => {
  const snapshots = kept(5000)
  const before = stepsOf(snapshots)
  const gone = snapshots.cut(1234)
  expect(stepsOf(snapshots).every((step) => step <= 1234)).toBe(true)
  snapshots.join(gone)
  expect(stepsOf(snapshots)).toEqual(before)
})

test('a copy goes its own way', () => {
  const snapshots = kept(5000)
  const copy = snapshots.copy()
  copy.cut(100)
  copy.keep(moment(copy.next(100)))
  expect(stepsOf(snapshots)).toEqual(stepsOf(kept(5000)))
  expect(copy.next(5000)).toBe(5024)
})

test('are found by step and by epoch', () => {
  const snapshots = kept(5000)
  expect(snapshots.before(33).step).toBe(32)
  expect(snapshots.before(0).step).toBe(0)
  expect(snapshots.beforeEpoch(0).step).toBe(0)
  const { step } = snapshots.beforeEpoch(300)
  expect(step).toBeLessThan(2100)
  expect(step).toBeGreaterThan(2000)
})

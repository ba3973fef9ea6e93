/** What is known of a run is only a cache: with it or without, the run is the same, bit for bit, before it, at it and after it. */

import { expect, test } from 'vitest'
import { Engine } from '../engine/engine'
import type { LogEntry } from '../run/protocol'
import { Run } from '../run/run'
import { module } from '../run/testing'
import { cached, recall, stillTrue, type Cached } from './cache'

const compiled = module()
const RECIPE = { data: { samples: 60 }, network: { hidden: [3, 2] }, training: { optimizer: 'adam', batch_size: 7 } }

const fresh = async (log: readonly LogEntry[]): Promise<Run> => {
  const run = await Run.begin(await Engine.load(compiled), RECIPE)
  run.resume(structuredClone(log))
  return run
}

/** A run on which everything that can be done was done; it stands at a step before its furthest. */
async function eventful(at: number): Promise<Run> {
  const run = await fresh([])
  run.advance(10)
  run.mute({ layer: 0, neuron: 1, muted: true })
  run.advance(25)
  run.freeze({ layer: 1, frozen: true })
  run.set({ batch_size: 20, optimizer: 'rmsprop' })
  run.advance(40)
  run.editPoints({ add: [[1, 2, 0]], remove: [3] })
  run.edit({ layer: 2, neuron: 0, input: null, value: 0.5 })
  run.advance(30)
  run.freeze({ layer: 1, frozen: false })
  run.advance(60)
  run.seek(at)
  return run
}

test.each([0, 35, 75, 100, 165])('a run that goes on from what was known at step %i is the same run', async (at) => {
  const run = await eventful(at)
  const kept = structuredClone(cached(run))
  const again = await fresh(run.log)
  expect(recall(again, kept)).toBe(true)
  expect([again.step, again.digest(), again.furthest]).toEqual([at, run.digest(), 165])
  expect(again.takeHistory(true)).toEqual(run.takeHistory(true))
  expect(again.taking.taken).toBe(run.taking.taken)
  expect([again.training, again.dataset.rows, again.frozen.copy()]).toEqual([
    run.training,
    run.dataset.rows,
    run.frozen.copy(),
  ])
  for (const step of [165, 20, 80, 300, 0, at]) {
    run.seek(step)
    again.seek(step)
    expect([again.step, again.digest()]).toEqual([step, run.digest()])
  }
  run.seek(at)
  again.seek(at)
  for (const one of [run, again]) {
    one.edit({ layer: 0, neuron: 0, input: 0, value: 0.25 })
    one.advance(30)
  }
  expect([again.digest(), again.log]).toEqual([run.digest(), run.log])
})

test('what is damaged, or is about another run, is not gone on with', async () => {
  const run = await eventful(100)
  const kept = cached(run)
  const damaged = (change: (copy: { -readonly [Key in keyof Cached]: Cached[Key] }) => void): unknown => {
    const copy = structuredClone(kept)
    change(copy)
    return copy
  }
  for (const wrong of [
    null,
    undefined,
    'kept',
    {},
    damaged((copy) => (copy.here.params[3]! += 1e-12)),
    damaged((copy) => (copy.here.state[0]! += 1)),
    damaged((copy) => (copy.history[7] = 0)),
    damaged((copy) => (copy.codes = 'others')),
    damaged((copy) => (copy.sum += 1)),
    damaged((copy) => (copy.here = { ...copy.here, params: copy.here.params.slice(1) })),
  ]) {
    const again = await fresh(run.log)
    expect(recall(again, wrong)).toBe(false)
    again.seek(100)
    expect(again.digest()).toBe(run.digest())
  }
  const other = await fresh([[4, { edit: { layer: 0, neuron: 0, input: 0, value: 1 } }]])
  expect(recall(other, structuredClone(kept))).toBe(false)
})

test('what was known holds as long as nothing was done on the way', () => {
  const entry = (step: number): LogEntry => [step, { freeze: { layer: 0, frozen: true } }]
  const [first, second] = [entry(3), entry(5)]
  expect(stillTrue([first], [first], 10)).toBe(true)
  expect(stillTrue([first], [first, entry(10)], 10)).toBe(true)
  expect(stillTrue([first], [first, entry(9)], 10)).toBe(false)
  expect(stillTrue([first, second], [first], 10)).toBe(false)
  expect(stillTrue([first], [entry(3)], 10)).toBe(false)
})

import { expect, test, vi } from 'vitest'
import { Engine } from '../engine/engine'
import type { Picked, Slice } from './protocol'
import { Run } from './run'
import { Slices } from './slice'
import { module } from './testing'

const compiled = module()
const WEIGHT: Picked = { layer: 1, neuron: 0, part: 0 }
const SLICE: Slice = { pick: WEIGHT, low: -1, high: 1.5, size: 6 }

async function open(recipe: object = {}): Promise<{ run: Run; slices: Slices }> {
  const run = await Run.begin(await Engine.load(compiled), recipe)
  return { run, slices: new Slices(run) }
}

test.each<[string, object, Picked, number | null]>([
  ['a weight', { data: { samples: 100 } }, WEIGHT, 0],
  ['a bias', { data: { source: 'houses', test: 0 }, network: { hidden: [] } }, { ...WEIGHT, part: 'bias' }, null],
])('each loss is that of the run with this value: %s', async (_, recipe, pick, input) => {
  const { run, slices } = await open(recipe)
  run.advance(20)
  const losses = slices.get({ ...SLICE, pick }, true, 5)!
  for (const [place, loss] of losses.entries()) {
    run.edit({ layer: 0, neuron: 0, input, value: -1 + place / 2 })
    expect(loss).toBeCloseTo(run.evaluate('train').loss, 9)
  }
})

test('it follows the run, and is the same whether it is made at once or in pieces', async () => {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 1))
  const { run, slices } = await open({ data: { samples: 3000 }, network: { hidden: [30, 30] } })
  const first = slices.get(SLICE, true, 0)!
  run.advance(1)
  let [found, frames] = [first, 0]
  for (; frames < 50 && String(found) === String(first); frames += 1) {
    now += 100
    found = slices.get(SLICE, false, 0)!
  }
  expect(frames).toBeGreaterThan(2)
  expect(found).not.toEqual(first)
  slices.forget()
  expect(slices.get(SLICE, true, 0)).toEqual(found)
  vi.restoreAllMocks()
})

test('a parameter that the network does not have has none', async () => {
  const { slices } = await open()
  for (const pick of [
    { ...WEIGHT, layer: 9 },
    { ...WEIGHT, part: 5 },
    { ...WEIGHT, layer: 0, part: 'neuron' as const },
  ]) {
    expect(slices.get({ ...SLICE, pick }, true, 5)).toBeNull()
  }
})

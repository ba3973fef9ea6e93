import { expect, test } from 'vitest'
import { Engine } from '../engine/engine'
import { Portraits } from './portrait'
import { SERIES, type Portrait, type Spread } from './protocol'
import { Run } from './run'
import { sampleSize } from './sample'
import { Scene } from './scene'
import { module } from './testing'

const compiled = module()

async function open(recipe: object = {}): Promise<{ run: Run; portraits: Portraits }> {
  const run = await Run.begin(await Engine.load(compiled), recipe)
  return { run, portraits: new Portraits(new Scene(run)) }
}

/** The portrait with all of its series. */
function whole(portraits: Portraits): Portrait {
  let got = portraits.get(true, 5)
  for (let frames = 0; frames < 500 && portraits.unfinished; frames += 1) got = portraits.get(true, 5)
  expect(portraits.unfinished).toBe(false)
  return got
}

const spreads = ({ layers }: Portrait): Spread[] =>
  layers.flatMap(({ weights, gradients, activations }) => [weights, gradients, activations])

test('weights are spread as they are', async () => {
  const { run, portraits } = await open({ network: { hidden: [8, 3] } })
  run.advance(50)
  const { layers } = portraits.get(true, 5)
  const weights = [...run.network.params.values.subarray(0, 16)].sort((a, b) => a - b)
  const { quantiles, counts, reach } = layers[0]!.weights
  expect([quantiles[0], quantiles[6]]).toEqual([weights[0], weights[15]])
  expect(quantiles[3]).toBeCloseTo((weights[7]! + weights[8]!) / 2, 12)
  expect(reach).toBe(Math.max(...weights.map(Math.abs)))
  expect(counts.length).toBe(25)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(16)
  for (const [bin, count] of counts.entries()) {
    const [low, high] = [bin, bin + 1].map((edge) => reach * ((2 * edge) / 25 - 1)) as [number, number]
    const within = weights.filter((value) => low + 1e-9 < value && value < high - 1e-9).length
    expect(count).toBeGreaterThanOrEqual(within)
  }
})

test.each<[string, object]>([
  ['points', {}],
  ['a line without a test', { data: { source: 'sine', test: 0 } }],
  ['several classes', { data: { source: 'iris' } }],
  ['images', { data: { source: 'digits-5x5' } }],
  ['more neurons than are drawn', { network: { hidden: [50, 2] } }],
  ['all at once', { data: { samples: 2000 }, training: { batch_size: 'full' } }],
])('a portrait has a place for every layer and neuron: %s', async (_, recipe) => {
  const { run, portraits } = await open(recipe)
  run.advance(100)
  const got = whole(portraits)
  const layers = run.resolved.sizes.length - 1
  expect(got.layers.length).toBe(layers)
  const shown = new Scene(run).shown.sizes
  expect(got.quiet.length).toBe(shown.reduce((sum, size) => sum + size, 0))
  expect(got.quiet.every((share) => 0 <= share && share <= 1)).toBe(true)
  for (const { quantiles } of spreads(got)) {
    expect([...quantiles]).toEqual([...quantiles].sort((a, b) => a - b))
    expect(quantiles.every(Number.isFinite)).toBe(true)
  }
  expect(got.series.length).toBe(got.steps.length * layers * SERIES)
  expect(got.series.every(Number.isFinite)).toBe(true)
  for (const { ratio, gradient, saturated, dead } of got.layers) {
    expect(ratio).toBeGreaterThan(0)
    expect(gradient).toBeGreaterThan(0)
    for (const share of [saturated, dead]) expect(0 <= share && share <= 1).toBe(true)
  }
})

test('the ratio is that of the next step', async () => {
  const { run, portraits } = await open({ training: { optimizer: 'adam' } })
  run.advance(20)
  const { layers } = portraits.get(true, 5)
  const size = (values: Float64Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
  const before = run.network.params.copy().subarray(0, 8)
  run.advance(1)
  const change = run.network.params
    .copy()
    .subarray(0, 8)
    .map((value, k) => value - before[k]!)
  expect(layers[0]!.ratio).toBeCloseTo(size(change) / size(before), 12)
})

test('the series tells of each moment what was seen there', async () => {
  const { run, portraits } = await open({ training: { optimizer: 'adam', learning_rate: 0.01 } })
  run.advance(100)
  run.set({ optimizer: 'sgd', l2: 0.01 })
  run.mute({ layer: 0, neuron: 0, muted: true })
  run.advance(900)
  const { steps, series } = whole(portraits)
  const layers = run.resolved.sizes.length - 1
  expect(steps.length).toBeGreaterThan(10)
  const other = await open({ training: { optimizer: 'adam', learning_rate: 0.01 } })
  other.run.resume(run.log)
  for (const index of [0, 1, steps.length - 1]) {
    other.run.seek(steps[index]!)
    other.portraits.forget(false)
    const now = other.portraits.get(true, 5)
    const rows = now.layers.flatMap(({ weights, gradients, activations, saturated, dead, gradient, ratio }) => [
      ...weights.quantiles,
      ...gradients.quantiles,
      ...activations.quantiles,
      ...[saturated, dead, gradient, ratio],
    ])
    const each = layers * SERIES
    expect([...series.subarray(index * each, (index + 1) * each)]).toEqual(rows)
  }
})

test('moments before an edit of the points stay, without a next step of theirs', async () => {
  const { run, portraits } = await open()
  run.advance(300)
  const before = whole(portraits)
  run.editPoints({ remove: [1, 2, 3] })
  portraits.forget(true)
  const after = whole(portraits)
  expect(after.steps).toEqual(before.steps)
  expect(after.series.subarray(0, 7)).toEqual(before.series.subarray(0, 7))
  expect(after.series[SERIES - 1]).toBeNaN()
  expect(before.series[SERIES - 1]).not.toBeNaN()
})

test('the series comes in pieces, and is not made anew', async () => {
  const { run, portraits } = await open()
  run.advance(64 * 40)
  const first = portraits.get(false, 0)
  expect(portraits.unfinished).toBe(true)
  expect(first.steps.length).toBe(1)
  const all = whole(portraits)
  run.advance(1)
  expect(portraits.get(false, 5).series).toEqual(all.series)
})

test('wide networks are seen with fewer examples, and never more than there are', async () => {
  const { run } = await open({ data: { samples: 4000 } })
  expect(sampleSize(run.resolved)).toBe(256)
  expect(sampleSize({ ...run.resolved, sizes: [784, 128, 10] })).toBe(71)
  expect(sampleSize({ ...run.resolved, sizes: [784, 4096, 10] })).toBe(64)
  expect(sampleSize({ ...run.resolved, train: 5 })).toBe(5)
})

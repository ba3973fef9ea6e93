import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Engine } from '../engine/engine'
import { Landscapes } from './landscape'
import type { Ground, Landscape, Picked } from './protocol'
import { Run } from './run'
import { module } from './testing'

const compiled = module()
const RANDOM: Ground = { seed: 3, axes: null, reach: 1, size: 16 }
const WEIGHTS: readonly [Picked, Picked] = [
  { layer: 1, neuron: 0, part: 0 },
  { layer: 2, neuron: 1, part: 'bias' },
]

async function open(recipe: object = {}): Promise<{ run: Run; landscapes: Landscapes }> {
  const run = await Run.begin(await Engine.load(compiled), recipe)
  return { run, landscapes: new Landscapes(run) }
}

/** The landscape of the present weights. */
function whole(landscapes: Landscapes, ground: Ground): Landscape {
  let got = landscapes.get(ground, true, 50)!
  for (let frames = 0; frames < 1000 && landscapes.unfinished; frames += 1) got = landscapes.get(ground, true, 50)!
  expect([got.done, got.age, landscapes.unfinished]).toEqual([1, 0, false])
  return got
}

describe('around two weights', () => {
  test.each<[string, object]>([
    ['points', { data: { samples: 100 } }],
    ['several classes', { data: { source: 'iris' } }],
    ['values', { data: { source: 'houses', test: 0 } }],
    ['images', { data: { source: 'digits-5x5', test: 0.9 }, network: { hidden: [4, 3] } }],
  ])('each loss is that of the run with these weights: %s', async (_, recipe) => {
    const { run, landscapes } = await open(recipe)
    run.advance(30)
    const ground: Ground = { ...RANDOM, axes: WEIGHTS, reach: 2, size: 9 }
    const { losses, bounds, path } = whole(landscapes, ground)
    const edits = [
      { layer: 0, neuron: 0, input: 0 },
      { layer: 1, neuron: 1, input: null },
    ]
    const values = run.network.params.values
    const [x, y] = [values[0]!, values[(run.resolved.sizes[0]! + 1) * 4 + 4 * run.resolved.sizes[2]! + 1]!]
    expect([...path.subarray(-2)]).toEqual([x, y].map((value) => expect.closeTo(value, 12) as number))
    expect(bounds[0].map((bound) => bound - path.at(-2)!)).toEqual(
      [-2, 2].map((value) => expect.closeTo(value, 9) as number),
    )
    for (const place of [0, 4, 40, 44, 80]) {
      const [column, row] = [place % 9, 8 - Math.floor(place / 9)]
      for (const [axis, cell] of [column, row].entries()) {
        const [low, high] = bounds[axis]!
        run.edit({ ...edits[axis]!, value: low + (high - low) * ((cell + 0.5) / 9) })
      }
      expect(losses[place]).toBeCloseTo(run.evaluate('train').loss, 9)
    }
  })

  test('that are none, or one, there is none', async () => {
    const { landscapes } = await open()
    const axis = WEIGHTS[0]
    for (const other of [axis, { ...axis, layer: 7 }, { layer: 0, neuron: 0, part: 'neuron' } as const]) {
      expect(landscapes.get({ ...RANDOM, axes: [axis, other] }, true, 5)).toBeNull()
      expect(landscapes.unfinished).toBe(false)
    }
  })
})

describe('over fixed ground', () => {
  const line = { data: { source: 'houses', test: 0, standardize: 'none' }, network: { hidden: [], init: 'zeros' } }
  const axes: readonly [Picked, Picked] = [
    { layer: 1, neuron: 0, part: 0 },
    { layer: 1, neuron: 0, part: 'bias' },
  ]
  const across = [0, 0.4] as const
  const ground: Ground = { ...RANDOM, axes, size: 8, bounds: [across, [-100, 300]] }

  test('it stays as it is whatever becomes of its two parameters', async () => {
    const { run, landscapes } = await open(line)
    const first = whole(landscapes, ground)
    expect(first.bounds).toEqual(ground.bounds)
    const changes = [
      () => run.edit({ layer: 0, neuron: 0, input: 0, value: 0.165 }),
      () => run.edit({ layer: 0, neuron: 0, input: null, value: 50 }),
      () => run.set({ learning_rate: 1e-9 }),
      () => run.advance(7),
      () => run.seek(2),
    ]
    for (const change of changes) {
      change()
      landscapes.forget()
      expect(landscapes.unfinished).toBe(false)
      const { losses, age, path } = landscapes.get(ground, false, 0)!
      expect([losses, age]).toEqual([first.losses, 0])
      expect([...path.slice(-2)]).toEqual(
        [...run.network.params.values].map((value) => expect.closeTo(value, 9) as number),
      )
    }
  })

  test('other points, another loss and other weights make another one', async () => {
    const { run, landscapes } = await open({ data: { source: 'sine', samples: 20 }, network: { hidden: [2] } })
    const one: Ground = {
      ...RANDOM,
      axes: WEIGHTS.with(1, axes[1]) as [Picked, Picked],
      size: 8,
      bounds: [across, across],
    }
    const seen = [whole(landscapes, one).losses]
    const changes = [
      () => run.editPoints({ remove: [0, 1] }),
      () => run.set({ loss: 'mae' }),
      () => run.mute({ layer: 0, neuron: 1, muted: true }),
      () => run.mute({ layer: 0, neuron: 1, muted: false }),
      () => run.edit({ layer: 1, neuron: 0, input: 1, value: 3 }),
      () => run.advance(10),
    ]
    for (const change of changes) {
      change()
      landscapes.forget()
      expect(landscapes.unfinished).toBe(true)
      seen.push(whole(landscapes, one).losses)
      expect(seen.at(-1)).not.toEqual(seen.at(-2))
    }
    expect(seen[4]).toEqual(seen[2]) // the neuron speaks again
  })

  test('the arrow at the run is the slope of the ground there', async () => {
    const { run, landscapes } = await open({ data: { source: 'houses', test: 0 }, network: { hidden: [3] } })
    run.advance(5)
    for (const bounds of [undefined, ground.bounds!]) {
      const { gradient } = whole(landscapes, { ...RANDOM, axes, size: 8, ...(bounds === undefined ? {} : { bounds }) })
      for (const [axis, input] of [0, null].entries()) {
        const edit = { layer: 0, neuron: 0, input }
        const value = run.network.params.values[input === null ? run.resolved.sizes[0]! * 3 : 0]!
        const losses = [1e-5, -1e-5].map((shift) => {
          run.edit({ ...edit, value: value + shift })
          return run.evaluate('train').loss
        })
        run.edit({ ...edit, value })
        expect(gradient[axis]).toBeCloseTo((losses[0]! - losses[1]!) / 2e-5, 6)
      }
    }
    expect([...whole(landscapes, RANDOM).gradient]).toEqual([NaN, NaN])
  })
})

describe('over random directions', () => {
  test('the run stands in the middle, and its way leads there', async () => {
    const { run, landscapes } = await open()
    for (let step = 0; step < 1000; step += 100) run.advance(100)
    const { path, steps, losses, bounds } = whole(landscapes, { ...RANDOM, size: 17 })
    expect(bounds).toEqual([
      [-1, 1],
      [-1, 1],
    ])
    expect([...path.subarray(-2)]).toEqual([0, 0])
    expect([steps[0], steps.at(-1), path.length]).toEqual([0, 1000, 2 * steps.length])
    expect(steps.length).toBeGreaterThan(5)
    expect([...steps].every((step, k) => k === 0 || step > steps[k - 1]!)).toBe(true)
    expect(losses[8 * 17 + 8]).toBeCloseTo(run.evaluate('train').loss, 12)
  })

  test('the same weights give the same, whatever was looked at before', async () => {
    const [one, other] = [await open(), await open()]
    whole(one.landscapes, RANDOM)
    one.run.advance(300)
    one.landscapes.get(RANDOM, false, 1)
    one.run.advance(200)
    other.run.advance(500)
    expect(whole(one.landscapes, RANDOM)).toEqual(whole(other.landscapes, RANDOM))
    expect(whole(other.landscapes, { ...RANDOM, seed: 4 }).losses).not.toEqual(whole(one.landscapes, RANDOM).losses)
  })
})

test('an edit, a silent neuron, and other points make another one', async () => {
  const { run, landscapes } = await open()
  const seen = [whole(landscapes, RANDOM).losses]
  const changes = [
    () => run.edit({ layer: 0, neuron: 0, input: 0, value: 2 }),
    () => run.mute({ layer: 0, neuron: 1, muted: true }),
    () => run.editPoints({ remove: [0, 1, 2, 3, 4] }),
  ]
  for (const change of changes) {
    change()
    landscapes.forget()
    expect(landscapes.unfinished).toBe(true)
    const old = landscapes.get(RANDOM, false, 0)!
    expect([old.losses, old.age]).toEqual([seen.at(-1), 1])
    seen.push(whole(landscapes, RANDOM).losses)
    expect(seen.at(-1)).not.toEqual(seen.at(-2))
  }
})

describe('in pieces', () => {
  let now = 0
  beforeEach(() => {
    now = 0
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 0.5))
    return () => vi.restoreAllMocks()
  })

  test('the first one is seen at once, coarsely, and then more and more of it', async () => {
    const { landscapes } = await open()
    const first = landscapes.get(RANDOM, false, 2)!
    expect(first.losses.every(Number.isFinite)).toBe(true)
    expect(first.done).toBeLessThan(0.1)
    expect(new Set(first.losses).size).toBeLessThan(12)
    let before = first
    for (let frames = 0; frames < 200 && landscapes.unfinished; frames += 1) {
      now += 16
      const got = landscapes.get(RANDOM, false, 2)!
      expect(got.done).toBeGreaterThan(before.done)
      before = got
    }
    expect(before.done).toBe(1)
  })

  test('while a run goes on, the one before stays until the next is complete', async () => {
    const { run, landscapes } = await open()
    whole(landscapes, RANDOM)
    const ages: number[] = []
    for (let frames = 0; frames < 300; frames += 1) {
      now += 16
      run.advance(1)
      const { done, age } = landscapes.get(RANDOM, false, 4)!
      expect(done).toBe(1)
      ages.push(age)
    }
    expect(Math.max(...ages)).toBeLessThan(150)
    expect(ages.filter((age, k) => k > 0 && age < ages[k - 1]!).length).toBeGreaterThan(2)
  })
})

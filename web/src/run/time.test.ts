/** All of time: going anywhere in a run, changing it there, and taking that back. */

import { beforeEach, describe, expect, test } from 'vitest'
import { Engine } from '../engine/engine'
import { HISTORY_COLUMNS } from './protocol'
import { Run } from './run'
import { module } from './testing'

const compiled = module()
const fresh = async (): Promise<Engine> => Engine.load(compiled)
const SMALL = { data: { samples: 60 }, network: { hidden: [3, 2] }, training: { optimizer: 'adam', batch_size: 7 } }
const begin = async (recipe: object = SMALL): Promise<Run> => Run.begin(await fresh(), recipe)

/** The same recipe and log from the beginning, up to a step. */
async function again({ log, recipe }: Run, step: number): Promise<string> {
  const run = await Run.begin(await fresh(), recipe)
  run.resume(JSON.parse(JSON.stringify(log)) as unknown[])
  run.seek(step)
  return run.digest()
}

/** A run on which everything that can be done was done. */
async function eventful(): Promise<Run> {
  const run = await begin()
  run.advance(10)
  run.mute({ layer: 0, neuron: 1, muted: true })
  run.advance(25)
  run.freeze({ layer: 1, frozen: true })
  run.set({ batch_size: 20, optimizer: 'rmsprop' })
  run.advance(40)
  run.editPoints({ add: [[1, 2, 0]], remove: [3] })
  run.edit({ layer: 2, neuron: 0, input: null, value: 0.5 })
  run.advance(30)
  run.mute({ layer: 0, neuron: 1, muted: false })
  run.freeze({ layer: 1, frozen: false })
  run.advance(60)
  return run
}

test('any step of a run is that of a fresh run with the same log', async () => {
  const run = await eventful()
  for (const step of [165, 0, 9, 10, 11, 34, 35, 74, 75, 76, 104, 105, 106, 164, 12]) {
    run.seek(step)
    expect([run.step, run.digest()]).toEqual([step, await again(run, step)])
  }
})

test('what was known stays known until something new is done', async () => {
  const run = await eventful()
  const { recorded } = run
  const rows = run.takeHistory(true).rows
  run.seek(20)
  expect([run.furthest, run.recorded < recorded, run.log.length, run.taking.taken]).toEqual([165, true, 7, 1])
  expect(run.takeHistory(false)).toEqual({ from: recorded, rows: new Float64Array() })
  run.advance(50)
  expect([run.furthest, run.takeHistory(true).rows]).toEqual([165, rows])
  run.edit({ layer: 0, neuron: 0, input: 0, value: 1 })
  expect([run.furthest, run.log.length]).toEqual([70, 4])
  const { rows: left } = run.takeHistory(true)
  expect(left[left.length - HISTORY_COLUMNS]).toBeLessThanOrEqual(70)
  expect(run.snapshots.every(({ step }) => step <= 70)).toBe(true)
})

describe('mutes and freezes', () => {
  test('a frozen layer stays, the others learn', async () => {
    const run = await begin()
    run.freeze({ layer: 0, frozen: true })
    const before = run.network.params.copy()
    run.advance(20)
    const first = 3 * 3 // 2 inputs and a bias for each of 3 neurons
    expect(run.network.params.values.subarray(0, first)).toEqual(before.subarray(0, first))
    expect(run.network.params.values.subarray(first)).not.toEqual(before.subarray(first))
  })

  test('a muted neuron is as if its weights to the next layer were 0', async () => {
    const [muted, cut] = [await begin(), await begin()]
    muted.mute({ layer: 0, neuron: 1, muted: true })
    for (const neuron of [0, 1]) cut.edit({ layer: 1, neuron, input: 1, value: 0 })
    expect(muted.evaluate('train')).toEqual(cut.evaluate('train'))
    expect([muted.isMuted(0, 1), muted.isMuted(0, 0)]).toEqual([true, false])
  })

  test('all neurons of a network can be muted', async () => {
    const run = await begin()
    for (const [layer, neurons] of [3, 2].entries()) {
      for (let neuron = 0; neuron < neurons; neuron += 1) run.mute({ layer, neuron, muted: true })
    }
    run.advance(20)
    expect(run.evaluate('train').loss).toBeGreaterThan(0)
    expect(run.diverged).toBeNull()
  })

  test.each([
    [
      { layer: 2, neuron: 0, muted: true },
      /a neuron of a hidden layer, got one of layer 2: .* layers 0 to 1 can be muted/,
    ],
    [{ layer: 9, neuron: 0, muted: true }, /a layer from 0 to 1, got 9/],
    [{ layer: 0, neuron: 3, muted: true }, /a neuron from 0 to 2, got 3/],
    [{ layer: 0, neuron: 0, muted: 1 }, /true or false for muted, got 1/],
    [{ layer: -1, neuron: 0, muted: true }, /a layer and a neuron to mute/],
    [null, /a layer and a neuron to mute, got nothing/],
  ])('the mute %j is refused', async (mute, message) => {
    const run = await begin()
    expect(() => {
      run.mute(mute)
    }).toThrow(message)
    expect(run.log).toEqual([])
  })

  test('without a hidden layer there is nothing to mute', async () => {
    const run = await begin({ network: { hidden: [] } })
    expect(() => {
      run.mute({ layer: 0, neuron: 0, muted: true })
    }).toThrow(/this network has no hidden layer/)
  })

  test('what changes nothing is not taken, and drops nothing', async () => {
    const run = await eventful()
    run.seek(100)
    const [weight] = run.network.params.values
    run.edit({ layer: 0, neuron: 0, input: 0, value: weight })
    run.mute({ layer: 0, neuron: 1, muted: true })
    run.freeze({ layer: 0, frozen: false })
    run.set({ batch_size: 20 })
    expect([run.log.length, run.furthest]).toEqual([7, 165])
  })
})

describe('undo and redo', () => {
  test('are each the inverse of the other, at whatever step', async () => {
    const run = await eventful()
    const whole = run.log.length
    const there: [number, string, number][] = []
    while (run.taking.undo) {
      there.push([run.step, run.digest(), run.furthest])
      run.undo()
      expect(run.digest()).toBe(await again(run, run.step))
    }
    expect([run.step, run.log.length, there.length]).toEqual([10, 0, whole])
    while (run.taking.redo) {
      run.redo()
      expect([run.step, run.digest(), run.furthest]).toEqual(there.pop())
    }
    expect([run.step, run.log.length]).toEqual([165, whole])
    const rows = run.takeHistory(true)
    expect(rows).toEqual((await eventful()).takeHistory(true))
  })

  test('changes of the same thing go back together, and come again', async () => {
    const run = await begin()
    for (const value of [1, 2, 3]) {
      run.advance(5)
      run.edit({ layer: 0, neuron: 0, input: 0, value: value / 8 })
      run.edit({ layer: 0, neuron: 0, input: 0, value })
    }
    expect(run.log.length).toBe(3)
    run.advance(5)
    const digest = run.digest()
    run.undo()
    expect([run.step, run.log]).toEqual([5, []])
    run.advance(100) // going on does not matter
    run.redo()
    expect([run.step, run.digest(), run.furthest]).toEqual([20, digest, 20])
    expect(() => {
      run.redo()
    }).toThrow(/to redo, got none/)
  })

  test('what lies ahead is brought back, too', async () => {
    const run = await eventful()
    run.seek(80)
    run.undo()
    expect([run.step, run.log.length]).toEqual([75, 4])
    run.redo()
    expect([run.step, run.log.length, run.furthest]).toEqual([80, 7, 165])
    run.seek(165)
    expect(run.digest()).toBe((await eventful()).digest())
  })
})

describe('a fork', () => {
  test.each([SMALL, { data: { source: 'iris' } }, { data: { source: 'rose', samples: 300 } }])(
    'of %j is the same run, and goes its own way',
    async (recipe) => {
      const run = await begin(recipe)
      run.advance(30)
      run.edit({ layer: 0, neuron: 0, input: 0, value: 1 })
      run.advance(30)
      run.seek(40)
      const fork = run.fork(await fresh())
      expect([fork.step, fork.digest(), fork.furthest]).toEqual([40, run.digest(), 60])
      expect(fork.takeHistory(true)).toEqual(run.takeHistory(true))
      fork.set({ learning_rate: 0.5 })
      fork.advance(25)
      run.advance(25)
      expect(fork.digest()).not.toBe(run.digest())
      expect(run.digest()).toBe(await again(run, 65))
      expect(fork.digest()).toBe(await again(fork, 65))
      expect([run.log.length, fork.log.length]).toEqual([1, 2])
    },
  )

  test('of edited points, with what can be undone and redone', async () => {
    const run = await eventful()
    run.undo()
    const fork = run.fork(await fresh())
    run.redo()
    fork.redo()
    expect([fork.digest(), fork.log]).toEqual([run.digest(), run.log])
    expect(fork.edited).toBe(true)
    while (fork.taking.undo) fork.undo()
    expect([run.log.length, run.digest()]).toEqual([7, await again(run, 165)])
  })

  test('in the middle of a record', async () => {
    const run = await begin()
    while (!run.recording) run.advance(1, 5)
    const fork = run.fork(await fresh())
    for (const one of [run, fork]) one.advance(20)
    expect([fork.digest(), fork.history]).toEqual([run.digest(), run.history])
  })
})

describe('epochs', () => {
  test('their beginnings are found, whatever was changed on the way', async () => {
    const run = await eventful()
    const last = run.step
    run.seek(0)
    const starts = [0]
    while (run.step < last) {
      run.finishEpoch()
      if (run.step <= last) starts.push(run.step)
    }
    run.seek(last)
    const found = []
    while (run.step > 0) {
      run.backToEpoch()
      found.push(run.step)
    }
    expect(found.reverse()).toEqual(starts.filter((step) => step < last))
    expect(() => {
      run.backToEpoch()
    }).toThrow(/a step before this one, got the beginning/)
  })
})

test('a long way can be gone in pieces', async () => {
  const run = await begin()
  run.advance(3000)
  const digest = run.digest()
  run.seek(5)
  const later = await begin()
  later.seek(3000, 0)
  expect(later.heading).toBe(3000)
  expect(later.step).toBeLessThan(3000)
  while (later.heading !== null) later.travel(1)
  expect([later.step, later.digest()]).toEqual([3000, digest])
  later.seek(4000, 0)
  later.edit({ layer: 0, neuron: 0, input: 0, value: 2 }) // what is done then is done where it was to go
  expect(later.log[0]![0]).toBe(4000)
})

describe('a divergence in the middle', () => {
  const WILD = { data: { source: 'plane' }, training: { learning_rate: 1000 }, network: { activation: 'identity' } }

  test('is known from before it, and gone when the run goes another way', async () => {
    const run = await begin(WILD)
    run.advance(10_000)
    const { step } = run.diverged!
    run.seek(step - 1)
    expect([run.diverged, run.breaks?.step, run.furthest]).toEqual([null, step, step])
    expect(run.network.params.values.every(Number.isFinite)).toBe(true)
    run.advance(5)
    expect([run.step, run.diverged?.step]).toEqual([step, step])
    run.seek(0)
    run.set({ learning_rate: 1e-3 })
    expect(run.breaks).toBeNull()
    expect(run.advance(100)).toBe(100)
    run.undo()
    run.seek(10_000)
    expect([run.step, run.heading]).toEqual([step, null])
  })
})

describe('the moment before', () => {
  let run: Run
  beforeEach(async () => {
    run = await begin()
    run.remember = true
  })

  test('is one step earlier, however the run got there', async () => {
    const other = await begin()
    const check = (step: number): void => {
      other.seek(step - 1)
      expect(run.step).toBe(step)
      expect([run.before?.step, run.before?.params]).toEqual([step - 1, other.network.params.copy()])
      expect(run.before?.moments).toEqual(other.moments.copy())
    }
    run.advance(1)
    check(1)
    run.advance(99)
    check(100)
    run.seek(50)
    check(50)
    run.remember = false
    run.advance(30)
    expect(run.before).toBeNull()
    run.remember = true
    const digest = run.digest()
    check(80)
    expect([run.step, run.digest(), run.furthest]).toEqual([80, digest, 100])
  })

  test('is none at the beginning, and after a change', () => {
    expect(run.before).toBeNull()
    run.advance(3)
    expect(run.before).not.toBeNull()
    run.set({ learning_rate: 1 })
    expect(run.before).toBeNull()
    run.advance(1)
    expect(run.before?.step).toBe(3)
  })

  test('changes no bit', async () => {
    run.advance(500)
    const other = await begin()
    other.advance(500)
    expect([run.digest(), run.history]).toEqual([other.digest(), other.history])
  })
})

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { Engine } from '../engine/engine'
import experiments from '../engine/generated/experiments.json'
import { digest } from './digest'
import { InputError } from './errors'
import { HISTORY_COLUMNS, type Own } from './protocol'
import { Run } from './run'
import { module } from './testing'

let engine: Engine
const compiled = module()
beforeEach(async () => {
  engine = await Engine.load(compiled)
})

const SMALL = { data: { samples: 60 }, network: { hidden: [3] } }

test('the cut into calls changes no bit', async () => {
  const whole = await Run.begin(engine, SMALL)
  whole.advance(500)
  const digest = whole.digest()
  const pieces = await Run.begin(engine, SMALL)
  while (pieces.step < 500) pieces.advance(Math.min(7, 500 - pieces.step))
  expect(pieces.digest()).toBe(digest)
})

describe('the bits are those of every other host', () => {
  type Pinned = {
    name: string
    experiment: unknown
    own?: Own
    log: unknown[]
    steps: number
    digest: string
    history: string
  }
  const file = resolve(import.meta.dirname, '../../../tests/fixtures/digests.json')
  const pinned = JSON.parse(readFileSync(file, 'utf8')) as Pinned[]
  test.each(pinned)('$name', async ({ experiment, own = null, log, steps, ...expected }) => {
    const run = await Run.begin(engine, experiment, own)
    run.resume(log)
    run.seek(steps)
    expect(run.digest()).toBe(expected.digest)
    expect(digest(Float64Array.from(run.history))).toBe(expected.history)
  })
})

describe('seek', () => {
  test('back and forth changes no bit, of the history neither', async () => {
    const run = await Run.begin(engine, SMALL)
    run.advance(700)
    const [digest, history] = [run.digest(), [...run.history]]
    run.seek(3)
    run.seek(0)
    expect(run.history.length).toBe(HISTORY_COLUMNS)
    run.seek(700)
    expect(run.digest()).toBe(digest)
    expect(run.history).toEqual(history)
  })

  test('goes through what was done on the way', async () => {
    const run = await Run.begin(engine, SMALL)
    run.advance(100)
    run.set({ learning_rate: 0.3, optimizer: 'adam' })
    run.advance(50)
    run.edit({ layer: 0, neuron: 1, input: null, value: 2.5 })
    run.advance(50)
    run.set({ optimizer: 'rmsprop', batch_size: 'full' })
    run.advance(20)
    const digest = run.digest()
    run.seek(40)
    expect(run.training.optimizer).toBe('sgd')
    run.advance(180)
    expect(run.training.optimizer).toBe('rmsprop')
    expect(run.digest()).toBe(digest)
    const copy = await Run.begin(engine, SMALL)
    copy.resume(JSON.parse(JSON.stringify(run.log)) as unknown[])
    copy.seek(220)
    expect(copy.digest()).toBe(digest)
  })

  test('to the middle of the log, something new replaces what would have come', async () => {
    const run = await Run.begin(engine, SMALL)
    run.advance(100)
    run.set({ learning_rate: 1 })
    run.advance(10)
    run.seek(50)
    run.set({ learning_rate: 0.01 })
    expect(run.log).toEqual([[50, { set: { learning_rate: 0.01 } }]])
  })

  test('is exact long after the first snapshots have been thinned out', async () => {
    const run = await Run.begin(engine, SMALL)
    run.advance(1234)
    const digest = run.digest()
    run.advance(60_000)
    run.seek(1234)
    expect(run.digest()).toBe(digest)
  })
})

test('the three seeds are independent', async () => {
  const facts = async (recipe: object): Promise<{ data: number[]; weights: number[] }> => {
    const run = await Run.begin(engine, recipe)
    return { data: [...run.dataset.x], weights: [...run.network.params.values] }
  }
  const first = await facts(SMALL)
  const other = await facts({ ...SMALL, network: { ...SMALL.network, seed: 1 } })
  expect(other.data).toEqual(first.data)
  expect(other.weights).not.toEqual(first.weights)
  const shuffled = await facts({ ...SMALL, training: { seed: 1 } })
  expect(shuffled).toEqual(first)
  const elsewhere = await facts({ ...SMALL, data: { ...SMALL.data, seed: 1 } })
  expect(elsewhere.weights).toEqual(first.weights)
  expect(elsewhere.data).not.toEqual(first.data)
})

test('divergence is named in the call in which it happens, and seeking back recovers', async () => {
  const run = await Run.begin(engine, {
    data: { source: 'plane' },
    training: { learning_rate: 1000 },
    network: { activation: 'identity' },
  })
  run.advance(10_000)
  expect(run.diverged).not.toBeNull()
  expect(run.step).toBe(run.diverged!.step)
  expect(run.advance(5)).toBe(0)
  run.seek(0)
  expect(run.diverged).toBeNull()
})

describe('refuses', () => {
  test.each([
    [{ network: { hidden: [1_000_000_000] } }, 'network.hidden', /from 1 to 4,096, got 1,000,000,000/],
    [{ network: { hidden: Array<number>(8).fill(4096) } }, 'network.hidden', /at most 10,000,000 weights and biases/],
    [{ training: { learning_rate: NaN } }, 'training.learning_rate', /from 0 to 1,000, got NaN/],
    [{ training: { learning_rat: 1 } }, 'training.learning_rat', /one of the fields/],
    [{ training: { loss: 'huber' }, network: { output: 'softmax' } }, 'training.loss', /cross_entropy .* got huber/],
    [{ data: { source: 'nowhere' } }, 'data.source', /a generator .*, a bundled table .* or a set of images/],
    [{ data: { source: '__proto__' } }, 'data.source', /a generator/],
    [{ network: { inputs: ['alert(1)'] } }, 'network.inputs', /expected a column \(x1, x2, x, y\) or a function/],
    [{ network: { inputs: ['1/(x1-x1)'] } }, 'network.inputs', /a number from '1\/\(x1-x1\)' for every example/],
    [
      { data: { source: 'iris' }, network: { inputs: ['log(petal width-1.5)'] } },
      'network.inputs',
      /got none for example/,
    ],
    [
      { network: { hidden: [2, 2], activation: ['tanh'] } },
      'network.activation',
      /one for each of the 2 hidden layers/,
    ],
    [{ network: 5 }, 'network', /a table of settings, got 5/],
    ['recipe', '', /a recipe with data, network and training/],
    [{ constructor: 1 }, 'constructor', /one of the fields/],
  ])('%j', async (recipe, field, message) => {
    const before = engine.bytes
    try {
      await Run.begin(engine, recipe)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(InputError)
      expect((error as InputError).field).toBe(field)
      expect((error as InputError).message).toMatch(message)
    }
    expect(engine.bytes - before).toBeLessThan(100_000) // the points at most, never the network
  })

  test.each([
    [[[5, { set: { learning_rate: 'fast' } }]], 'training.learning_rate'],
    [[[5, { edit: { layer: 9, neuron: 0, input: 0, value: 1 } }]], 'layer'],
    [[[5, { edit: { layer: 0, neuron: 0, input: 0, value: null } }]], 'value'],
    [[[5, { set: {} }, 3]], 'log'],
    [
      [
        [5, { set: {} }],
        [4, { set: {} }],
      ],
      'log',
    ],
    [[[5, { eval: 'code' }]], 'log'],
    [['x'], 'log'],
  ])('the log %j', async (log, field) => {
    const run = await Run.begin(engine, SMALL)
    expect(() => {
      run.resume(log)
    }).toThrow(expect.objectContaining({ field }))
  })

  test('a setting that does not fit, and goes on with what it had', async () => {
    const run = await Run.begin(engine, SMALL)
    expect(() => {
      run.set({ loss: 'cross_entropy' })
    }).toThrow(/got cross_entropy/)
    expect(run.log).toEqual([])
    expect(run.training.loss).toBe('half_sse')
  })
})

test('a table without a test is learned from in its order', async () => {
  const run = await Run.begin(engine, {
    data: { source: 'xor-milo', test: 0, standardize: 'none', task: 'classification' },
    network: { hidden: [4], activation: 'sigmoid', output: 'sigmoid' },
    training: { order: 'cyclic', batch_size: 1 },
  })
  expect([...run.examples.rows]).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect(run.nextBatch()).toEqual(Int32Array.of(0))
})

test.each(experiments.map(({ name, experiment }) => [name, experiment] as const))(
  'the experiment %s runs',
  async (_, recipe) => {
    const run = await Run.begin(engine, recipe)
    expect(run.advance(3)).toBe(3)
    expect(run.evaluate('train').loss).toBeLessThan(Infinity)
  },
)

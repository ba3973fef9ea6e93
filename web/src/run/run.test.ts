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

test('a record that is made in pieces changes no bit, whatever is done meanwhile', async () => {
  const act = (run: Run): void => {
    run.set({ learning_rate: 0.1 })
    run.editPoints({ add: [[1, 2, 0]] })
    run.edit({ layer: 0, neuron: 0, input: 0, value: 0.5 })
  }
  const whole = await Run.begin(engine, SMALL)
  whole.advance(6) // two epochs of three steps
  act(whole)
  whole.advance(9)
  const { history } = whole
  const digest = whole.digest()

  const pieces = await Run.begin(await Engine.load(compiled), SMALL)
  let waited = 0
  const go = (step: number): void => {
    while (pieces.step < step) {
      pieces.advance(step - pieces.step, 5)
      waited += pieces.recording ? 1 : 0
    }
  }
  go(6)
  expect(pieces.recording).toBe(true)
  act(pieces)
  go(15)
  pieces.advance(0)
  expect(waited).toBeGreaterThan(10)
  expect([pieces.digest(), pieces.history]).toEqual([digest, history])
  pieces.seek(7)
  pieces.seek(15)
  expect([pieces.digest(), pieces.history]).toEqual([digest, history])
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
    const [digest, history] = [run.digest(), run.history]
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

describe('points that are edited', () => {
  const POINTS = { data: { samples: 30, source: 'gauss' }, network: { hidden: [3] }, training: { batch_size: 4 } }

  /** Something is done to the points again and again while a run goes on. */
  async function drawn(): Promise<Run> {
    const run = await Run.begin(engine, POINTS)
    run.editPoints({ add: [[1, 1, 1]] })
    run.advance(5)
    run.editPoints({
      move: [
        [0, 0.5, 0.5, 0],
        [30, -1, 2, 1],
      ],
      remove: [1, 2],
      add: [[3, -3, 0]],
    })
    run.editPoints({ remove: [0] })
    run.set({ optimizer: 'adam' })
    run.advance(11)
    run.editPoints({ add: Array.from({ length: 40 }, (_, k) => [k / 10, -k / 10, k % 2]) })
    run.advance(300)
    return run
  }

  test('are what the log says after seeking back and forth, bit by bit', async () => {
    const run = await drawn()
    const [digest, history, data] = [run.digest(), run.history, run.dataset]
    for (const step of [0, 5, 316, 16, 4, 15, 316]) run.seek(step)
    expect([run.digest(), run.history]).toEqual([digest, history])
    expect([run.dataset.x, run.dataset.values]).toEqual([data.x, data.values])
    const copy = await Run.begin(await Engine.load(compiled), POINTS)
    copy.resume(JSON.parse(JSON.stringify(run.log)) as unknown[])
    copy.seek(316)
    expect(copy.digest()).toBe(digest)
  })

  test('are moved, then removed, then added', async () => {
    const run = await Run.begin(engine, { ...POINTS, data: { samples: 4, test: 0 } })
    const [x, values] = [run.dataset.x, run.dataset.values]
    run.editPoints({ move: [[1, 9, 8, 1]], remove: [0, 2], add: [[7, 6, 0]] })
    expect([...run.dataset.x]).toEqual([9, x[3], 7, 8, x[7], 6])
    expect([...run.dataset.values]).toEqual([1, values[3], 0])
  })

  test('begin an epoch, and leave what was learned as it is', async () => {
    const run = await Run.begin(engine, { ...POINTS, training: { batch_size: 4, optimizer: 'adam' } })
    run.advance(6) // one epoch of 4 batches, and half of another
    const params = run.network.params.copy()
    run.editPoints({ remove: [3] })
    expect([run.step, run.epoch, run.position, run.resolved.train]).toEqual([6, 1, 0, 14])
    expect(run.network.params.values).toEqual(params)
    run.advance(4)
    expect([run.epoch, run.position]).toEqual([2, 0])
  })

  test('are the data of a run with these points', async () => {
    const run = await drawn()
    const own = run.own!
    const again = await Run.begin(await Engine.load(compiled), { ...POINTS, data: { source: 'points' } }, own)
    expect([again.dataset.x, again.dataset.values]).toEqual([run.dataset.x, run.dataset.values])
    expect(again.edited).toBe(false)
    expect(again.own).toBe(own)
  })

  test('that make an input infinite are refused, and the run is as it was', async () => {
    const run = await Run.begin(engine, { ...POINTS, network: { inputs: ['1/(x1 - 3)'] } })
    run.advance(10)
    const [digest, x] = [run.digest(), run.examples.x.copy()]
    expect(() => {
      run.editPoints({ move: [[4, 3, 0, 0]] })
    }).toThrow(/a number from '1\/\(x1 - 3\)' for every example/)
    expect([run.digest(), run.examples.x.copy(), run.log, run.edited]).toEqual([digest, x, [], false])
    run.advance(5)
    const untouched = await Run.begin(await Engine.load(compiled), { ...POINTS, network: { inputs: ['1/(x1 - 3)'] } })
    untouched.advance(15)
    expect(run.digest()).toBe(untouched.digest())
  })

  test('a log that cannot be followed stops the run where it says so', async () => {
    const run = await Run.begin(engine, { ...POINTS, network: { inputs: ['1/(x1 - 3)'] } })
    run.resume([[10, { points: { move: [[4, 3, 0, 0]] } }]])
    for (const steps of [20, 1]) expect(() => run.advance(steps)).toThrow(/for every example/)
    expect(run.step).toBe(10)
    run.seek(3)
    expect(run.step).toBe(3)
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
    expect(engine.bytes - before).toBeLessThan(600_000) // the points and the history at most, never the network
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
    [[[5, { points: { paint: [] } }]], 'log'],
    [[[5, { points: [] }]], 'log'],
    [[[5, { points: {} }]], 'points'],
    [[[5, { points: { remove: [60] } }]], 'points'],
    [
      [
        [5, { points: { remove: [0] } }],
        [5, { points: { remove: [59] } }],
      ],
      'points',
    ],
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

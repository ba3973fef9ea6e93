import { describe, expect, test } from 'vitest'
import { Engine } from '../engine/engine'
import { Frames } from './frame'
import { parameterOf } from './picked'
import type { Frame, Inspection, Picked, Want } from './protocol'
import { Run } from './run'
import { Shown } from './shown'
import { module, WANT } from './testing'

const compiled = module()
const PICK: Picked = { layer: 1, neuron: 1, part: 0 }
const STILL = { taken: 0, millis: 0 }

type Opened = {
  readonly run: Run
  readonly forget: () => void
  readonly frame: (want?: Partial<Want>) => Frame
  readonly inspect: (pick?: Picked, want?: Partial<Want>) => Inspection
}

async function open(recipe: unknown): Promise<Opened> {
  const run = await Run.begin(await Engine.load(compiled), recipe)
  const frames = new Frames(run)
  const frame = (want: Partial<Want> = {}): Frame => frames.frame({ ...WANT, ...want }, STILL, true)
  const inspect = (pick = PICK, want: Partial<Want> = {}): Inspection => frame({ ...want, inspect: pick }).inspection!
  inspect() // from now on the run remembers
  return { run, forget: () => frames.forget(), frame, inspect }
}

const RECIPES: [name: string, recipe: object][] = [
  ['points of two classes', {}],
  ['several classes', { data: { source: 'iris' } }],
  ['a table of values', { data: { source: 'houses', test: 0 } }],
  ['a line', { data: { source: 'sine' } }],
  ['images', { data: { source: 'digits-5x5' }, network: { hidden: [6] } }],
  ['a picture', { data: { source: 'rose', samples: 300 } }],
  ['no test', { data: { test: 0 } }],
  ['more neurons than are drawn', { network: { hidden: [50, 2] } }],
  ['no hidden layer', { network: { hidden: [] } }],
]

describe('what is inspected is what the engine traces', () => {
  test.each(RECIPES)('%s', async (_, recipe) => {
    const { run, inspect } = await open(recipe)
    run.advance(7)
    const pick = run.resolved.sizes.length > 2 ? PICK : { layer: 1, neuron: 0, part: 0 }
    const got = inspect(pick)
    const { engine, network, work, grads, settings, examples, resolved } = run
    const column = (matrix: typeof examples.x): number[] =>
      Array.from({ length: matrix.shape[0]! }, (_, row) => matrix.values[row * matrix.shape[1]!]!)
    work.a.values.set(column(examples.x))
    const target = engine.array('float64', column(examples.y))
    const loss = engine.call.trace({ ...network, ...work, settings, target, grads })
    const shown = new Shown(resolved)
    const neurons = resolved.sizes.reduce((sum, size) => sum + size, 0)
    const inputs = shown.sizes[0]!
    const each = (values: Float64Array): number[] => [...shown.neurons(values.subarray(0, neurons), 1)]
    expect(got).toMatchObject({ example: 0, loss, pick })
    expect([...got.target!]).toEqual(column(examples.y))
    expect([...got.a]).toEqual(each(work.a.values))
    expect([...got.z.subarray(inputs)]).toEqual(each(work.z.values).slice(inputs))
    expect([...got.deltas.subarray(inputs)]).toEqual(each(work.delta.values).slice(inputs))
    expect(got.grads).toEqual(shown.weights(grads.values))
    expect(got.z.subarray(0, inputs)).toEqual(got.a.subarray(0, inputs))
    for (const none of [got.slopes, got.deltas])
      expect(none.subarray(0, inputs).every((value) => value === 0)).toBe(true)
    expect(got.check).toBeCloseTo(grads.values[parameterOf(resolved.sizes, pick)]!, 6)
  })
})

const TRAININGS: [name: string, training: object][] = [
  ...['sgd', 'rmsprop', 'adagrad', 'adam', 'adamw'].map((optimizer): [string, object] => [optimizer, { optimizer }]),
  ['nesterov', { momentum: 0.9, nesterov: true }],
  ['penalties', { l1: 0.01, l2: 0.02, optimizer: 'adamw' }],
  ['all examples at once', { batch_size: 'full' }],
  ['examples drawn at random', { order: 'random', batch_size: 'full' }],
  ['small last batches', { batch_size: 7, optimizer: 'adam' }],
]

describe('an update is told before and after it is made, bit for bit', () => {
  test.each(TRAININGS)('%s', async (_, training) => {
    const { run, inspect } = await open({ data: { samples: 40 }, training })
    const at = parameterOf(run.resolved.sizes, PICK)
    for (let step = 0; step < 12; step += 1) {
      const { next, last } = inspect()
      const value = run.network.params.values[at]!
      expect(next!.value[0]).toBe(value)
      if (step === 0) expect(last).toBeNull()
      else expect(last!.value[1]).toBe(value)
      expect(next!.step).toBe(step + 1)
      expect(next!.check).toBeCloseTo(next!.gradient, 6)
      expect(next!.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(next!.gradient, 12)
      expect([next!.examples.length, next!.training]).toEqual([next!.shares.length, run.training])
      run.advance(1)
      expect(run.network.params.values[at]).toBe(next!.value[1])
      expect(inspect().last).toEqual(next)
    }
  })
})

test('looking changes no bit of a run', async () => {
  const recipe = { data: { samples: 60 }, training: { optimizer: 'adam', order: 'shuffle' } }
  const [{ run, frame }, { run: alone }] = [await open(recipe), await open(recipe)]
  const want = {
    inspect: PICK,
    film: true,
    portrait: true,
    findings: true,
    relief: 8,
    space: 2,
    landscape: { seed: 1, axes: null, reach: 1, size: 8 },
  } as const
  for (let part = 0; part < 20; part += 1) {
    frame(want)
    run.advance(7)
  }
  alone.advance(140)
  expect(run.digest()).toBe(alone.digest())
  expect([...run.history]).toEqual([...alone.history])
})

test('a layer that is frozen and a neuron that is silent are told as such', async () => {
  const { run, forget, inspect } = await open({ training: { optimizer: 'adam' } })
  run.advance(5)
  run.freeze({ layer: 0, frozen: true })
  run.mute({ layer: 0, neuron: 0, muted: true })
  forget()
  const { next, last } = inspect()
  expect(last).toBeNull()
  expect(next).toMatchObject({ frozen: true, value: [next!.value[0], next!.value[0]] })
  expect(next!.gradient).not.toBe(0)
  expect(inspect({ layer: 2, neuron: 0, part: 0 }).next).toMatchObject({ frozen: false, gradient: 0 })
  const silent = inspect({ layer: 1, neuron: 0, part: 'neuron' })
  expect([silent.a[2], silent.deltas[2], silent.slopes[2], silent.next!.gradient]).toEqual([0, 0, 0, 0])
})

test('a place that is no example has no target, and nothing comes back', async () => {
  const { inspect } = await open({})
  const got = inspect(PICK, { probe: [0.5, -1] })
  expect([got.example, got.target, got.loss, got.check]).toEqual([null, null, NaN, NaN])
  expect([...got.a.subarray(0, 2)]).toEqual([0.5, -1])
  expect(got.slopes.subarray(2).every((slope) => slope > 0)).toBe(true)
  for (const back of [got.deltas.subarray(2), got.grads]) expect(back.every(Number.isNaN)).toBe(true)
  expect(got.next!.gradient).not.toBeNaN()
})

test('examples that are held out have their targets too', async () => {
  const { run, inspect } = await open({ data: { source: 'iris', test: 0.4 } })
  const { train } = run.resolved
  const got = inspect(PICK, { example: train + 3 })
  const { y_test } = run.examples
  expect(got.example).toBe(train + 3)
  expect([...got.target!]).toEqual([0, 1, 2].map((output) => y_test.values[output * y_test.shape[1]! + 3]))
  expect(got.check).toBeCloseTo(got.grads[parameterOf(run.resolved.sizes, PICK)]!, 6)
})

test('an input has numbers, but no update; what the network does not have has nothing', async () => {
  const { inspect, frame } = await open({})
  const input = inspect({ layer: 0, neuron: 1, part: 'neuron' })
  expect([input.next, input.last, input.check, input.curve]).toEqual([null, null, NaN, null])
  expect(frame({ inspect: { layer: 9, neuron: 0, part: 'neuron' } }).inspection).toBeNull()
  expect(frame({ inspect: { layer: 1, neuron: 4, part: 'bias' } }).inspection).toBeNull()
})

test('the curve of a neuron is its activation function', async () => {
  const { inspect } = await open({ network: { activation: ['relu', 'tanh'] } })
  const { reach, values } = inspect().curve!
  expect(reach).toBe(6)
  expect([values.subarray(0, 49).every((value) => value === 0), values[72], values[96]]).toEqual([true, 3, 6])
  expect(inspect({ layer: 2, neuron: 0, part: 'neuron' }).curve!.values[96]).toBeCloseTo(Math.tanh(6), 12)
  const classes = await open({ data: { source: 'iris' } })
  expect(classes.inspect({ layer: 3, neuron: 0, part: 'neuron' }).curve).toBeNull()
})

test('after a change nothing is told of the last update, after a step back it is', async () => {
  const { run, forget, inspect } = await open({})
  run.advance(20)
  const before = inspect().last
  run.seek(25)
  run.seek(20)
  expect(inspect().last).toEqual(before)
  run.edit({ layer: 0, neuron: 1, input: 0, value: 0.125 })
  forget()
  expect(inspect().last).toBeNull()
  expect(inspect().next!.value[0]).toBe(0.125)
})

test('a run that has diverged can be looked at', async () => {
  const { run, frame } = await open({
    data: { source: 'plane' },
    network: { activation: 'identity' },
    training: { learning_rate: 1000 },
  })
  run.advance(1000)
  const got = frame({ inspect: PICK, film: true, portrait: true, findings: true })
  expect(got.diverged).not.toBeNull()
  expect(got.inspection!.next).not.toBeNull()
  expect(got.film!.errorGlow.every(Number.isFinite)).toBe(true)
})

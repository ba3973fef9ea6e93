import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Refusal, type Act, type Client, type Started } from './client'
import { Playback } from './playback.svelte'
import type { Frame, Own, Plan, Points, PointsEdit, Start } from './protocol'
import { DEFAULTS } from '../engine/generated/schema'
import { PALETTE } from './testing'

/** What a screen would do sixty times a second. */
let frames: FrameRequestCallback[] = []
const draw = (): void => {
  for (const callback of frames.splice(0)) callback(performance.now())
}
/** Until everything that was asked has been answered and shown. */
async function settled(): Promise<void> {
  for (let round = 0; round < 20; round++) {
    await new Promise((resolve) => setTimeout(resolve))
    draw()
  }
}

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback))
})
afterEach(() => {
  frames = []
  vi.unstubAllGlobals()
})

const points = (...values: number[]): Points => ({
  count: values.length,
  rows: Int32Array.from(values.keys()),
  inputs: Float64Array.from([...values, ...values]),
  values: new Float64Array(values.length),
  test: new Uint8Array(values.length),
  colours: new Uint8ClampedArray(4 * values.length),
})
const history = { from: 0, rows: new Float64Array(6) }
const training = DEFAULTS.training

/** A worker that does what it is told, and notes it. */
class Obedient {
  readonly started: Start[] = []
  readonly edited: PointsEdit[] = []
  refusal: Refusal | null = null
  ended = 0
  #rows = [1, 2, 3]

  async start(start: Start): Promise<Started> {
    await Promise.resolve()
    this.started.push(start)
    if (this.refusal !== null) throw this.refusal
    const asked = start.experiment as { data?: object }
    const experiment = { ...DEFAULTS, data: { ...DEFAULTS.data, ...asked.data } }
    const shown = points(...this.#rows)
    const plan = {
      experiment,
      kind: 'points',
      columns: ['x1', 'x2'],
      classes: ['0', '1'],
      train: 3,
      test: 0,
      points: shown,
    }
    return { type: 'started', run: 0, plan: plan as unknown as Plan, frame: this.frame(null), others: [] }
  }

  frame(data: Frame['data']): Frame {
    return {
      step: 0,
      taken: 0,
      drawn: 0,
      millis: 0,
      history,
      training,
      diverged: null,
      example: null,
      changes: null,
      heading: null,
      stopped: null,
      others: [],
      data,
    } as unknown as Frame
  }

  async points(edit: PointsEdit): Promise<Frame> {
    await Promise.resolve()
    this.edited.push(edit)
    if (this.refusal !== null) throw this.refusal
    const gone = new Set(edit.remove)
    this.#rows = [...this.#rows.filter((_, row) => !gone.has(row)), ...(edit.add ?? []).map(([x]) => x!)]
    const shown = points(...this.#rows)
    return this.frame({ points: shown, train: shown.count, test: 0, stepsPerEpoch: 1 })
  }

  async read(): Promise<Start> {
    await Promise.resolve()
    return {
      experiment: { data: { source: 'mine.csv' } },
      own: { kind: 'table', name: 'mine.csv', text: 'a,b\n1,2\n' },
    }
  }
}

async function playing(): Promise<{ worker: Obedient; playback: Playback }> {
  const worker = new Obedient()
  const client = {
    start: (start: Start) => worker.start(start),
    act: (request: Act) => worker.points((request as { points: PointsEdit }).points),
    read: () => worker.read(),
    frame: () => Promise.resolve(worker.frame(null)),
    close: () => (worker.ended += 1),
  }
  const playback = new Playback(Promise.resolve(client as unknown as Client), PALETTE)
  await playback.start({ experiment: {} })
  await settled()
  return { worker, playback }
}

test('points that are edited follow, rows counted as they were shown', async () => {
  const { worker, playback } = await playing()
  void playback.editPoints({ remove: [0] })
  void playback.editPoints({ remove: [2] })
  await settled()
  expect(worker.edited).toEqual([{ remove: [0] }, { remove: [1] }])
  expect([...playback.points!.inputs.subarray(0, 1)]).toEqual([2])
  expect([playback.plan!.train, playback.edited]).toEqual([1, true])
})

test('an edit is waited for until its points are shown', async () => {
  const { playback } = await playing()
  let done = false
  const waiting = playback.editPoints({ add: [[9, 9, 1]] }).then(() => (done = true))
  await new Promise((resolve) => setTimeout(resolve))
  expect([done, playback.points!.count]).toEqual([false, 3])
  await settled()
  await waiting
  expect(playback.points!.count).toBe(4)
})

test('edited points stay when the network changes, and go when others are made', async () => {
  const { worker, playback } = await playing()
  void playback.editPoints({ add: [[9, 9, 1]] })
  await settled()
  playback.change({ network: { hidden: [3] } })
  await settled()
  expect(worker.started.at(-1)).toMatchObject({ own: 'same', experiment: { data: { source: 'points' } } })
  expect([playback.own, playback.edited]).toEqual([{ kind: 'points', name: 'points' }, false])
  playback.change({ network: { hidden: [4] } })
  await settled()
  expect(worker.started.at(-1)).toMatchObject({ own: 'same' })
  playback.change({ data: { source: 'moons' } })
  await settled()
  expect(worker.started.at(-1)).toMatchObject({ own: null, experiment: { data: { source: 'moons' } } })
  expect(playback.own).toBeNull()
  expect((playback.drawn as Extract<Own, { kind: 'points' }>).points).toHaveLength(4)
})

test('a change that was meant for data that are gone is dropped', async () => {
  const { worker, playback } = await playing()
  const table: Own = { kind: 'table', name: 'a.csv', text: 'a,b\n1,2\n' }
  await playback.start({ experiment: { data: { source: 'a.csv' } }, own: table })
  const before = worker.started.length
  void playback.start({ experiment: { data: { source: 'b.csv' } }, own: { ...table, name: 'b.csv' } })
  playback.change({ data: { test: 0.1 } })
  await settled()
  expect(worker.started.slice(before).map(({ own }) => own)).toEqual([{ ...table, name: 'b.csv' }])
  expect([playback.own?.name, playback.recipe?.data.source]).toEqual(['b.csv', 'b.csv'])
})

test('what is wrong with files is told where files are chosen', async () => {
  const { worker, playback } = await playing()
  worker.refusal = new Refusal('network.hidden', 'expected fewer')
  expect(await playback.read([], ['a.json'])).toBe(false)
  expect(playback.problem).toEqual({ field: 'data.source', message: 'network.hidden: expected fewer' })
  expect([playback.reading, playback.own]).toEqual([false, null])
  worker.refusal = null
  expect(await playback.read([], ['mine.csv'])).toBe(true)
  expect([playback.problem, playback.own]).toEqual([null, { kind: 'table', name: 'mine.csv' }])
})

test('edits that are refused are explained, and the points stay', async () => {
  const { worker, playback } = await playing()
  worker.refusal = new Refusal('points', 'expected 2 to 5,000 points')
  await Promise.race([playback.editPoints({ remove: [0, 1] }), settled()])
  expect(playback.problem?.field).toBe('points')
  expect(playback.points!.count).toBe(3)
})

test('in the end the worker goes, and the screen is asked for nothing more', async () => {
  const { worker, playback } = await playing()
  playback.play()
  await settled()
  playback.end()
  await settled()
  playback.play()
  playback.show({ map: 3 })
  expect([worker.ended, frames, playback.playing]).toEqual([1, [], false])
})

test('a worker that never began need not end', async () => {
  const playback = new Playback(Promise.reject(new Error('no engine')), PALETTE)
  playback.end()
  await settled()
  expect(playback.plan).toBeNull()
})

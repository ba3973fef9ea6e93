/** Several runs side by side, and when they stop, as the page asks for it. */

import { beforeEach, describe, expect, test } from 'vitest'
import { MOST_RUNS, type Frame, type Reply, type Request, type StopRule } from './protocol'
import { Session } from './session'
import { module, WANT } from './testing'

const compiled = module()
const SMALL = { data: { samples: 60 }, network: { hidden: [3] } } // three steps an epoch
const want = { ...WANT, map: 4, output: 4 }
let session: Session
beforeEach(() => {
  session = new Session(compiled)
})

type Asked = Request extends infer Each ? (Each extends Request ? Omit<Each, 'want'> : never) : never
const ask = async (request: Asked): Promise<Reply> => session.answer({ ...request, want } as never)

async function started(request: Asked) {
  const reply = await ask(request)
  if (reply.type !== 'started') throw new Error(JSON.stringify(reply))
  return reply
}
async function frame(request: Asked = { type: 'frame', advance: null }): Promise<Frame> {
  const reply = await ask(request)
  if (reply.type !== 'frame') throw new Error(JSON.stringify(reply))
  return reply.frame
}
const steps = async (count: number): Promise<Frame> => frame({ type: 'frame', advance: { steps: count } })
const problem = async (request: Asked): Promise<object> => {
  const reply = await ask(request)
  if (reply.type !== 'problem') throw new Error(`expected a problem, got ${reply.type}`)
  return reply
}
const stepsOf = ({ step, others }: Frame): number[] => [step, ...others.map((other) => other.frame.step)]
const saved = async (): Promise<{ step: number; digest: string; log: unknown[] }> => {
  const reply = await session.answer({ type: 'save' })
  if (reply.type !== 'saved') throw new Error(reply.type)
  return JSON.parse(reply.text) as { step: number; digest: string; log: unknown[] }
}

describe('runs side by side', () => {
  test('a fork is looked at, and both take the same steps', async () => {
    const first = await started({ type: 'start', experiment: SMALL })
    await steps(100)
    const fork = await started({ type: 'fork' })
    expect(fork.run).not.toBe(first.run)
    expect(fork.others.map(({ run }) => run)).toEqual([first.run])
    expect(fork.frame.params).toEqual(fork.others[0]!.frame.params)
    expect(fork.frame.history).toEqual(fork.others[0]!.frame.history)
    await frame({ type: 'set', settings: { learning_rate: 0.5 } })
    const later = await steps(50)
    expect(stepsOf(later)).toEqual([150, 150])
    expect(later.params).not.toEqual(later.others[0]!.frame.params)
    const back = await started({ type: 'focus', run: first.run })
    expect([back.run, back.others[0]!.run, back.frame.training.learning_rate]).toEqual([first.run, fork.run, 0.03])
    const { digest } = await saved()
    await started({ type: 'close', run: fork.run })
    session = new Session(compiled)
    await started({ type: 'start', experiment: SMALL })
    await steps(150)
    expect((await saved()).digest).toBe(digest)
  })

  test('there are up to four of them; forking twenty times is refused, and all go on', async () => {
    await started({ type: 'start', experiment: SMALL })
    const replies = []
    for (let count = 0; count < 20; count += 1) replies.push(await ask({ type: 'fork' }))
    expect(replies.filter(({ type }) => type === 'started').length).toBe(MOST_RUNS - 1)
    expect(replies.at(-1)).toMatchObject({
      field: 'fork',
      message: 'expected at most 4 runs side by side, got one more: close one first',
    })
    expect(stepsOf(await steps(10))).toEqual([10, 10, 10, 10])
  })

  test('forks that are asked for at once are no more either', async () => {
    await started({ type: 'start', experiment: SMALL })
    const replies = await Promise.all(Array.from({ length: 6 }, async () => ask({ type: 'fork' })))
    expect(replies.filter(({ type }) => type === 'started').length).toBe(MOST_RUNS - 1)
  })

  test('what is meant for a run that is gone, or not looked at, is refused', async () => {
    const first = await started({ type: 'start', experiment: SMALL })
    const fork = await started({ type: 'fork' })
    expect(await problem({ type: 'set', settings: {}, run: first.run })).toMatchObject({
      message: 'expected the run that is looked at, got one that is gone: try again',
    })
    await started({ type: 'close', run: fork.run })
    for (const type of ['focus', 'close'] as const) {
      expect(await problem({ type, run: fork.run })).toMatchObject({ message: expect.stringMatching(/gone/) as string })
    }
    expect(await problem({ type: 'close', run: first.run })).toMatchObject({
      message: expect.stringMatching(/another run to go on with, got the only one/) as string,
    })
    const other = await started({ type: 'start', experiment: SMALL })
    expect(other.others).toEqual([])
    expect(await problem({ type: 'seek', step: 3, run: first.run })).toMatchObject({ type: 'problem' })
  })

  test('a new run takes the place of one of them, or of all', async () => {
    const first = await started({ type: 'start', experiment: SMALL })
    const fork = await started({ type: 'fork' })
    await steps(5)
    const wider = await started({
      type: 'start',
      experiment: { ...SMALL, network: { hidden: [5] } },
      instead: first.run,
    })
    expect([wider.run, wider.others.map(({ run, plan }) => [run, plan.sizes])]).toEqual([
      fork.run,
      [[first.run, [2, 5, 1]]],
    ])
    expect(stepsOf(await steps(10))).toEqual([15, 10])
    expect((await started({ type: 'start', experiment: SMALL })).others).toEqual([])
  })

  test('all go back and forth together, as far as they have been, and begin again together', async () => {
    const first = await started({ type: 'start', experiment: SMALL })
    await steps(20)
    await started({ type: 'fork' })
    await frame({ type: 'set', settings: { learning_rate: 0.2 } })
    await steps(10)
    expect(stepsOf(await frame({ type: 'seek', step: 12 }))).toEqual([12, 12])
    expect(stepsOf(await frame({ type: 'seek', step: 40 }))).toEqual([40, 30])
    expect(stepsOf(await frame({ type: 'back', unit: 'batch' }))).toEqual([39, 29])
    expect(stepsOf(await frame({ type: 'back', unit: 'epoch' }))).toEqual([36, 26])
    expect(stepsOf(await frame({ type: 'step', unit: 'epoch' }))).toEqual([39, 29])
    const again = await started({ type: 'reset' })
    expect(stepsOf(await steps(4))).toEqual([4, 4])
    expect([again.frame.training.learning_rate, again.frame.taking.taken]).toEqual([0.2, 0])
    expect((await started({ type: 'focus', run: first.run })).frame.training.learning_rate).toBe(0.03)
  })

  test('the divergence of one does not stop the others', async () => {
    const wild = { data: { source: 'plane' }, network: { activation: 'identity' } }
    const first = await started({ type: 'start', experiment: wild })
    await started({ type: 'fork' })
    await frame({ type: 'set', settings: { learning_rate: 1000 } })
    const mad = await steps(100_000)
    expect(mad.diverged).not.toBeNull()
    expect(stepsOf(mad)).toEqual([mad.diverged!.step, mad.diverged!.step])
    const later = await steps(50)
    expect([later.taken, ...stepsOf(later)]).toEqual([50, mad.step, mad.step + 50])
    await started({ type: 'focus', run: first.run })
    expect(stepsOf(await steps(10))).toEqual([mad.step + 60, mad.step])
  })

  test('nobody falls behind while records for the history are made', async () => {
    await started({ type: 'start', experiment: { data: { source: 'gauss', samples: 5000 } } })
    await started({ type: 'fork' })
    await frame({ type: 'set', settings: { batch_size: 'full' } })
    let taken = 0
    for (let count = 0; count < 20; count += 1) taken += (await frame({ type: 'frame', advance: { millis: 2 } })).taken
    const standing = await frame({ type: 'step', unit: 'batch' })
    expect(stepsOf(standing)).toEqual([taken + 1, taken + 1])
  })

  test('pictures of the others come in turns while they train, all of them when they stand', async () => {
    await started({ type: 'start', experiment: SMALL })
    await started({ type: 'fork' })
    await started({ type: 'fork' })
    const drawn: boolean[][] = []
    for (let count = 0; count < 4; count += 1) {
      const { others } = await steps(1)
      drawn.push(others.map(({ whole }) => whole))
      for (const { frame: other, whole } of others) expect(other.maps === null).toBe(!whole)
    }
    expect(drawn.every((whole) => whole.filter(Boolean).length === 1)).toBe(true)
    expect(new Set(drawn.map((whole) => whole.indexOf(true))).size).toBe(2)
    const { others } = await frame()
    expect(others.every(({ whole, frame: other }) => whole && other.output !== null)).toBe(true)
  })
})

describe('step by step', () => {
  test('back is the inverse of forward, for examples, batches and epochs', async () => {
    await started({ type: 'start', experiment: SMALL })
    for (const unit of ['example', 'batch', 'epoch'] as const) {
      await frame({ type: 'seek', step: 6 })
      const seen: unknown[] = []
      const look = ({ step, example, params }: Frame): void => {
        seen.push([step, example?.index ?? null, example?.position ?? null, [...params]])
      }
      look(await frame())
      for (let count = 0; count < 14; count += 1) look(await frame({ type: 'step', unit }))
      const forward = seen.splice(0)
      for (let count = 0; count < 14; count += 1) look(await frame({ type: 'back', unit }))
      look(await frame({ type: 'step', unit }))
      expect(seen.slice(0, 14)).toEqual(forward.slice(0, 14).reverse())
      expect(seen[14]).toEqual(forward[1])
    }
  })

  test('the example stays in sight until training goes on; what is chosen comes first', async () => {
    await started({ type: 'start', experiment: SMALL })
    await frame({ type: 'step', unit: 'example' })
    const second = await frame({ type: 'step', unit: 'example' })
    const still = await frame()
    expect([still.example, still.probe.inputs]).toEqual([second.example, second.probe.inputs])
    expect(second.example).toMatchObject({ position: 1, batch: 10 })
    const reply = await session.answer({ type: 'frame', advance: null, want: { ...want, probe: [1, 2] } })
    expect(reply).toMatchObject({ frame: { example: second.example, probe: { inputs: Float64Array.of(1, 2) } } })
    expect((await steps(1)).example).toBeNull()
  })

  test('there is nothing before the beginning', async () => {
    await started({ type: 'start', experiment: SMALL })
    for (const unit of ['example', 'batch', 'epoch'] as const) {
      expect(await problem({ type: 'back', unit })).toMatchObject({
        field: 'step',
        message: expect.stringMatching(/got the beginning of the run/) as string,
      })
    }
  })
})

describe('a run stops by itself', () => {
  const LEARNS = { data: { source: 'gauss' }, network: { hidden: [3] }, training: { learning_rate: 0.1 } }
  const rules = async (...all: StopRule[]): Promise<Frame> => frame({ type: 'stops', rules: all })
  async function stops(): Promise<Frame> {
    for (let count = 0; count < 200; count += 1) {
      const got = await steps(1000)
      if (got.stopped !== null) return got
    }
    throw new Error('expected it to stop')
  }
  /** The last record, which is of the very step where the run stands. */
  const record = async (): Promise<number[]> => {
    const { frame: whole, run } = await started({ type: 'focus', run: 0 })
    expect([run, whole.furthest]).toEqual([0, whole.step])
    return [...whole.history.rows.slice(-12)]
  }

  test.each<[StopRule, number]>([
    [{ quantity: 'train_loss', compare: '<', value: 0.05 }, 2],
    [{ quantity: 'test_loss', compare: '<=', value: 0.1 }, 3],
    [{ quantity: 'train_accuracy', compare: '>=', value: 0.9 }, 4],
    [{ quantity: 'test_accuracy', compare: '>', value: 0.8 }, 5],
  ])('at %j, exactly at the first record that fulfils it', async (rule, column) => {
    await started({ type: 'start', experiment: LEARNS })
    await rules(rule)
    const got = await stops()
    expect(got.stopped).toEqual(rule)
    const rows = await record()
    const [before, now] = [rows.slice(0, 6), rows.slice(6)]
    expect([now[0], got.position]).toEqual([got.step, 0])
    const holds = (value: number): boolean =>
      'compare' in rule && (rule.compare.startsWith('<') ? value <= rule.value : value >= rule.value)
    expect(holds(now[column]!)).toBe(true)
    if (now[1]! > 1) expect(holds(before[column]!)).toBe(false)
  })

  test('at the end of an epoch, also where not every one is recorded', async () => {
    await started({ type: 'start', experiment: { data: { samples: 20 } } })
    await rules({ quantity: 'epoch', value: 1234 }, { quantity: 'train_loss', compare: '<', value: -1 })
    const got = await stops()
    expect([got.epoch, got.position, got.stopped]).toEqual([1234, 0, { quantity: 'epoch', value: 1234 }])
    expect((await steps(10)).step).toBe(got.step + 10) // it was that epoch's
  })

  test('when the loss has not come down for so many records', async () => {
    await started({ type: 'start', experiment: { ...LEARNS, training: { learning_rate: 0 } } })
    await rules({ quantity: 'plateau', value: 7 })
    expect((await stops()).epoch).toBe(7)
  })

  test('together with the others, which are not asked', async () => {
    await started({ type: 'start', experiment: LEARNS })
    await started({ type: 'fork' })
    await frame({ type: 'set', settings: { learning_rate: 0.001 } })
    await rules({ quantity: 'epoch', value: 3 })
    const got = await stops()
    expect(stepsOf(got)).toEqual([got.step, got.step])
    expect(got.others[0]!.frame.stopped).toBeNull()
  })

  test('records in pieces count, too', async () => {
    await started({
      type: 'start',
      experiment: { data: { source: 'gauss', samples: 5000 }, training: { batch_size: 500 } },
    })
    await rules({ quantity: 'epoch', value: 9 })
    let got = await frame({ type: 'frame', advance: { millis: 1 } })
    while (got.stopped === null) got = await frame({ type: 'frame', advance: { millis: 1 } })
    expect([got.epoch, got.position]).toEqual([9, 0])
  })

  test.each<[object, RegExp]>([
    [{ quantity: 'train_loss', compare: '<', value: NaN }, /a finite number to stop at, got NaN/],
    [{ quantity: 'epoch', value: 0 }, /a whole number of epochs from 1 on, got 0/],
    [{ quantity: 'plateau', value: 1.5 }, /a whole number of records from 1 on, got 1.5/],
    [{ quantity: 'test_loss', compare: '<', value: 1 }, /there are no test examples, got test_loss/],
    [{ quantity: 'train_accuracy', compare: '>', value: 1 }, /regression has no accuracy, got train_accuracy/],
  ])('%j is refused', async (rule, message) => {
    await started({ type: 'start', experiment: { data: { source: 'plane', test: 0 } } })
    expect(await problem({ type: 'stops', rules: [rule as StopRule] })).toMatchObject({
      field: 'stops',
      message: expect.stringMatching(message) as string,
    })
  })
})

test('a long way is gone in several frames, and nothing waits for it', async () => {
  await started({ type: 'start', experiment: { data: { samples: 5000 }, network: { hidden: [30, 30] } } })
  const way = await frame({ type: 'seek', step: 1_000_000_000 })
  expect([way.heading, way.unfinished]).toEqual([1_000_000_000, true])
  const on = await frame()
  expect(on.step).toBeGreaterThan(way.step)
  const back = await frame({ type: 'seek', step: 3 })
  expect([back.step, back.heading]).toEqual([3, null])
  await frame({ type: 'seek', step: 1_000_000_000 })
  expect((await started({ type: 'reset' })).frame.step).toBe(0)
})

import { beforeEach, describe, expect, test } from 'vitest'
import { GENERATORS } from '../engine/generated/schema'
import { SHOWN_NEURONS, SHOWN_POINTS, type Frame, type Plan, type Reply, type Start } from './protocol'
import { Session } from './session'
import { module, PALETTE, WANT } from './testing'

const compiled = module()
let session: Session
beforeEach(() => {
  session = new Session(compiled)
})

function is<Type extends Reply['type']>(reply: Reply, type: Type): Extract<Reply, { type: Type }> {
  if (reply.type !== type) throw new Error(`expected ${type}, got ${JSON.stringify(reply)}`)
  return reply as Extract<Reply, { type: Type }>
}

const start = async (experiment: unknown, more: Partial<Start> = {}): Promise<{ plan: Plan; frame: Frame }> =>
  is(await session.answer({ type: 'start', want: WANT, experiment, ...more }), 'started')

const frame = async (advance: { steps: number } | { millis: number } | null = null, want = WANT): Promise<Frame> =>
  is(await session.answer({ type: 'frame', advance, want }), 'frame').frame

const problem = async (experiment: unknown, more: Partial<Start> = {}) =>
  is(await session.answer({ type: 'start', want: WANT, experiment, ...more }), 'problem')

/** The lengths of a frame's arrays, from its plan. */
function expectShape({ shown, points, outputNames, columns }: Plan, got: Frame): void {
  const neurons = shown.reduce((sum, size) => sum + size, 0)
  const params = shown.slice(1).reduce((sum, size, layer) => sum + (shown[layer]! + 1) * size, 0)
  expect(got.params.length).toBe(params)
  expect(got.widths.length).toBe(params)
  expect(got.colours.length).toBe(4 * params)
  expect(got.maps?.length ?? 4 * neurons * WANT.map ** 2).toBe(4 * neurons * WANT.map ** 2)
  expect(got.lines?.length).toBe(columns.length === 1 ? neurons * WANT.map : undefined)
  expect(got.output?.length ?? 4 * WANT.output ** 2).toBe(4 * WANT.output ** 2)
  expect(got.curve?.length).toBe(columns.length === 1 ? (1 + outputNames.length) * WANT.output : undefined)
  expect(got.predictions?.length).toBe(columns.length > 2 ? points.count * outputNames.length : undefined)
  expect(points.inputs.length).toBe(columns.length > 2 ? 0 : points.count * columns.length)
  expect(points.colours.length).toBe(4 * points.count)
}

const RECIPES: [name: string, experiment: unknown][] = [
  ...GENERATORS.map(({ name }) => [name, { data: { source: name } }] satisfies [string, unknown]),
  ['two classes with softmax', { training: { loss: 'cross_entropy' } }],
  ['two classes with sigmoid', { training: { loss: 'bce' } }],
  ['iris', { data: { source: 'iris' } }],
  ['iris, two columns of it', { data: { source: 'iris' }, network: { inputs: ['petal length', 'petal width'] } }],
  ['iris, a product of two columns', { data: { source: 'iris' }, network: { inputs: ['petal length * petal width'] } }],
  ['iris, nothing of it', { data: { source: 'iris' }, network: { inputs: ['1'] } }],
  ['formulas', { network: { inputs: ['sin(3x1)', 'y > abs(x) - 2', 'x1'] } }],
  ['formulas on a line', { data: { source: 'sine' }, network: { inputs: ['x', '2^-x', 'floor(x) < 1'] } }],
  ['houses', { data: { source: 'houses', test: 0 }, network: { hidden: [] } }],
  ['more points than are drawn', { data: { samples: 5000, test: 0.3 } }],
  ['more neurons than are drawn', { network: { hidden: [40, 3, 50] } }],
]

describe('plans and frames have the shapes that the page relies on', () => {
  test.each(RECIPES)('%s', async (_, experiment) => {
    const { plan, frame: first } = await start(experiment)
    expectShape(plan, first)
    expect(plan.points.count).toBe(Math.min(SHOWN_POINTS, plan.train + plan.test))
    expect(Math.max(...plan.shown)).toBeLessThanOrEqual(SHOWN_NEURONS)
    const next = await frame({ steps: 30 }, { ...WANT, probe: plan.columns.map(() => 0.5) })
    expectShape(plan, next)
    expect(next.taken).toBe(30)
    expect(next.probe?.answer.length).toBe(plan.outputNames.length)
    expect(next.probe?.a.length).toBe(plan.shown.reduce((sum, size) => sum + size, 0))
    expect(next.probe?.colours.length).toBe(4 * next.probe!.a.length)
    expect(next.probe?.edgeGlow.length).toBe(next.params.length)
  })
})

test('the shown part of a large network is the upper left part of each matrix', async () => {
  const { plan, frame: got } = await start({ network: { hidden: [40, 2], init: 'normal' } })
  expect(plan.shown).toEqual([2, 32, 2, 1])
  const whole = JSON.parse(is(await session.answer({ type: 'save' }), 'saved').text) as { digest: string }
  expect(whole.digest).toMatch(/^[0-9a-f]{64}$/)
  const edited = await session.answer({ type: 'edit', edit: { layer: 1, neuron: 1, input: 31, value: 7 }, want: WANT })
  const place = 2 * 32 + 32 + 32 + 31
  expect(is(edited, 'frame').frame.params[place]).toBe(7)
  expect(got.params[place]).not.toBe(7)
  const hidden = await session.answer({ type: 'edit', edit: { layer: 1, neuron: 1, input: 32, value: 7 }, want: WANT })
  expect([...is(hidden, 'frame').frame.params].filter((value) => value === 7).length).toBe(1)
})

test('a bad request leaves the run as it was', async () => {
  await start({ data: { samples: 50 } })
  const before = await frame({ steps: 10 })
  expect(await problem({ network: { hidden: [1e9] } })).toMatchObject({ field: 'network.hidden' })
  expect(await problem({ data: { source: 'mine.csv' } })).toMatchObject({ field: 'data.source' })
  const own = { kind: 'table', name: 'mine.csv', text: 'a,b\n1,2\n' } as const
  expect(await problem({ data: { source: 'mine.csv' } }, { own })).toMatchObject({ field: 'data.source' })
  expect(await problem({}, { log: [[3, { set: { order: 'sideways' } }]] as never })).toMatchObject({
    field: 'training.order',
  })
  const set = await session.answer({ type: 'set', settings: { batch_size: 0 }, want: WANT })
  expect(set).toMatchObject({ type: 'problem', field: 'training.batch_size' })
  expect((await frame()).params).toEqual(before.params)
  expect((await frame({ steps: 1 })).step).toBe(11)
})

test.each([
  [{ log: 'x' }, 'log'],
  [{ log: [1] }, 'log'],
  [{ step: '5' }, 'step'],
  [{ step: -1 }, 'step'],
  [{ step: 1e300 }, 'step'],
  [{ digest: 5 }, ''],
  [{ own: 'a,b' }, 'data.source'],
  [{ own: { kind: 'table', name: 'a.csv', text: 5 } }, 'data.source'],
])('what a file brings is checked: %j', async (more, field) => {
  expect(await problem({}, more as never)).toMatchObject({ field })
})

test('a table of the user is learned from, and its answers come in its own units', async () => {
  const rows = Array.from({ length: 40 }, (_, row) => `${row},${row % 2 ? 'a' : 'b'},${1000 + 50 * row}`)
  const own = { kind: 'table', name: 'mine.csv', text: ['size,kind,price', ...rows].join('\n') } as const
  const { plan } = await start({ data: { source: 'mine.csv' }, network: { hidden: [] } }, { own })
  expect(plan.inputNames).toEqual(['size', 'kind=a', 'kind=b'])
  const { predictions } = await frame({ steps: 2000 })
  for (const [index, value] of plan.points.values.entries()) expect(predictions![index]).toBeCloseTo(value, 0)
})

test('a straight line of formulas is told in their units', async () => {
  const inputs = ['area', 'area^2 / 1000']
  const { plan } = await start({ data: { source: 'houses', test: 0 }, network: { hidden: [], inputs } })
  expect(plan.dataColumns).toEqual(['area'])
  const place = 2000
  const { units, probe } = await frame({ steps: 200 }, { ...WANT, probe: [place] })
  const [slope, bend, offset] = units!
  expect(probe.answer[0]).toBeCloseTo(slope! * place + (bend! * place * place) / 1000 + offset!, 6)
})

test('a user of the page sees one example after the other, and then the update', async () => {
  await start({ data: { samples: 10, test: 0.5 }, training: { batch_size: 2, order: 'cyclic' } })
  const step = async (): Promise<Frame> =>
    is(await session.answer({ type: 'step', unit: 'example', want: WANT }), 'frame').frame
  const seen = [await step(), await step(), await step(), await step()]
  expect(seen.map(({ example, step }) => [example?.position, step])).toEqual([
    [0, 0],
    [1, 0],
    [undefined, 1],
    [0, 1],
  ])
  expect(seen.map(({ example }) => example?.index)).toEqual([0, 1, undefined, 2])
  expect(seen[0]!.probe).not.toBeNull()
})

test('steps go by batch and to the end of the epoch', async () => {
  await start({ data: { samples: 100 }, training: { batch_size: 8 } })
  const step = async (unit: 'batch' | 'epoch'): Promise<Frame> =>
    is(await session.answer({ type: 'step', unit, want: WANT }), 'frame').frame
  expect(await step('batch')).toMatchObject({ step: 1, epoch: 0, taken: 1 })
  expect(await step('epoch')).toMatchObject({ step: 7, epoch: 1, taken: 6 })
})

test('history comes once, and anew where it is overwritten', async () => {
  const { frame: first } = await start({ data: { samples: 20 } })
  expect(first.history.rows.length).toBe(6)
  const later = await frame({ steps: 10 })
  expect(later.history.from).toBe(1)
  expect(later.history.rows.length).toBe(6 * 10)
  const back = is(await session.answer({ type: 'seek', step: 3, want: WANT }), 'frame').frame
  expect(back.history.from + back.history.rows.length / 6).toBe(4)
  expect((await frame({ steps: 1 })).history.from).toBe(4)
})

test('reset brings the same weights and keeps the settings', async () => {
  const { frame: first } = await start({})
  await session.answer({ type: 'set', settings: { learning_rate: 0.5 }, want: WANT })
  await frame({ steps: 50 })
  const { plan, frame: again } = is(await session.answer({ type: 'reset', want: WANT }), 'started')
  expect(again.params).toEqual(first.params)
  expect(again.history.from).toBe(0)
  expect(plan.experiment.training.learning_rate).toBe(0.5)
})

test('a saved run opens where it stood; one that was tampered with is refused', async () => {
  await start({ data: { samples: 50 } })
  await frame({ steps: 20 })
  await session.answer({ type: 'set', settings: { optimizer: 'adam' }, want: WANT })
  const there = await frame({ steps: 20 })
  const saved = JSON.parse(is(await session.answer({ type: 'save' }), 'saved').text) as Start
  const { frame: opened } = await start(saved.experiment, saved)
  expect(opened.step).toBe(40)
  expect(opened.params).toEqual(there.params)
  expect((await problem(saved.experiment, { ...saved, step: 39 })).message).toMatch(/the file was changed/)
})

test('a run that cannot be replayed in reasonable time is refused, and meanwhile the one before goes on', async () => {
  await start({ data: { samples: 50 } })
  const opening = problem({}, { step: 1e12 })
  const { taken } = await frame({ steps: 5 })
  expect(taken).toBe(5)
  expect(await opening).toMatchObject({ field: 'step', message: expect.stringMatching(/would take about/) as string })
  expect((await frame({ steps: 5 })).step).toBe(10)
})

test('divergence is told in the frame in which it happens', async () => {
  await start({ data: { source: 'plane' }, network: { activation: 'identity' }, training: { learning_rate: 1000 } })
  const got = await frame({ steps: 100_000 })
  expect(got.diverged).toEqual({ step: got.step, layer: expect.any(Number) as number })
  expect(got.taken).toBe(got.step)
  expect((await frame({ millis: 5 })).taken).toBe(0)
  expect(is(await session.answer({ type: 'seek', step: 0, want: WANT }), 'frame').frame.diverged).toBeNull()
})

test('a frame takes at least one step, and about the time that it was given', async () => {
  await start({ network: { hidden: [300, 300] } })
  expect((await frame({ millis: 0 })).taken).toBe(1)
  const { taken, millis } = await frame({ millis: 60 })
  expect(taken).toBeGreaterThan(1)
  expect(millis).toBeLessThan(600)
})

test('a network of millions of weights is drawn by its first neurons', async () => {
  const { plan, frame: got } = await start({ data: { samples: 20 }, network: { hidden: [2000, 1500] } })
  expect(plan.parameters).toBeGreaterThan(3e6)
  expect(got.params.length).toBeLessThan(3000)
  expect((await frame({ millis: 1 })).taken).toBeGreaterThanOrEqual(1)
})

test('every generator has a thumbnail', async () => {
  const sources = GENERATORS.map(({ name }) => name)
  const reply = await session.answer({ type: 'thumbnails', sources, samples: 40, palette: PALETTE })
  for (const { count, dimensions, inputs, values, colours } of is(reply, 'thumbnails').thumbnails) {
    expect([inputs.length, values.length, colours.length]).toEqual([dimensions * count, count, 4 * count])
  }
})

test('points of classes have the colours of the palette', async () => {
  const { plan } = await start({ data: { source: 'gauss' } })
  const reply = await session.answer({ type: 'colours', palette: { ...PALETTE, positive: [1, 2, 3] } })
  const { colours } = is(reply, 'colours')
  for (const [index, value] of plan.points.values.entries()) {
    expect([...colours.subarray(4 * index, 4 * index + 4)]).toEqual(value === 1 ? [1, 2, 3, 255] : [255, 128, 0, 255])
  }
})

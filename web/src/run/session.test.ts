import { beforeEach, describe, expect, test } from 'vitest'
import { GENERATORS } from '../engine/generated/schema'
import {
  SHOWN_NEURONS,
  SHOWN_POINTS,
  type Frame,
  type Plan,
  type PointsEdit,
  type Reply,
  type Start,
  type Thumbnail,
  type Want,
} from './protocol'
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
function expectShape(plan: Plan, got: Frame, want: Want): void {
  const { shown, points, outputNames, columns, kind, size } = plan
  const neurons = shown.reduce((sum, count) => sum + count, 0)
  const params = shown.slice(1).reduce((sum, count, layer) => sum + (shown[layer]! + 1) * count, 0)
  const drawn = kind === 'pixels' ? 0 : want.plane === null ? columns.length : 2
  const pixels = size === null ? 0 : size[0] * size[1]
  expect(got.params.length).toBe(params)
  expect(got.widths.length).toBe(params)
  expect(got.colours.length).toBe(4 * params)
  expect(got.maps?.length).toBe(drawn === 2 ? 4 * neurons * want.map ** 2 : undefined)
  expect(got.lines?.length).toBe(drawn === 1 ? neurons * want.map : undefined)
  expect(got.output?.length).toBe(drawn === 2 ? 4 * want.output ** 2 : undefined)
  expect(got.curve?.length).toBe(drawn === 1 ? (1 + outputNames.length) * want.output : undefined)
  expect(got.scales?.length).toBe(drawn === 1 || drawn === 2 ? neurons : undefined)
  expect(got.predictions?.length).toBe(want.predictions ? points.count * outputNames.length : undefined)
  expect(got.filters?.length).toBe(kind === 'pixels' ? 4 * shown[1]! * pixels : undefined)
  expect(got.repainting?.pixels.length).toBe(kind === 'picture' && want.repaint ? 4 * pixels : undefined)
  expect(got.probe.inputs.length).toBe(columns.length)
  expect(got.probe.answer.length).toBe(outputNames.length)
  expect(got.probe.a.length).toBe(neurons)
  expect(got.probe.colours.length).toBe(4 * neurons)
  expect(got.probe.edgeGlow.length).toBe(params)
}

function expectPlan(plan: Plan): void {
  const { points, columns, kind, domain, means, shown } = plan
  expect(points.count).toBe(Math.min(SHOWN_POINTS, plan.train + plan.test))
  expect(points.inputs.length).toBe(kind === 'pixels' ? 0 : points.count * columns.length)
  expect(points.colours.length).toBe(4 * points.count)
  expect([points.rows.length, points.values.length, points.test.length]).toEqual(Array(3).fill(points.count))
  expect([domain.length, means.length]).toEqual(Array(2).fill(kind === 'pixels' ? 0 : columns.length))
  expect(Math.max(...shown.slice(kind === 'pixels' ? 1 : 0))).toBeLessThanOrEqual(SHOWN_NEURONS)
}

const RECIPES: [name: string, experiment: unknown][] = [
  ...GENERATORS.map(({ name }) => [name, { data: { source: name } }] satisfies [string, unknown]),
  ['two classes with softmax', { training: { loss: 'cross_entropy' } }],
  ['two classes with sigmoid', { training: { loss: 'bce' } }],
  ['iris', { data: { source: 'iris' } }],
  ['iris, two columns of it', { data: { source: 'iris' }, network: { inputs: ['petal length', 'petal width'] } }],
  ['iris, a product of two columns', { data: { source: 'iris' }, network: { inputs: ['petal length * petal width'] } }],
  ['iris, nothing of it', { data: { source: 'iris' }, network: { inputs: ['1'] } }],
  ['penguins', { data: { source: 'penguins' } }],
  ['formulas', { network: { inputs: ['sin(3x1)', 'y > abs(x) - 2', 'x1'] } }],
  ['formulas on a line', { data: { source: 'sine' }, network: { inputs: ['x', '2^-x', 'floor(x) < 1'] } }],
  ['classes by a formula', { data: { source: 'formula', formula: 'y > sin(3x)' } }],
  ['values by a formula', { data: { source: 'formula', formula: 'x*y/6' } }],
  ['houses', { data: { source: 'houses', test: 0 }, network: { hidden: [] } }],
  ['more points than are drawn', { data: { samples: 5000, test: 0.3 } }],
  ['more neurons than are drawn', { network: { hidden: [40, 3, 50] } }],
  ['digits', { data: { source: 'digits-8x8' }, network: { hidden: [50] } }],
  ['digits without a hidden layer', { data: { source: 'digits-5x5', test: 0 }, network: { hidden: [] } }],
  ['a picture', { data: { source: 'rose', samples: 3000 }, network: { inputs: ['fourier(2)'] } }],
  ['a picture of few colours', { data: { source: 'flag' } }],
  ['a picture of few colours as values', { data: { source: 'flag', task: 'regression' } }],
]

describe('plans and frames have the shapes that the page relies on', () => {
  test.each(RECIPES)('%s', async (_, experiment) => {
    const { plan, frame: first } = await start(experiment)
    expectPlan(plan)
    expectShape(plan, first, WANT)
    const plane = plan.columns.length > 2 && plan.kind === 'table' ? { across: 1, down: 0, held: null } : null
    const want = { ...WANT, probe: plan.columns.map(() => 0.5), plane, predictions: true, repaint: true }
    const next = await frame({ steps: 30 }, want)
    expectShape(plan, next, want)
    expect(next.taken).toBe(30)
  })
})

test('the shown part of a large network is the upper left part of each matrix', async () => {
  const { plan, frame: got } = await start({ network: { hidden: [50, 2], init: 'normal' } })
  expect(plan.shown).toEqual([2, 40, 2, 1])
  const whole = JSON.parse(is(await session.answer({ type: 'save' }), 'saved').text) as { digest: string }
  expect(whole.digest).toMatch(/^[0-9a-f]{64}$/)
  const edited = await session.answer({ type: 'edit', edit: { layer: 1, neuron: 1, input: 39, value: 7 }, want: WANT })
  const place = 2 * 40 + 40 + 40 + 39
  expect(is(edited, 'frame').frame.params[place]).toBe(7)
  expect(got.params[place]).not.toBe(7)
  const hidden = await session.answer({ type: 'edit', edit: { layer: 1, neuron: 1, input: 40, value: 7 }, want: WANT })
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
  const { predictions } = await frame({ steps: 2000 }, { ...WANT, predictions: true })
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

test('history comes once; it is kept when the run goes back, until something new is done', async () => {
  await start({ data: { samples: 20 } }) // one step an epoch
  const first = await frame({ steps: 5 })
  expect([first.history.from, first.history.rows.length]).toEqual([1, 6 * 5])
  const later = await frame({ steps: 5 })
  expect([later.history.from, later.history.rows.length]).toEqual([6, 6 * 5])
  const back = is(await session.answer({ type: 'seek', step: 3, want: WANT }), 'frame').frame
  expect([back.history.from, back.history.rows.length, back.furthest]).toEqual([11, 0, 10])
  const known = await frame({ steps: 1 })
  expect([known.history.from, known.history.rows.length, known.furthest]).toEqual([11, 0, 10])
  const settings = { learning_rate: 1 }
  const changed = is(await session.answer({ type: 'set', settings, want: WANT }), 'frame').frame
  expect([changed.history.from, changed.history.rows.length, changed.furthest]).toEqual([5, 0, 4])
  const anew = await frame({ steps: 1 })
  expect([anew.history.from, anew.history.rows.length, anew.furthest]).toEqual([5, 6, 5])
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
}, 30_000)

describe('softmax', () => {
  const softmax = (sums: number[], classes: number): Promise<Reply> =>
    session.answer({ type: 'softmax', sums: Float64Array.from(sums), classes })

  test('shares of rows, and what each class would cost', async () => {
    const { powers, shares, losses } = is(await softmax([2, 4, 5, 10], 2), 'softmax')
    expect([...powers]).toEqual([2, 4, 5, 10].map((sum) => expect.closeTo(Math.exp(sum), 9) as number))
    expect([...shares].map((share) => share.toFixed(3))).toEqual(['0.119', '0.881', '0.007', '0.993'])
    expect([...losses]).toEqual([...shares].map((share) => expect.closeTo(-Math.log(share), 12) as number))
  })

  test('what a share costs', async () => {
    const shares = Float64Array.of(0.633, 1, 0)
    const { losses } = is(await session.answer({ type: 'cross-entropy', shares }), 'cross-entropy')
    expect([...losses]).toEqual([expect.closeTo(-Math.log(0.633), 14), 0, Infinity])
  })

  test.each<[string, number[], number]>([
    ['no numbers', [1, NaN], 2],
    ['half a row', [1, 2, 3], 2],
    ['no sums', [], 2],
    ['no classes', [1], 0],
  ])('%s are refused', async (_, sums, classes) => {
    expect(is(await softmax(sums, classes), 'problem').field).toBe('sums')
  })

  test('a run that goes on meanwhile is not touched', async () => {
    await start({})
    const before = await frame({ steps: 5 })
    await softmax([1, 2, 3], 3)
    expect((await frame()).params).toEqual(before.params)
  })
})

describe('thumbnails', () => {
  const thumbnails = async (...data: object[]): Promise<readonly Thumbnail[]> =>
    is(await session.answer({ type: 'thumbnails', data, samples: 40, palette: PALETTE }), 'thumbnails').thumbnails

  test('every generator, formula and table has one', async () => {
    const sources = [
      ...GENERATORS.map(({ name }) => name),
      'iris',
      'penguins',
      'houses',
      'ten-houses',
      'rated-houses',
      'xor-milo',
    ]
    const all = await thumbnails(
      ...sources.map((source) => ({ source })),
      { source: 'formula', formula: 'x > y' },
      { source: 'formula', formula: 'x - y' },
    )
    for (const { picture, count, dimensions, inputs, values, colours } of all) {
      expect(picture).toBeNull()
      expect([inputs.length, values.length, colours.length]).toEqual([dimensions * count, count, 4 * count])
      expect(inputs.every(Number.isFinite)).toBe(true)
    }
  })

  test('pictures and images are shown as such', async () => {
    const [rose, five, eight] = await thumbnails({ source: 'rose' }, { source: 'digits-5x5' }, { source: 'digits-8x8' })
    expect([rose, five, eight].map((one) => [one!.picture!.width, one!.picture!.height])).toEqual([
      [48, 48],
      [17, 17],
      [26, 26],
    ])
    for (const one of [rose, five, eight]) {
      expect(one!.picture!.pixels.length).toBe(4 * one!.picture!.width * one!.picture!.height)
    }
  })

  test('do not disturb a run that starts meanwhile', async () => {
    const alone = (await start({ data: { source: 'iris' } })).frame
    session = new Session(compiled)
    await start({}) // leaves an engine to spare
    await start({})
    const [made, { frame: first }] = await Promise.all([
      thumbnails({ source: 'iris' }, { source: 'digits-8x8' }, { source: 'rose' }),
      start({ data: { source: 'iris' } }),
    ])
    expect(made.length).toBe(3)
    expect(first.params).toEqual(alone.params)
    expect((await frame({ steps: 10 })).step).toBe(10)
  })
})

test('points of classes have the colours of the palette', async () => {
  const { plan } = await start({ data: { source: 'gauss' } })
  const reply = await session.answer({ type: 'colours', run: 0, palette: { ...PALETTE, positive: [1, 2, 3] } })
  const { colours } = is(reply, 'colours')
  for (const [index, value] of plan.points.values.entries()) {
    expect([...colours.subarray(4 * index, 4 * index + 4)]).toEqual(value === 1 ? [1, 2, 3, 255] : [255, 128, 0, 255])
  }
})

describe('points that are edited', () => {
  const edit = async (points: PointsEdit): Promise<Reply> => session.answer({ type: 'points', points, want: WANT })
  const edited = async (points: PointsEdit): Promise<Frame> => is(await edit(points), 'frame').frame

  test('come with the frame, and training goes on with them', async () => {
    const { plan } = await start({ data: { samples: 20, test: 0 } })
    await frame({ steps: 7 })
    const { data, step, params } = await edited({ move: [[0, 1, 2, 0]], remove: [3, 4], add: [[5, 5, 1]] })
    expect([step, plan.train, data!.train, data!.points.count]).toEqual([7, 20, 19, 19])
    expect(data!.stepsPerEpoch).toBe(2)
    expect([data!.points.inputs[0], data!.points.inputs[19], data!.points.values[18]]).toEqual([1, 2, 1])
    const next = await frame({ steps: 2 })
    expect(next.data).toBeNull()
    expect(next.epoch).toBe(4) // 3 of 2 steps, and one that began with the edit
    expect(next.params).not.toEqual(params)
    const back = is(await session.answer({ type: 'seek', step: 3, want: WANT }), 'frame').frame
    expect(back.data!.points).toEqual(plan.points)
  })

  test('stay in a reset run, in another network and in a saved one', async () => {
    await start({ data: { samples: 20, source: 'gauss' } })
    await frame({ steps: 5 })
    const { data } = await edited({ add: [[1.5, -2.5, 1]] })
    const saved = JSON.parse(is(await session.answer({ type: 'save' }), 'saved').text) as Start & { own?: unknown }
    expect([saved.own, saved.log!.length]).toEqual([undefined, 1])
    const { plan } = is(await session.answer({ type: 'reset', want: WANT }), 'started')
    expect(plan.experiment.data.source).toBe('points')
    expect([...plan.points.rows].sort()).toEqual([...data!.points.rows].sort())
    const sorted = (values: Float64Array): number[] => [...values].sort((a, b) => a - b)
    expect(sorted(plan.points.inputs)).toEqual(sorted(data!.points.inputs))
    const other = await start({ ...plan.experiment, network: { hidden: [2] } }, { own: 'same' })
    expect(other.plan.points).toEqual(plan.points)
    const again = JSON.parse(is(await session.answer({ type: 'save' }), 'saved').text) as Start
    expect(again.own).toMatchObject({ kind: 'points', name: 'points' })
    expect((await start(again.experiment, again)).plan.points).toEqual(plan.points)
  })

  test.each([
    [{}, /points to move, remove or add, got none/],
    [{ remove: [20] }, /from 0 to 19 for row, got 20/],
    [{ remove: [1], move: [[1, 0, 0, 0]] }, /different rows to edit, got 1 twice/],
    [{ add: [[0, 0, 2]] }, /from 0 to 1 for class, got 2/],
    [{ add: [[0, 1e7, 1]] }, /at most 1,000,000 in points, got 10,000,000/],
    [{ add: [[0, null, 1]] }, /at most 1,000,000 in points, got nothing/],
    [{ add: [[0, 1]] }, /points such as \[x1, x2, value or class\], got a list of 2/],
    [{ move: [0] }, /points such as \[row, x1, x2, value or class\], got 0/],
    [{ add: 5 }, /a list of what to add, got 5/],
    [{ remove: Array.from({ length: 19 }, (_, row) => row) }, /2 to 5,000 points after an edit, got 1/],
    [{ add: Array(5000).fill([0, 0, 0]) }, /2 to 5,000 points after an edit, got 5,020/],
    [{ add: [[-2, 0, 0]] }, /a number from 'log\(x1 \+ 20\)\/\(x1 \+ 2\)' for every example, got none/],
  ])('%j are refused, and the run goes on as it was', async (points, message) => {
    await start({ data: { samples: 20 }, network: { inputs: ['x1', 'log(x1 + 20)/(x1 + 2)'] } })
    const before = await frame({ steps: 3 })
    expect(await edit(points as PointsEdit)).toMatchObject({
      type: 'problem',
      message: expect.stringMatching(message) as string,
    })
    const after = await frame()
    expect([after.params, after.data]).toEqual([before.params, null])
    expect((await frame({ steps: 1 })).step).toBe(4)
  })

  test('a table has none', async () => {
    await start({ data: { source: 'iris' } })
    expect(await edit({ remove: [1] })).toMatchObject({
      message: expect.stringMatching(/got data of the kind table/) as string,
    })
  })
})

describe('a picture', () => {
  const PICTURE = { data: { source: 'rose', samples: 2000, test: 0.25 }, network: { hidden: [8] } }

  test('tells what is seen of it, and is seen in its own colours', async () => {
    const { plan } = await start(PICTURE)
    const { original, seen } = plan.picture!
    const count = (what: number): number => seen.filter((value) => value === what).length
    expect([count(1), count(2), count(0)]).toEqual([1500, 500, 128 * 128 - 2000])
    for (const [index, row] of plan.points.rows.entries()) {
      expect(plan.points.colours.subarray(4 * index, 4 * index + 4)).toEqual(original.subarray(4 * row, 4 * row + 4))
      expect(seen[row]).toBe(plan.points.test[index] === 1 ? 2 : 1)
    }
  })

  test('is repainted a few rows at a time, and wholly when the run stands', async () => {
    const want = { ...WANT, map: 0, output: 0, repaint: true }
    await session.answer({ type: 'start', want, experiment: { ...PICTURE, network: { hidden: [100, 100, 100] } } })
    const moving = await frame({ steps: 1 }, want)
    expect(moving.repainting!.age).toBeGreaterThan(0)
    let standing = await frame(null, want)
    for (let frames = 0; frames < 100 && standing.repainting!.age > 0; frames += 1) standing = await frame(null, want)
    expect(standing.repainting!.age).toBe(0)
    expect(standing.repainting!.psnr).toBeGreaterThan(0)
    expect(standing.repainting!.pixels.every((value, index) => index % 4 < 3 || value === 255)).toBe(true)
    expect((await frame(null, want)).repainting).toEqual(standing.repainting)
  })

  test('of few colours is painted in these', async () => {
    const want = { ...WANT, repaint: true }
    const reply = await session.answer({ type: 'start', want, experiment: { data: { source: 'flag' } } })
    const { plan, frame: first } = is(reply, 'started')
    const colours = plan.classes.map((name) => name)
    const hex = (pixels: Uint8ClampedArray, k: number): string =>
      `#${[...pixels.subarray(4 * k, 4 * k + 3)].map((value) => value.toString(16).padStart(2, '0')).join('')}`
    for (let k = 0; k < 128 * 128; k += 97) {
      expect(colours).toContain(hex(first.repainting!.pixels, k))
      expect(colours).toContain(hex(plan.picture!.original, k))
    }
    expect(plan.classColours!.length).toBe(plan.classes.length)
  })
})

test('an example can be looked at, and a drawing', async () => {
  const { plan } = await start({ data: { source: 'digits-5x5', test: 0 } })
  const four = await frame(null, { ...WANT, example: 4 })
  expect(plan.points.values[4]).toBe(4)
  const drawn = await frame(null, { ...WANT, example: 4, probe: Array<number>(25).fill(1) })
  expect([...drawn.probe.inputs]).toEqual(Array<number>(25).fill(1))
  expect(four.probe.inputs).not.toEqual(drawn.probe.inputs)
  expect(four.probe.answer).not.toEqual(drawn.probe.answer)
})

test('a table is drawn over any two of its columns, the others held', async () => {
  const { plan } = await start({ data: { source: 'iris' } })
  expect(plan.domain.every(([low, high], place) => low < plan.means[place]! && plan.means[place]! < high)).toBe(true)
  const plane = { across: 2, down: 3, held: null }
  const mean = await frame(null, { ...WANT, plane })
  const held = await frame(null, { ...WANT, plane: { ...plane, held: plan.means } })
  expect(held.maps).toEqual(mean.maps)
  const other = await frame(null, { ...WANT, plane: { ...plane, held: [4, 4, 0, 0] } })
  expect(other.maps).not.toEqual(mean.maps)
  for (const bad of [
    { across: 1, down: 1, held: null },
    { across: 0, down: 9, held: null },
    { ...plane, held: [1] },
  ]) {
    expect((await frame(null, { ...WANT, plane: bad })).maps).toBeNull()
  }
})

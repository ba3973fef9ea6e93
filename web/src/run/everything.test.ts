/** With everything open, whatever is done to a run, what a frame tells is about this very run. */

import { expect, test } from 'vitest'
import { parameterOf } from './picked'
import type { Frame, Ground, Picked, Plan, Reply, Request, Want } from './protocol'
import { Session } from './session'
import { module, WANT } from './testing'

const compiled = module()

/** Numbers that look random, the same in every run of the test. */
function generator(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const fixed = (draw: (below: number) => number): Pick<Ground, 'bounds'> =>
  draw(2) === 0
    ? {}
    : {
        bounds: [
          [-1, 2],
          [0, 1],
        ],
      }

function wanted(draw: (below: number) => number): Want {
  const part = (['neuron', 'bias', 0, 1] as const)[draw(4)]!
  const inspect: Picked = { layer: draw(4), neuron: draw(3), part }
  const axes = draw(2) === 0 ? null : ([inspect, { layer: 1, neuron: 0, part: 'bias' }] as const)
  return {
    ...WANT,
    map: 6,
    output: 8,
    predictions: true,
    repaint: true,
    inspect,
    film: draw(2) === 0,
    portrait: draw(2) === 0,
    landscape: draw(2) === 0 ? null : { seed: draw(2), axes, reach: 1, size: 5, ...fixed(draw) },
    slice: draw(2) === 0 ? null : { pick: inspect, low: -2, high: 2, size: 5 },
    space: draw(3),
    relief: 5,
    findings: draw(2) === 0,
    example: draw(2) === 0 ? draw(10) : null,
  }
}

type Asked = Exclude<Request, { type: 'load' }>

function request(draw: (below: number) => number, want: Want): Asked {
  const unit = (['example', 'batch', 'epoch'] as const)[draw(3)]!
  const settings = [{ optimizer: 'adam' }, { batch_size: 'full' as const }, { batch_size: 7 }, { l2: 0.01 }][draw(4)]!
  const all: Asked[] = [
    { type: 'frame', advance: { steps: 1 + draw(40) }, want },
    { type: 'frame', advance: null, want },
    { type: 'step', unit, want },
    { type: 'back', unit, want },
    { type: 'seek', step: draw(100), want },
    { type: 'set', settings, want },
    {
      type: 'edit',
      edit: { layer: draw(2), neuron: draw(2), input: draw(2), value: draw(2) === 0 ? 1e308 : 0.5 },
      want,
    },
    { type: 'mute', mute: { layer: draw(2), neuron: draw(2), muted: draw(2) === 0 }, want },
    { type: 'freeze', freeze: { layer: draw(2), frozen: draw(2) === 0 }, want },
    { type: 'points', points: draw(2) === 0 ? { remove: [draw(5)] } : { add: [[1, 2, 1]] }, want },
    { type: 'undo', want },
    { type: 'redo', want },
    { type: 'fork', want },
    { type: 'reset', want },
  ]
  return all[draw(all.length)]!
}

/** What is told of the picked parameter is what the frame shows of it. */
function expectTrue({ params, step, inspection, muted, frozen }: Frame, { shown }: Plan): void {
  if (inspection === null || inspection.pick.layer === 0) return
  const { pick, next, last } = inspection
  const value = params[parameterOf(shown, pick)]
  if (next!.step === step + 1) expect(next!.value[0]).toBe(value)
  if (last?.step === step) expect(last.value[1]).toBe(value)
  expect(next!.frozen).toBe(frozen[pick.layer - 1] === 1)
  for (const [neuron, silent] of muted.entries()) if (silent === 1) expect(inspection.a[neuron]).toBe(0)
}

/** No memory stands in two places of a reply: it could not be sent. */
function expectSent(reply: Reply): void {
  const found: ArrayBufferLike[] = []
  const walk = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) found.push(value.buffer)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk)
  }
  walk(reply)
  expect(new Set(found).size).toBe(found.length)
}

test.each<[string, object]>([
  ['points', { data: { samples: 60 } }],
  ['several classes', { data: { source: 'iris' }, network: { hidden: [3, 2] } }],
  ['a line', { data: { source: 'sine', samples: 40 } }],
  ['images', { data: { source: 'digits-5x5', test: 0 }, network: { hidden: [6, 2] } }],
  ['a picture', { data: { source: 'rose', samples: 200 } }],
  [
    'a run that diverges',
    { data: { source: 'plane' }, network: { activation: 'identity' }, training: { learning_rate: 9 } },
  ],
])(
  '%s',
  async (_, experiment) => {
    const session = new Session(compiled)
    const draw = generator(7)
    let plan: Plan | null = null
    for (let count = 0; count < 40; count += 1) {
      const want = wanted(draw)
      const reply = await session.answer(plan === null ? { type: 'start', experiment, want } : request(draw, want))
      if (reply.type === 'started') plan = reply.plan
      if (reply.type === 'started' || reply.type === 'frame') {
        expectTrue(reply.frame, plan!)
        expectSent(reply)
      } else expect(reply.type).toBe('problem')
    }
  },
  30_000,
)

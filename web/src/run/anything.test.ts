/** Whatever is asked of a session, in whatever order: it answers, and says what is true. */

import { expect, test } from 'vitest'
import type { Frame, Picked, Reply, Request, Want } from './protocol'
import { Session } from './session'
import { module, WANT } from './testing'
import { transferable } from './transfer'

const compiled = module()
const RECIPES = [
  { data: { samples: 60 }, network: { hidden: [3, 2] } },
  { data: { samples: 40, source: 'blobs', classes: 3 }, network: { hidden: [] }, training: { batch_size: 'full' } },
  { data: { source: 'plane', samples: 30 }, network: { hidden: [2], activation: 'relu' } },
  { data: { source: 'iris' }, network: { hidden: [2, 2] }, training: { optimizer: 'adam' } },
]

/** The same numbers for the same seed: a linear congruential generator. */
function dice(seed: number) {
  let state = seed
  const below = (count: number): number => {
    state = (state * 48271) % 2147483647
    return state % count
  }
  return { below, one: <Value>(...values: readonly Value[]): Value => values[below(values.length)]! }
}
type Dice = ReturnType<typeof dice>

/** Everything that can be wanted, also of networks and data that are gone. */
const wanted = ({ below, one }: Dice): Want => ({
  ...WANT,
  map: one(0, 8),
  output: one(0, 8),
  probe: one(null, null, [1, 2], [1, 2, 3, 4], [NaN, 0]),
  example: one(null, 0, 20, 10_000),
  plane: one(null, { across: 0, down: 1, held: null }),
  predictions: one(true, false),
  inspect: one(null, { layer: below(5), neuron: below(5), part: one<Picked['part']>('neuron', 'bias', 0, 2) }),
  film: one(true, false),
  portrait: one(true, false),
  landscape: one(null, { seed: 1, axes: null, reach: 1, size: 6 }),
  space: one(null, 1, 2, 9),
  relief: one(0, 6),
  findings: one(true, false),
})

function asked({ below, one }: Dice, runs: readonly number[]): object {
  const [layer, neuron] = [below(4), below(4)]
  return one(
    { type: 'frame', advance: null },
    { type: 'frame', advance: { steps: below(60) } },
    { type: 'frame', advance: { millis: 1 } },
    { type: 'step', unit: one('example', 'batch', 'epoch') },
    { type: 'back', unit: one('example', 'batch', 'epoch') },
    { type: 'seek', step: one(0, below(100), 300, -1, 0.5) },
    {
      type: 'set',
      settings: one({ learning_rate: 0.1 }, { learning_rate: 900 }, { batch_size: 7 }, { order: 'random' }),
    },
    { type: 'edit', edit: { layer, neuron, input: one(null, 0, 1), value: one(1, -2, 1e300, NaN) } },
    { type: 'mute', mute: { layer, neuron, muted: one(true, false) } },
    { type: 'freeze', freeze: { layer, frozen: one(true, false) } },
    { type: 'points', points: one({ add: [[1, 1, 0]] }, { remove: [below(50)] }, { move: [[3, 0.5, 0.5, 1]] }) },
    { type: one('undo', 'redo', 'undo', 'reset', 'fork') },
    { type: one('focus', 'close'), run: one(...runs, 99) },
    { type: 'stops', rules: one([], [{ quantity: 'epoch', value: 9 }], [{ quantity: 'plateau', value: 3 }]) },
    { type: 'start', experiment: one(...RECIPES), instead: one(...runs) },
    { type: 'examples', indices: [0, 5, 10_000] },
  )
}

function check(frame: Frame): void {
  const { step, furthest, taking, params, widths, breaks, diverged, others } = frame
  expect(step).toBeLessThanOrEqual(furthest)
  expect(taking.undo).toBe(taking.taken > 0)
  expect(widths.length).toBe(params.length)
  const { probe, portrait, landscape, inspection, film, space, relief } = frame
  const all: (ArrayLike<number> | null | undefined)[] = [
    params,
    probe.a,
    portrait?.quiet,
    portrait?.steps,
    landscape?.losses,
    landscape?.path,
    inspection?.z,
  ]
  all.push(inspection?.grads, inspection?.curve?.values, film?.params, film?.changeGlow, space?.grid, space?.points)
  for (const array of [...all, relief]) if (array) expect(array.length).toBeGreaterThan(0)
  if (diverged !== null) expect([step, breaks]).toEqual([diverged.step, diverged])
  for (const other of others) check(other.frame)
}

test.each([1, 2, 3, 4, 5, 6])('answers whatever is asked, %i', async (seed) => {
  const chance = dice(1000 + seed)
  const session = new Session(compiled)
  const ask = async (request: object): Promise<Reply> =>
    session.answer({ want: wanted(chance), ...request } as Exclude<Request, { type: 'load' }>)
  let runs: number[] = []
  const note = (reply: Reply): void => {
    if (reply.type === 'started') runs = [reply.run, ...reply.others.map(({ run }) => run)]
    if (reply.type === 'started' || reply.type === 'frame') check(reply.frame)
    structuredClone(reply, { transfer: [...transferable(reply)] }) // nothing that was sent is needed again
  }
  note(await ask({ type: 'start', experiment: RECIPES[0] }))
  let problems = 0
  for (let count = 0; count < 120; count += 1) {
    const reply = await ask(asked(chance, runs))
    note(reply)
    if (reply.type === 'problem') problems += 1
  }
  expect(problems).toBeGreaterThan(5)
  expect(problems).toBeLessThan(80)
})

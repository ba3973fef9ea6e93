import { describe, expect, test } from 'vitest'
import { Engine } from '../engine/engine'
import { Frames } from './frame'
import type { Frame, Want } from './protocol'
import { Run } from './run'
import { module, WANT } from './testing'

const compiled = module()

/** Everything that can be opened. */
const OPEN: Want = {
  ...WANT,
  predictions: true,
  repaint: true,
  inspect: { layer: 1, neuron: 0, part: 'neuron' },
  film: true,
  portrait: true,
  landscape: { seed: 0, axes: null, reach: 1, size: 8 },
  slice: { pick: { layer: 1, neuron: 0, part: 'bias' }, low: -1, high: 1, size: 9 },
  space: 2,
  relief: 12,
  findings: true,
}

const RECIPES: [name: string, recipe: object][] = [
  ['points', {}],
  ['points without a test', { data: { test: 0 } }],
  ['several classes', { data: { source: 'iris' } }],
  ['values', { data: { source: 'plane' } }],
  ['a line', { data: { source: 'sine' } }],
  ['a straight line', { data: { source: 'houses', test: 0 }, network: { hidden: [] } }],
  ['images', { data: { source: 'digits-8x8' }, network: { hidden: [50] } }],
  ['a picture', { data: { source: 'rose', samples: 3000 }, network: { inputs: ['fourier(2)'] } }],
  ['more points and neurons than are drawn', { data: { samples: 5000 }, network: { hidden: [64, 2, 64] } }],
]

/** The memory of all arrays of a frame. */
function buffers(value: unknown, found: ArrayBufferLike[] = []): ArrayBufferLike[] {
  if (ArrayBuffer.isView(value)) found.push(value.buffer)
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) buffers(part, found)
  return found
}

async function open(recipe: object): Promise<{ run: Run; frame: (want?: Want, exact?: boolean) => Frame }> {
  const run = await Run.begin(await Engine.load(compiled), recipe)
  const frames = new Frames(run)
  return { run, frame: (want = OPEN, exact = false) => frames.frame(want, { taken: 0, millis: 0 }, exact) }
}

describe('with everything open', () => {
  test.each(RECIPES)(
    'a frame can be sent, and is exact after a while when the run stands: %s',
    async (_, recipe) => {
      const { run, frame } = await open(recipe)
      for (const exact of [false, false, true]) {
        run.advance(3)
        const { shown } = { shown: frame(OPEN, exact) }
        const all = buffers(shown)
        expect(new Set(all).size).toBe(all.length) // the same memory cannot be sent twice
        expect(all.every((buffer) => buffer !== run.network.params.values.buffer)).toBe(true)
        const plane = run.dataset.columns.length === 2
        const two = plane && run.resolved.sizes[2] === 2 && run.resolved.sizes.length > 3
        expect(shown.inspection).not.toBeNull()
        expect(shown.film).not.toBeNull()
        expect(shown.portrait).not.toBeNull()
        expect(shown.landscape).not.toBeNull()
        expect(shown.slice).toHaveLength(9)
        expect(shown.findings).not.toBeNull()
        expect([shown.relief?.length, shown.space === null]).toEqual([plane ? 144 : undefined, !two])
      }
      let last = frame(OPEN, true)
      for (let frames = 0; frames < 1000 && last.unfinished; frames += 1) last = frame(OPEN, true)
      expect(last.unfinished).toBe(false)
      expect(last.landscape).toMatchObject({ age: 0, done: 1 })
      expect(last.inspection!.next!.step).toBe(run.step + 1)
      expect(frame(OPEN, true).landscape).toEqual(last.landscape)
    },
    60_000,
  )

  test('what is not wanted is not made', async () => {
    const { frame } = await open({})
    const { inspection, film, portrait, landscape, slice, space, relief, findings, unfinished } = frame(WANT, true)
    expect([inspection, film, portrait, landscape, slice, space, relief, findings]).toEqual(Array(8).fill(null))
    expect(unfinished).toBe(false)
  })
})

test('heights are the answers, in the units of the data', async () => {
  const { run, frame } = await open({ data: { source: 'plane' } })
  run.advance(20)
  const { relief } = frame(OPEN, true)
  const at = (cell: number): number => -6 + 12 * ((cell + 0.5) / 12)
  for (const place of [0, 17, 143]) {
    const probe = [at(place % 12), -at(Math.floor(place / 12))]
    expect(relief![place]).toBeCloseTo(frame({ ...OPEN, probe }).probe.answer[0]!, 12)
  }
})

test('what is silent and frozen is told by neuron and by layer', async () => {
  const { run, frame } = await open({ network: { hidden: [50, 3] } })
  run.mute({ layer: 1, neuron: 1, muted: true })
  run.mute({ layer: 0, neuron: 45, muted: true }) // not shown
  run.freeze({ layer: 2, frozen: true })
  const { muted, frozen } = frame()
  expect([...muted].flatMap((one, neuron) => (one === 1 ? [neuron] : []))).toEqual([2 + 40 + 1])
  expect([...frozen]).toEqual([0, 0, 1])
})

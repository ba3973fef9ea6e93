import { describe, expect, it } from 'vitest'
import type { Frame, Plan } from '../run/protocol'
import { largeMap } from './large'

const SIDE = 2
const BYTES = 4 * SIDE * SIDE
const plan = (outputs: readonly string[], classes: readonly string[] = []): Plan =>
  ({
    sizes: [2, 3, outputs.length],
    shown: [2, 3, outputs.length],
    inputNames: ['x1', 'x2'],
    outputNames: outputs,
    classes,
    range: [0, 1],
  }) as unknown as Plan

/** Every neuron's map has one colour: its place. */
function frame(neurons: number): Frame {
  const maps = Uint8ClampedArray.from({ length: neurons * BYTES }, (_, byte) => Math.floor(byte / BYTES))
  const scales = Float64Array.from({ length: neurons }, (_, neuron) => neuron + 1)
  return { maps, scales, output: new Uint8ClampedArray(4 * 9) } as unknown as Frame
}

describe('the large map', () => {
  it('is the answer unless a neuron is pointed at', () => {
    for (const pick of [null, { layer: 1, neuron: 0, part: 'bias' }, { layer: 1, neuron: 0, part: 1 }] as const) {
      expect(largeMap(plan(['y']), frame(6), pick)).toMatchObject({
        title: 'Output',
        side: 3,
        neuron: null,
        span: [-6, 6],
      })
    }
    expect(largeMap(plan(['y'], ['no', 'yes']), frame(6), null).span).toEqual([0, 1])
  })
  it('is that of the neuron, its scale at both ends', () => {
    const { title, pixels, side, span, neuron } = largeMap(plan(['y']), frame(6), {
      layer: 1,
      neuron: 2,
      part: 'neuron',
    })
    expect([title, side, span, neuron]).toEqual(['Layer 1, neuron 3', SIDE, [-5, 5], 4])
    expect([...pixels!]).toEqual(Array<number>(BYTES).fill(4))
    expect(largeMap(plan(['y']), frame(6), { layer: 0, neuron: 1, part: 'neuron' }).title).toBe('Input x2')
  })
  it('of an only output is the answer itself, of several each one', () => {
    const last = { layer: 2, neuron: 0, part: 'neuron' } as const
    expect(largeMap(plan(['y']), frame(6), last).neuron).toBe(null)
    expect(largeMap(plan(['red', 'green']), frame(7), last)).toMatchObject({ title: 'Output red', neuron: 5 })
  })
  it('is the answer when there are no maps', () => {
    const without = { ...frame(6), maps: null, scales: null, output: null }
    expect(largeMap(plan(['y']), without, { layer: 1, neuron: 0, part: 'neuron' })).toMatchObject({
      pixels: null,
      side: 0,
      neuron: null,
    })
  })
})

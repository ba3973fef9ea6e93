import { expect, test } from 'vitest'
import type { Plan } from '../run/protocol'
import { layOut, parameter } from './geometry'
import { around, largest, settle, type Box } from './marks'

const PLAN = {
  kind: 'points',
  size: null,
  sizes: [2, 4, 1],
  shown: [2, 4, 1],
  outputNames: ['y'],
} as unknown as Plan
const SLOTS = [
  { name: 'x1', neuron: 0 },
  { name: 'x2', neuron: 1 },
]
const geometry = layOut(PLAN, SLOTS, 800, 500)
const box = (left: number, top: number): Box => ({ left, top, width: 10, height: 10 })

test('a label stands at the first place that is free', () => {
  expect(settle([box(0, 0), box(5, 0), box(10, 0)], [box(0, 0)])).toEqual(box(10, 0))
  expect(settle([box(0, 0)], [box(5, 5)])).toBeNull()
  expect(settle([], [])).toBeNull()
})

test('labels stay inside the picture', () => {
  for (const [x, y] of [
    [-50, -50],
    [900, 600],
    [400, 300],
  ] as const) {
    const { left, top, width, height } = around(x, y, 100, 20, geometry)
    expect(left).toBeGreaterThanOrEqual(0)
    expect(top).toBeGreaterThanOrEqual(0)
    expect(left + width).toBeLessThanOrEqual(geometry.width)
    expect(top + height).toBeLessThanOrEqual(geometry.height)
  }
})

test('the largest changes are found, the small ones beside them left out', () => {
  const changes = new Float32Array(2 * 4 + 4 + 4 + 1).fill(0.1)
  const [weight, bias] = [parameter(geometry, 1, 2, 1), parameter(geometry, 2, 0, 'bias')]
  changes[weight] = -1
  changes[bias] = 0.6
  expect(largest(geometry, changes, 4).map(({ index }) => index)).toEqual([weight, bias])
  expect(largest(geometry, changes, 1).map(({ index }) => index)).toEqual([weight])
  const { xs, size } = geometry.layers[1]!
  for (const { places } of largest(geometry, changes, 1)) {
    for (const [x] of places) {
      expect(x).toBeGreaterThan(geometry.layers[0]!.x)
      expect(x).toBeLessThan(xs[2]! - size / 2)
    }
  }
})

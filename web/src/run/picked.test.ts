import { expect, test } from 'vitest'
import { exists, parameterOf } from './picked'
import type { Picked } from './protocol'

const SIZES = [2, 3, 1]

test('every weight and every bias stands at a place of its own', () => {
  const all: Picked[] = []
  for (const layer of [1, 2]) {
    for (let neuron = 0; neuron < SIZES[layer]!; neuron += 1) {
      for (let input = 0; input < SIZES[layer - 1]!; input += 1) all.push({ layer, neuron, part: input })
    }
    for (let neuron = 0; neuron < SIZES[layer]!; neuron += 1) all.push({ layer, neuron, part: 'bias' })
  }
  expect(all.every((picked) => exists(SIZES, picked))).toBe(true)
  expect(all.map((picked) => parameterOf(SIZES, picked))).toEqual(all.map((_, place) => place))
})

test('a neuron stands for its bias, and an input has none', () => {
  const neuron = { layer: 1, neuron: 2, part: 'neuron' } as const
  expect(parameterOf(SIZES, neuron)).toBe(parameterOf(SIZES, { ...neuron, part: 'bias' }))
  expect(parameterOf(SIZES, { layer: 0, neuron: 1, part: 'neuron' })).toBe(-1)
})

test.each<[Picked]>([
  [{ layer: 3, neuron: 0, part: 'neuron' }],
  [{ layer: -1, neuron: 0, part: 'neuron' }],
  [{ layer: 1, neuron: 3, part: 'neuron' }],
  [{ layer: 1, neuron: 0.5, part: 'bias' }],
  [{ layer: 2, neuron: 0, part: 3 }],
  [{ layer: 2, neuron: 0, part: NaN }],
  [{ layer: 0, neuron: 0, part: 'bias' }],
  [{ layer: 0, neuron: 0, part: 0 }],
  [{ layer: 0, neuron: 2, part: 'neuron' }],
])('%j is nothing', (picked) => {
  expect(exists(SIZES, picked)).toBe(false)
})

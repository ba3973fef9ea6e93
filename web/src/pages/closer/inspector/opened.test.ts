import { describe, expect, test } from 'vitest'
import type { Picked, Plan } from '../../../run/protocol'
import { layOut, parameter } from '../../../views/geometry'
import { layerName, neighbour, neuronName, Opened, pointName } from './opened'

const SHOWN = [2, 4, 3, 2]
const plan = {
  kind: 'points',
  size: null,
  sizes: [2, 50, 3, 2],
  shown: SHOWN,
  inputNames: ['x1', 'x1^2'],
  outputNames: ['cat', 'dog'],
  points: { test: Uint8Array.from([0, 0, 0, 1, 1]) },
} as unknown as Plan

const NEURONS = SHOWN.flatMap((count, layer) =>
  Array.from({ length: count }, (_, neuron): Picked => ({ layer, neuron, part: 'neuron' })),
)

test('every parameter is where the network draws it', () => {
  const geometry = layOut(plan, [], 800, 600)
  const all = NEURONS.filter(({ layer }) => layer > 0).flatMap((pick) => {
    const opened = new Opened(plan, pick)
    expect(opened.bias).toBe(parameter(geometry, pick.layer, pick.neuron, 'bias'))
    for (const { at, weight, neuron } of opened.inputs) {
      expect(weight).toBe(parameter(geometry, pick.layer, pick.neuron, at))
      expect(new Opened(plan, { ...pick, part: at }).parameter).toBe(weight)
      expect(neuron).toBe(geometry.neurons[pick.layer - 1]! + at)
    }
    return [opened.bias, ...opened.inputs.map(({ weight }) => weight)]
  })
  expect(new Set(all).size).toBe(all.length)
  expect(Math.max(...all)).toBe(all.length - 1)
})

test('what goes out of a neuron comes into the ones above', () => {
  for (const pick of NEURONS) {
    for (const { at, weight } of new Opened(plan, pick).targets) {
      const above = new Opened(plan, { layer: pick.layer + 1, neuron: at, part: 'neuron' })
      expect(above.inputs[pick.neuron]!.weight).toBe(weight)
    }
  }
  expect(new Opened(plan, { layer: 3, neuron: 0, part: 'neuron' }).targets).toEqual([])
})

test('names', () => {
  expect(neuronName(plan, 0, 1)).toBe('x1^2')
  expect(neuronName(plan, 1, 1)).toBe('neuron 2')
  expect(neuronName(plan, 3, 1)).toBe('dog')
  expect(SHOWN.map((_, layer) => layerName(plan, layer))).toEqual(['Inputs', 'Layer 1', 'Layer 2', 'Output'])
  expect(pointName(plan, 1)).toBe('Training example 2')
  expect(pointName(plan, 4)).toBe('Test example 2')
  expect(pointName(plan, -1)).toContain('not drawn')
  expect(new Opened(plan, { layer: 2, neuron: 0, part: 'neuron' }).unseen(1)).toBe(46)
})

describe('neighbours', () => {
  const of = (pick: Picked, way: Parameters<typeof neighbour>[2]): Picked | null => neighbour(plan, pick, way)

  test('of a neuron', () => {
    const pick: Picked = { layer: 1, neuron: 3, part: 'neuron' }
    expect(of(pick, 'ArrowUp')).toEqual({ ...pick, neuron: 2 })
    expect(of(pick, 'ArrowDown')).toBeNull()
    expect(of(pick, 'ArrowRight')).toEqual({ layer: 2, neuron: 2, part: 'neuron' })
    expect(of(pick, 'ArrowLeft')).toEqual({ layer: 0, neuron: 1, part: 'neuron' })
  })

  test('of a weight', () => {
    const pick: Picked = { layer: 2, neuron: 1, part: 3 }
    expect(of(pick, 'ArrowUp')).toEqual({ ...pick, part: 2 })
    expect(of(pick, 'ArrowDown')).toBeNull()
    expect(of({ ...pick, part: 0 }, 'ArrowUp')).toBeNull()
  })

  test('there is nothing beside the network', () => {
    expect(of({ layer: 0, neuron: 0, part: 'neuron' }, 'ArrowLeft')).toBeNull()
    expect(of({ layer: 3, neuron: 0, part: 'neuron' }, 'ArrowRight')).toBeNull()
    expect(of({ layer: 0, neuron: 0, part: 'neuron' }, 'ArrowUp')).toBeNull()
  })
})

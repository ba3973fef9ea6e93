import { expect, test } from 'vitest'
import type { Plan } from '../run/protocol'
import { neuronInWords, neuronName, parameterInWords, pickedAt } from './names'

const PLAN = {
  kind: 'points',
  size: null,
  sizes: [2, 3, 1],
  shown: [2, 3, 1],
  inputNames: ['x1', 'x2'],
  outputNames: ['y'],
} as unknown as Plan

test('every parameter is found where it stands', () => {
  const found = Array.from({ length: 13 }, (_, index) => pickedAt(PLAN, index)!)
  expect(found.slice(0, 6)).toEqual([0, 1, 2].flatMap((neuron) => [0, 1].map((part) => ({ layer: 1, neuron, part }))))
  expect(found[7]).toEqual({ layer: 1, neuron: 1, part: 'bias' })
  expect(found[11]).toEqual({ layer: 2, neuron: 0, part: 2 })
  expect(found[12]).toEqual({ layer: 2, neuron: 0, part: 'bias' })
  expect(pickedAt(PLAN, 13)).toBeNull()
})

test('names', () => {
  expect(neuronName(PLAN, 0, 1)).toBe('Input x2')
  expect(neuronName(PLAN, 1, 1)).toBe('Layer 1, neuron 2')
  expect(neuronName(PLAN, 2, 0)).toBe('Output neuron')
  expect(neuronInWords(PLAN, 2, 0)).toBe('the output neuron')
  expect(neuronInWords({ ...PLAN, sizes: [2, 3, 2], outputNames: ['No', 'Yes'] }, 2, 1)).toBe('output Yes')
  expect(neuronName({ ...PLAN, kind: 'pixels', size: [5, 5] }, 0, 7)).toBe('Row 2, column 3')
  expect(parameterInWords(PLAN, { layer: 1, neuron: 0, part: 1 })).toBe('the weight from x2 to layer 1, neuron 1')
  expect(parameterInWords(PLAN, { layer: 2, neuron: 0, part: 1 })).toBe('the weight from neuron 2 to the output neuron')
  expect(parameterInWords(PLAN, { layer: 1, neuron: 2, part: 'bias' })).toBe('the bias of layer 1, neuron 3')
})

import { expect, it } from 'vitest'
import { firstTwo, has, isParameter, nearestTo, parameterName } from './parameters'

const net = { shown: [2, 4, 1], inputNames: ['x1', 'x2'], outputNames: ['output'] }

it('weights and biases have names', () => {
  expect(parameterName(net, { layer: 1, neuron: 2, part: 1 })).toBe('Layer 1, neuron 3 ← x2')
  expect(parameterName(net, { layer: 2, neuron: 0, part: 3 })).toBe('Output ← neuron 4')
  expect(parameterName(net, { layer: 1, neuron: 0, part: 'bias' })).toBe('Layer 1, neuron 1: bias')
  expect(
    parameterName({ ...net, shown: [2, 4, 3], outputNames: ['a', 'b', 'c'] }, { layer: 2, neuron: 1, part: 'bias' }),
  ).toBe('b: bias')
})

it('what another network does not have gives way to its nearest', () => {
  const far = { layer: 5, neuron: 7, part: 9 } as const
  expect(has(net, far)).toBe(false)
  expect(has(net, nearestTo(net, far))).toBe(true)
  expect(nearestTo(net, { layer: 1, neuron: 1, part: 'bias' })).toEqual({ layer: 1, neuron: 1, part: 'bias' })
  for (const one of [...firstTwo(net), ...firstTwo({ ...net, shown: [1, 1] })]) expect(isParameter(one)).toBe(true)
  expect(firstTwo({ ...net, shown: [1, 1] })[1].part).toBe('bias')
  expect(isParameter({ layer: 1, neuron: 1, part: 'neuron' })).toBe(false)
})

import { expect, test } from 'vitest'
import type { Plan } from '../run/protocol'
import type { Shot } from '../views/film'
import { narrate, outcome } from './narration'

const PLAN = {
  kind: 'points',
  size: null,
  sizes: [2, 2, 1],
  shown: [2, 2, 1],
  columns: ['x1', 'x2'],
  inputNames: ['x1', 'x2'],
  outputNames: ['y'],
  classes: ['no', 'yes'],
  activations: ['tanh', 'tanh'],
} as unknown as Plan
const at = (moment: number, film = {}, inspection = {}): Shot =>
  ({
    moment,
    frame: {
      step: 12,
      params: Float64Array.of(0.1, 0.2, 0.3, 0.4, 0, 0, 0.5, 0.6, 0),
      probe: { inputs: [0.312, -1.2] },
    },
    film: {
      inspection: {
        target: Float64Array.of(1),
        loss: 0.1625,
        a: Float64Array.of(0.312, -1.2, 0.5, 0.6, 0.43),
        deltas: Float64Array.of(0, 0, 0.02, -0.21, -0.5),
        ...inspection,
      },
      errorGlow: Float32Array.of(0, 0, 0.1, -0.4, -1),
      changeGlow: Float32Array.of(0, 0, 0, 1, 0, 0, -0.5, 0, 0),
      params: Float64Array.of(0.1, 0.2, 0.3, 0.4341, 0, 0, 0.48, 0.6, 0),
      loss: { before: 0.412, after: 0.405 },
      batch: 10,
      ...film,
    },
  }) as unknown as Shot

test('each phase is told with its numbers', () => {
  expect(narrate(PLAN, at(0.5))).toBe(
    'x1 = 0.31 and x2 = −1.2 go in. Each neuron adds up what arrives, times its weights, with its bias, and answers tanh of that. In the end: 0.43.',
  )
  expect(narrate(PLAN, at(1.5))).toBe('The answer is 0.43, the target is 1. For this example the loss is 0.1625.')
  expect(narrate(PLAN, at(2.5))).toContain(
    'Most reaches layer 1, neuron 2: its delta is −0.2100, so with a larger sum the loss would be lower.',
  )
  expect(narrate(PLAN, at(3.5))).toBe(
    'The 10 examples of the batch together change the weights a little. Most of all the weight from x2 to layer 1, neuron 2: 0.4000 → 0.4341. Loss of the batch: 0.4120 → 0.4050.',
  )
  expect(outcome(at(4))).toBe('Update 13 is made: the loss of its batch went from 0.4120 to 0.4050.')
})

test('classes are named', () => {
  const plan = { ...PLAN, sizes: [2, 2, 3], shown: [2, 2, 3], outputNames: ['a', 'b', 'c'], classes: ['a', 'b', 'c'] }
  const three = { a: Float64Array.of(0, 0, 0, 0, 0.2, 0.7, 0.1), target: Float64Array.of(1, 0, 0) }
  expect(narrate(plan, at(0.5, {}, three))).toContain('“b” gets most, 0.7.')
  expect(narrate(plan, at(1.5, {}, three))).toMatch(/^Right is “a”, which got 0.2\./)
})

test('a place without a target has nothing to learn from', () => {
  const none = { target: null, loss: NaN }
  expect(narrate(PLAN, at(1.5, {}, none))).toMatch(/^This place is no example/)
  expect(narrate(PLAN, at(2.5, {}, none))).toMatch(/^Without a target/)
})

test('where nothing comes back, and nothing changes, it is said', () => {
  const flat = { errorGlow: Float32Array.of(0, 0, 0, 0, 1), changeGlow: new Float32Array(9), batch: 1 }
  expect(narrate(PLAN, at(2.5, flat))).toContain('Hardly any arrives')
  expect(narrate(PLAN, at(3.5, flat))).toBe('This one example is the batch, and changes nothing: no weight changes.')
})

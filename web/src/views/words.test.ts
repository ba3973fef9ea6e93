import { expect, test } from 'vitest'
import type { Frame, Plan } from '../run/protocol'
import { equation, summary } from './words'

test('a straight line as an equation', () => {
  const plan = { target: 'price', inputNames: ['area', 'age'] }
  expect(equation(plan, Float64Array.of(0.5, -2, 80.25))).toBe('price = 0.5000 · area − 2.0000 · age + 80.25')
  expect(equation(plan, Float64Array.of(-0.5, 2, -80.25))).toBe('price = −0.5000 · area + 2.0000 · age − 80.25')
})

test('a run in a sentence', () => {
  const plan = { train: 30, test: 10 } as Plan
  const frame = { trainLoss: 0.5, trainAccuracy: null, testAccuracy: null } as Frame
  expect(summary(plan, frame)).toBe('30 training and 10 test examples; loss 0.5000')
  expect(summary(plan, { ...frame, trainAccuracy: 0.9, testAccuracy: 0.8 })).toContain(', 80.0 % right')
  expect(summary(plan, { ...frame, trainAccuracy: 0.9 })).toContain(', 90.0 % right')
})

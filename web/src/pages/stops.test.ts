import { expect, test } from 'vitest'
import type { Frame, StopRule } from '../run/protocol'
import { kindsOf, ruleInWords, ruleOf, stopInWords } from './stops'

const FRAME = {
  step: 1250,
  epoch: 50,
  trainLoss: 0.0098,
  testLoss: 0.02,
  trainAccuracy: 0.99,
  testAccuracy: 0.96,
} as Frame

test.each([
  ['train_loss', '<', '0.01', { quantity: 'train_loss', compare: '<', value: 0.01 }, 'training loss < 0.01'],
  ['test_loss', '>', '0,5', { quantity: 'test_loss', compare: '>', value: 0.5 }, 'test loss > 0.5'],
  ['test_accuracy', '>=', '97 %', { quantity: 'test_accuracy', compare: '>=', value: 0.97 }, 'test accuracy ≥ 97 %'],
  ['epoch', '<', '1000', { quantity: 'epoch', value: 1000 }, 'epoch 1,000'],
  ['plateau', '<', '20', { quantity: 'plateau', value: 20 }, 'plateau of 20 records'],
] as const)('%s %s %s', (quantity, compare, text, rule, words) => {
  expect(ruleOf(quantity, compare, text)).toEqual({ rule })
  expect(ruleInWords(rule as StopRule)).toBe(words)
})

test.each([
  ['train_loss', '-1', 'expected a loss from 0 on, got “-1”: 0.01, for example'],
  ['train_loss', 'Infinity', 'expected a loss from 0 on, got “Infinity”: 0.01, for example'],
  ['train_accuracy', '101', 'expected a percentage from 0 to 100, got “101”: 95, for example'],
  ['epoch', '1.5', 'expected an epoch from 1 on, got “1.5”: 100, for example'],
  ['plateau', '', 'expected a number of records from 1 on, got nothing: 20, for example'],
] as const)('%s cannot be %s', (quantity, text, problem) => {
  expect(ruleOf(quantity, '<', text)).toEqual({ problem })
})

test('rules that a run cannot fulfil are not offered', () => {
  expect(kindsOf(FRAME, 0).map(({ value }) => value)).toEqual(['train_loss', 'train_accuracy', 'epoch', 'plateau'])
  expect(kindsOf({ ...FRAME, trainAccuracy: null }, 10).map(({ value }) => value)).toEqual([
    'train_loss',
    'test_loss',
    'epoch',
    'plateau',
  ])
})

test('why a run has stopped', () => {
  expect(stopInWords({ quantity: 'train_loss', compare: '<', value: 0.01 }, FRAME)).toBe(
    'The run has stopped at step 1,250, the end of epoch 50: training loss < 0.01 holds, it is 0.0098.',
  )
  expect(stopInWords({ quantity: 'plateau', value: 20 }, FRAME)).toContain('in any of the last 20 records')
})

import { expect, test } from 'vitest'
import { Pull } from './pull'

const WEIGHT = { layer: 2, neuron: 1, part: 3 } as const
const BIAS = { layer: 1, neuron: 0, part: 'bias' } as const

test('up is more, down is less, with shift a tenth of it', () => {
  const pull = new Pull(WEIGHT, 0.5, 100)
  expect(pull.move(80, false)).toBe(true)
  expect(pull.edit()).toEqual({ layer: 1, neuron: 1, input: 3, value: 0.7 })
  pull.move(110, false)
  expect(pull.value).toBe(0.4)
  pull.move(100, true)
  expect(pull.value).toBe(0.41)
})

test('a click changes nothing', () => {
  const pull = new Pull(BIAS, 0.5, 100)
  expect(pull.move(99, false)).toBe(false)
  expect(pull.move(100, false)).toBe(false)
  expect(pull.edit()).toBeNull()
  expect(pull.back()).toBeNull()
})

test('it can be put back, exactly', () => {
  const pull = new Pull(BIAS, 0.123456789, 100)
  pull.move(40, false)
  expect(pull.edit()).toEqual({ layer: 0, neuron: 0, input: null, value: 0.723 })
  expect(pull.back()).toEqual({ layer: 0, neuron: 0, input: null, value: 0.123456789 })
})

test('what is no number begins at 0 and cannot be put back', () => {
  const pull = new Pull(BIAS, NaN, 100)
  pull.move(50, false)
  expect(pull.value).toBe(0.5)
  expect(pull.back()).toBeNull()
})

test('small movements add up', () => {
  const pull = new Pull(BIAS, 0, 100)
  for (let y = 99.5; y >= 90; y -= 0.5) pull.move(y, true)
  expect(pull.value).toBe(0.008) // but for those that could have been a click
})

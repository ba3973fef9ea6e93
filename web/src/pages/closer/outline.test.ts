import { describe, expect, it } from 'vitest'
import { rows, summary } from './outline'

const plan = {
  kind: 'points',
  size: null,
  sizes: [2, 3, 1],
  shown: [2, 3, 1],
  activations: ['tanh', 'tanh'],
  inputNames: ['x1', 'x2'],
  outputNames: ['y'],
  parameters: 13,
  target: 'y',
} as const
const frame = {
  params: Float64Array.from({ length: 13 }, (_, index) => index),
  muted: Uint8Array.of(0, 0, 0, 1, 0, 0),
  frozen: Uint8Array.of(0, 1),
  probe: { a: Float64Array.of(1, 2, 0.1, 0.2, 0.3, 0.9), z: new Float64Array(6) },
}

describe('the network as a list', () => {
  it('begins with its layers', () => {
    const found = rows(plan, frame, new Set())
    expect(found.map(({ name }) => name)).toEqual(['2 inputs', 'Layer 1', '1 output'])
    expect(found.map(({ about }) => about)).toEqual(['', '3 neurons, tanh', 'tanh, frozen'])
  })

  it('has each parameter once, where the frame has it', () => {
    const all = new Set(['0', '1', '2', '1/0', '1/1', '1/2', '2/0'])
    const found = rows(plan, frame, all).filter(({ level }) => level === 3)
    expect(found.map(({ key, value }) => [key, value])).toEqual([
      ['1/0/bias', 6],
      ['1/0/0', 0],
      ['1/0/1', 1],
      ['1/1/bias', 7],
      ['1/1/0', 2],
      ['1/1/1', 3],
      ['1/2/bias', 8],
      ['1/2/0', 4],
      ['1/2/1', 5],
      ['2/0/bias', 12],
      ['2/0/0', 9],
      ['2/0/1', 10],
      ['2/0/2', 11],
    ])
  })

  it('says what is silent, what is named, and who belongs to whom', () => {
    const found = rows(plan, frame, new Set(['0', '1', '1/1']))
    expect(found.find(({ key }) => key === '1/1')).toMatchObject({ name: 'Neuron 2', about: 'muted', value: 0.2 })
    expect(found.find(({ key }) => key === '1/1/0')).toMatchObject({ name: 'Weight from x1', parent: '1/1' })
    expect(found.filter(({ level }) => level === 2)).toHaveLength(5)
  })

  it('sums up, also without hidden layers', () => {
    expect(summary(plan)).toBe(
      'From 2 inputs to 1 output: y. Between them lies 1 layer (3 neurons); 13 weights and biases in all.',
    )
    expect(summary({ ...plan, sizes: [2, 1] })).toContain('No hidden layer')
  })
})

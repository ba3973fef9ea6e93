import { describe, expect, test } from 'vitest'
import {
  NUMBERS,
  PLACED,
  holds,
  nearest,
  parseCondition,
  parseParameter,
  parseQuantities,
  parseQuantity,
  read,
  written,
  type Moment,
} from './conditions'

describe('from text', () => {
  test('every quantity is read, and written as it was', () => {
    for (const name of NUMBERS) expect(parseQuantity(name)).toEqual({ name, at: [] })
    for (const [name, count] of Object.entries(PLACED)) {
      const text = `${name}(${Array.from({ length: count ?? 4 }, (_, place) => place).join(',')})`
      expect(written(parseQuantity(text))).toBe(text)
    }
    expect(parseQuantity(' w ( 0 , 1 , 2 ) ')).toEqual({ name: 'w', at: [0, 1, 2] })
    expect(parseQuantity('answer(-0.5, 2e3)')).toEqual({ name: 'answer', at: [-0.5, 2000] })
  })

  test('lists stand between spaces or commas', () => {
    const names = ['step', 'train_loss', 'w(0,0,0)', 'answer(1,0)']
    for (const text of [names.join(' '), names.join(', '), ' step  train_loss,w( 0, 0, 0 ) answer(1, 0) ']) {
      expect(parseQuantities(text).map(written)).toEqual(names)
    }
  })

  test('conditions are comparisons between "and"', () => {
    expect(parseCondition('train_loss < 450 and step<=200')).toEqual([
      { quantity: { name: 'train_loss', at: [] }, compare: '<', value: 450 },
      { quantity: { name: 'step', at: [] }, compare: '<=', value: 200 },
    ])
    expect(parseCondition('answer(1,1,0) >= -1.5e-3')[0]).toMatchObject({ compare: '>=', value: -0.0015 })
  })

  test.each([
    ['', 'expected a condition, got nothing: train_loss < 450 and step <= 200, for example'],
    ['train_loss', 'expected one of < <= > >= in “train_loss”, got none: train_loss < 450, for example'],
    ['step = 3', 'expected one of < <= > >= in “step = 3”, got “=”: train_loss < 450, for example'],
    ['step ≤ 3', 'expected one of < <= > >= in “step ≤ 3”, got “≤”: train_loss < 450, for example'],
    ['step < three', 'expected a number behind <, got “three”: step < 0.5, for example'],
    ['step < ', 'expected a number behind <, got nothing: step < 0.5, for example'],
    ['step < 1e999', 'expected a number behind <, got “1e999”: step < 0.5, for example'],
    [
      '0 < step < 3',
      'expected a number of the run, got “0”: use step, train_loss, w(0,0,0), b(0,0), delta(1,0), answer(1,0) and the like',
    ],
    ['step < 3 and', 'expected a number behind <, got “3 and”: step < 0.5, for example'],
    ['train_los < 3', 'expected a number of the run, got “train_los”: did you mean train_loss?'],
    [
      '< 3',
      'expected a number of the run, got nothing: use step, train_loss, w(0,0,0), b(0,0), delta(1,0), answer(1,0) and the like',
    ],
  ])('of the condition %j it says what is wrong', (text, sentence) => {
    expect(() => parseCondition(text)).toThrow(new SyntaxError(sentence))
  })

  const BY_INPUT =
    'the layer, the neuron, then the input, all counted from 0; layer 0 is the first one after the inputs'
  test.each([
    ['w', `expected w(layer,neuron,input), got “w”: ${BY_INPUT}`],
    ['w(0,0)', `expected w(layer,neuron,input), got “w(0,0)”: ${BY_INPUT}`],
    ['w(0,0,-1)', `expected whole numbers from 0 on between the brackets of w, got “-1”: ${BY_INPUT}`],
    ['w(0,,1)', `expected whole numbers from 0 on between the brackets of w, got nothing: ${BY_INPUT}`],
    [
      'answer()',
      "expected answer(number,number,...), got “answer()”: one number for each of the data's columns, in their own units",
    ],
    [
      'answer(one)',
      "expected numbers between the brackets of answer, got “one”: one number for each of the data's columns, in their own units",
    ],
    ['step(1)', 'expected step without brackets, got “step(1)”: write step'],
    ['grad_v(0,0,0)', 'expected a number of the run, got “grad_v”: did you mean grad_w(layer,neuron,input)?'],
    [
      'constructor',
      'expected a number of the run, got “constructor”: use step, train_loss, w(0,0,0), b(0,0), delta(1,0), answer(1,0) and the like',
    ],
    [
      'w(0,0,0',
      'expected a number of the run, got “w(0,0,0”: use step, train_loss, w(0,0,0), b(0,0), delta(1,0), answer(1,0) and the like',
    ],
  ])('of the quantity %j it says what is wrong', (text, sentence) => {
    expect(() => parseQuantity(text)).toThrow(new SyntaxError(sentence))
  })

  test('an empty list is one missing quantity', () => {
    expect(() => parseQuantities(' ')).toThrow('expected a number of the run, got nothing')
  })

  test('parameters are weights and biases only', () => {
    expect(parseParameter('b(1,0)')).toEqual({ name: 'b', at: [1, 0] })
    expect(() => parseParameter('z(0,0)')).toThrow(
      new SyntaxError('expected a weight or a bias, got “z(0,0)”: w(0,0,0) or b(0,0), for example'),
    )
  })

  test('only names that are much alike are offered', () => {
    expect(nearest('Learning-rate', ['learning_rate', 'loss'])).toBe('learning_rate')
    expect(nearest('q', ['w', 'b'])).toBe('w')
    expect(nearest('elephant', ['w', 'train_loss'])).toBeNull()
  })
})

describe('from a run', () => {
  /** Two inputs, two hidden neurons, one output; parameters and neurons are numbered. */
  const moment = (frame: object = {}): Moment =>
    ({
      plan: { sizes: [2, 2, 1], shown: [2, 2, 1], parameters: 9, test: 0 },
      frame: {
        step: 7,
        epoch: 3,
        trainLoss: 0.25,
        testLoss: NaN,
        trainAccuracy: null,
        testAccuracy: null,
        training: { learning_rate: 0.03 },
        params: Float64Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8]),
        probe: {
          inputs: Float64Array.of(1, 0),
          z: Float64Array.from([10, 11, 12, 13, 14]),
          a: Float64Array.from([20, 21, 22, 23, 24]),
          answer: Float64Array.of(0.9),
        },
        film: null,
        inspection: null,
        ...frame,
      },
    }) as unknown as Moment
  const now = (text: string, frame?: object): number | null => read(parseQuantity(text), moment(frame))

  test('plain numbers', () => {
    expect(['step', 'epoch', 'train_loss', 'learning_rate'].map((name) => now(name))).toEqual([7, 3, 0.25, 0.03])
    expect(['inputs', 'layers', 'neurons', 'parameters'].map((name) => now(name))).toEqual([2, 2, 3, 9])
    expect(['test_loss', 'train_accuracy', 'test_accuracy'].map((name) => now(name))).toEqual([null, null, null])
  })

  test('weights, biases and neurons, each in its place', () => {
    expect(['w(0,0,0)', 'w(0,1,1)', 'b(0,0)', 'b(0,1)', 'w(1,0,1)', 'b(1,0)'].map((name) => now(name))).toEqual([
      0, 3, 4, 5, 7, 8,
    ])
    expect(['z(0,0)', 'a(0,1)', 'z(1,0)'].map((name) => now(name))).toEqual([12, 23, 14])
  })

  test('what the network does not have is null', () => {
    expect(['w(2,0,0)', 'w(0,2,0)', 'w(1,0,2)', 'b(9,9)', 'z(0,2)'].map((name) => now(name))).toEqual(
      Array.from({ length: 5 }, () => null),
    )
  })

  test('the way back is known with the film', () => {
    expect(['delta(1,0)', 'grad_w(0,0,1)', 'next_w(0,0,0)'].map((name) => now(name))).toEqual([null, null, null])
    const film = {
      inspection: {
        deltas: Float64Array.from([0, 0, 30, 31, 32]),
        grads: Float64Array.from({ length: 9 }, (_, i) => -i),
      },
      params: Float64Array.from({ length: 9 }, (_, i) => 100 + i),
    }
    const names = ['delta(0,1)', 'delta(1,0)', 'grad_w(0,0,1)', 'grad_b(1,0)', 'next_w(1,0,0)', 'next_b(0,0)']
    expect(names.map((name) => now(name, { film }))).toEqual([31, 32, -1, -8, 106, 104])
  })

  test('an answer is known while it is asked for', () => {
    expect(now('answer(1,0)')).toBe(0.9)
    expect(now('answer(0,0)')).toBeNull()
    expect(now('answer(1)')).toBeNull()
  })

  test('comparisons hold of numbers, and of nothing else', () => {
    const [below, reached] = parseCondition('step < 3 and step >= 3')
    expect([2, 3, NaN, null].map((value) => holds(below!, value))).toEqual([true, false, false, false])
    expect([2, 3, Infinity, null].map((value) => holds(reached!, value))).toEqual([false, true, true, false])
  })
})

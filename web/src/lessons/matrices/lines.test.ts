import { describe, expect, test } from 'vitest'
import { MANIFEST } from '../../engine/generated/manifest'
import { Engine } from '../../engine/engine'
import { Frames } from '../../run/frame'
import { Run } from '../../run/run'
import { module, PALETTE, WANT } from '../../run/testing'
import { typeset } from '../../views/formula/typeset'
import { shownOf } from './grids'
import { linesOf, PHASES, type Line, type Place } from './lines'
import { codeOf } from './reference'

const compiled = module()
const STILL = { taken: 0, millis: 0 }

async function lines(recipe: object, place: Omit<Place, 'layer'> = { neuron: 0, input: 0 }): Promise<Line[]> {
  const run = await Run.begin(await Engine.load(compiled), recipe)
  const frames = new Frames(run)
  run.advance(3)
  const frame = frames.frame({ ...WANT, film: true }, STILL, true)
  const look = { plan: frames.plan(PALETTE), frame, film: frame.film! }
  return linesOf({ ...look, placeOf: (layer) => ({ layer, ...place }) }, PHASES)
}

const names = (tex: string): string[] => [...tex.matchAll(/#(\w+)/g)].map((match) => match[1]!)

function expectWhole(found: readonly Line[]): void {
  for (const { symbols, matrices, written, numbers, code } of found) {
    for (const tex of [symbols, matrices, written]) {
      typeset(tex)
      for (const name of names(tex)) expect(numbers, `#${name} in ${tex}`).toHaveProperty(name)
    }
    expect(matrices).not.toContain('@')
    expect(code.length).toBeGreaterThan(0)
  }
}

const valueOf = (number: Line['numbers'][string] | undefined): number =>
  typeof number === 'object' ? Number(number.text.replaceAll('−', '-')) : Number(number)

/** What is written before the last `=`, calculated: sums of products; `size`: the same without any sign, to compare with. */
function calculated({ written, numbers }: Line): { readonly value: number; readonly size: number } {
  const left = written.slice(written.indexOf('=') + 1, written.lastIndexOf('=')).trim()
  const [, inner = left, factor = ''] = /^\((.*)\) \\cdot #(\w+)$/.exec(left) ?? []
  let [value, size] = [0, 0]
  for (const [, sign, product = ''] of ` + ${inner}`.matchAll(/ ([+-]) ((?:[^ ]| \\cdot )+)/g)) {
    const term = names(product).reduce((made, name) => made * valueOf(numbers[name]), sign === '-' ? -1 : 1)
    value += term
    size += Math.abs(term)
  }
  const times = factor === '' ? 1 : valueOf(numbers[factor])
  return { value: value * times, size: size * Math.abs(times) }
}
const result = ({ written, numbers }: Line): number => valueOf(numbers[names(written).at(-1)!])

test('the lines of a network of two hidden layers, and what is written out', async () => {
  const found = await lines(
    {
      data: { source: 'moons', samples: 60 },
      network: { hidden: [4, 3], activation: 'relu', output: 'softmax' },
      training: { loss: 'cross_entropy', batch_size: 10 },
    },
    { neuron: 1, input: 1 },
  )
  expectWhole(found)
  expect(found.map(({ phase, layer }) => `${phase} ${layer}`)).toEqual([
    ...[
      'forward 1',
      'forward 1',
      'forward 2',
      'forward 2',
      'forward 3',
      'forward 3',
      'loss 3',
      'delta 3',
      'back 2',
      'back 1',
    ],
    ...[3, 3, 2, 2, 1, 1].map((layer) => `gradients ${layer}`),
    ...[3, 3, 2, 2, 1, 1].map((layer) => `update ${layer}`),
  ])
  const plain = found.filter(({ written, phase }) => !/frac|ln|max/.test(written) && phase !== 'loss')
  expect(plain.length).toBeGreaterThan(10)
  for (const line of [
    ...plain,
    ...found.filter(({ phase, chooses }) => phase === 'gradients' && chooses === 'weight'),
  ]) {
    const { value, size } = calculated(line)
    expect(Math.abs(value - result(line)), line.written).toBeLessThanOrEqual(0.02 * size) // each has three figures
  }
  expect(found.map(({ symbols }) => symbols).slice(6, 10)).toEqual([
    'C = -\\sum_k y_k \\ln a_k',
    '\\delta_3 = a_3 - y',
    "\\delta_2 = W_3^T\\,\\delta_3 \\odot \\text{relu}'(z_2)",
    "\\delta_1 = W_2^T\\,\\delta_2 \\odot \\text{relu}'(z_1)",
  ])
})

describe('every network has its lines', () => {
  test.each(MANIFEST.codes.activations.filter((name) => name !== 'softmax'))('activation %s', async (activation) => {
    expectWhole(await lines({ network: { hidden: [3], activation } }))
  })

  test.each<[string, object]>([
    ...['mse', 'sse', 'half_sse', 'mae', 'huber'].map((loss): [string, object] => [loss, { training: { loss } }]),
    ['bce', { network: { output: 'sigmoid' }, training: { loss: 'bce' } }],
    ['bce of several', { data: { source: 'iris' }, network: { output: 'sigmoid' }, training: { loss: 'bce' } }],
    ['values', { data: { source: 'ten-houses', test: 0 }, network: { hidden: [] } }],
    ['images', { data: { source: 'digits-5x5' }, network: { hidden: [12] } }],
    ['another optimizer', { training: { optimizer: 'adam' } }],
    ['a single sigmoid with squares', { network: { output: 'sigmoid', hidden: [20] }, training: { loss: 'mse' } }],
  ])('%s', async (_, recipe) => {
    expectWhole(await lines(recipe))
  })
})

test('large matrices leave out their middle, and never what is chosen', () => {
  expect(shownOf(8, null)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(shownOf(9, 3)).toEqual([0, 1, 2, 3, 4, -1, 8])
  expect(shownOf(30, 12)).toEqual([0, 1, 2, 3, -1, 12, -1, 29])
  for (let chosen = 0; chosen < 30; chosen += 1) expect(shownOf(30, chosen)).toContain(chosen)
})

test('lines of the reference are found as they stand there', () => {
  expect(codeOf('zs.append(').text).toBe('zs.append(activations[-1] @ W.T + b)')
  expect(codeOf('"gelu": (').text.split('\n').length).toBe(4)
  expect(() => codeOf('nothing like this')).toThrow('reference.py')
})

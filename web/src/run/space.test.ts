import { describe, expect, test } from 'vitest'
import { Engine } from '../engine/engine'
import { classPalette, paletteMatrix } from './colours'
import { Frames } from './frame'
import { Maps } from './maps'
import type { Frame, Space, Want } from './protocol'
import { Run } from './run'
import { Scene } from './scene'
import { module, PALETTE, WANT } from './testing'

const compiled = module()

async function open(recipe: object): Promise<{ run: Run; frame: (want: Partial<Want>) => Frame }> {
  const run = await Run.begin(await Engine.load(compiled), recipe)
  const frames = new Frames(run)
  return { run, frame: (want) => frames.frame({ ...WANT, ...want }, { taken: 0, millis: 0 }, true) }
}

const within = (values: Float64Array, bounds: Space['bounds']): boolean =>
  values.every((value, k) => bounds[k % 2]![0] <= value && value <= bounds[k % 2]![1])

const RECIPES: [name: string, layer: number, recipe: object][] = [
  ['two classes', 2, {}],
  ['the first layer', 1, { network: { hidden: [2, 3] } }],
  ['values', 2, { data: { source: 'plane' }, network: { activation: 'relu' } }],
  ['several classes', 1, { data: { source: 'blobs', classes: 4 }, network: { hidden: [2], activation: 'sigmoid' } }],
  ['a picture', 2, { data: { source: 'rose', samples: 500 }, network: { hidden: [6, 2] } }],
]

test.each(RECIPES)('grid and points are what the layer answers: %s', async (_, layer, recipe) => {
  const { run, frame } = await open(recipe)
  run.advance(20)
  const { space, probe } = frame({ space: layer, example: 7 })
  const { size, grid, points, bounds, colours, answers } = space!
  expect([space!.layer, grid.length, colours.length]).toEqual([layer, 2 * size * size, 4 * answers * answers])
  const first = run.resolved.sizes.slice(0, layer).reduce((sum, count) => sum + count, 0)
  expect([...points.subarray(14, 16)]).toEqual([...probe.a.subarray(first, first + 2)])
  expect(within(grid, bounds) && within(points, bounds)).toBe(true)
  const scene = new Scene(run)
  const [[left, right], [low, high]] = scene.domain as [[number, number], [number, number]]
  for (const place of [0, 5, size * size - 1]) {
    const [column, row] = [place % size, Math.floor(place / size)]
    const at = [left + (right - left) * ((column + 0.5) / size), high + (low - high) * ((row + 0.5) / size)]
    const seen = frame({ probe: at }).probe.a.subarray(first, first + 2)
    expect([...grid.subarray(2 * place, 2 * place + 2)]).toEqual([...seen])
  }
})

test('where the layer bends nothing, its space is the plane, with the answers over it', async () => {
  const { run, frame } = await open({ network: { hidden: [2, 4], activation: ['identity', 'tanh'] } })
  run.advance(50)
  for (const neuron of [0, 1]) {
    for (const input of [0, 1, null]) run.edit({ layer: 0, neuron, input, value: neuron === input ? 1 : 0 })
  }
  const { space } = frame({ space: 1 })
  const scene = new Scene(run)
  const over = { ...scene.over(null)!, bounds: space!.bounds.flat() }
  const palette = paletteMatrix(run.engine, PALETTE, classPalette(PALETTE, 2))
  const surface = new Maps(run, scene.shown).surface(over, space!.answers, palette, scene.full)
  expect(space!.colours).toEqual(surface)
})

describe('bounds', () => {
  test('are those of the activation, where it has some', async () => {
    const bounds = async (activation: string): Promise<number[]> => {
      const { frame } = await open({ network: { hidden: [2], activation } })
      return frame({ space: 1 }).space!.bounds.flat()
    }
    const close = (values: number[]): number[] => values.map((value) => expect.closeTo(value, 12) as number)
    expect(await bounds('tanh')).toEqual(close([-1.1, 1.1, -1.1, 1.1]))
    expect(await bounds('sigmoid')).toEqual(close([-0.05, 1.05, -0.05, 1.05]))
  })

  test('stand where everything is the same, or none is finite', async () => {
    const { run, frame } = await open({ network: { hidden: [2], activation: 'identity', init: 'zeros' } })
    expect(frame({ space: 1 }).space!.bounds.flat()).toEqual([-1, 1, -1, 1])
    run.edit({ layer: 0, neuron: 0, input: 0, value: 1e300 })
    expect(frame({ space: 1 }).space!.bounds.flat().every(Number.isFinite)).toBe(true)
  })
})

test.each<[string, number, object]>([
  ['a layer of four', 1, {}],
  ['the inputs', 0, {}],
  ['outputs', 2, { data: { source: 'plane' }, network: { hidden: [2] } }],
  ['no layer', 9, {}],
  ['a line', 2, { data: { source: 'sine' } }],
  ['images', 2, { data: { source: 'digits-5x5' } }],
])('there is none of %s', async (_, layer, recipe) => {
  const { frame } = await open(recipe)
  expect(frame({ space: layer }).space).toBeNull()
})

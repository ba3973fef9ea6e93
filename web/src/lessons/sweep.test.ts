import { expect, test } from 'vitest'
import { Engine } from '../engine/engine'
import { Run } from '../run/run'
import { module } from '../run/testing'
import { startWith } from './sweep.svelte'

const own = { kind: 'table', name: 'own.csv', text: 'x,y\n1,2\n' } as const
const experiment = { data: { source: 'digits-8x8', test: 0.5 }, network: { hidden: [32] }, training: { l2: 0.1 } }

test('only what is varied changes, and the log of another network is left out', () => {
  const start = { experiment, own, log: [[0, { mute: { layer: 0, neuron: 0, muted: true } }]], step: 7 } as const
  expect(startWith(start, 'hidden', 4)).toEqual({ experiment: { ...experiment, network: { hidden: [4] } }, own })
  expect(startWith(start, 'hidden', 0).experiment).toMatchObject({ network: { hidden: [] } })
  expect(startWith(start, 'l2', 0.01).experiment).toEqual({ ...experiment, training: { l2: 0.01 } })
  expect(startWith(start, 'epochs', 9).experiment).toEqual(experiment)
  expect(startWith(start, 'samples', 50).experiment).toMatchObject({ data: { samples: 50, test: 0.5 } })
})

test('where each layer has an activation of its own, a single layer takes the first one', async () => {
  const layered = { network: { hidden: [4, 3], activation: ['relu', 'tanh'] } }
  const start = startWith({ experiment: layered }, 'hidden', 5)
  expect(start.experiment).toMatchObject({ network: { hidden: [5], activation: ['relu'] } })
  const run = await Run.begin(await Engine.load(module()), start.experiment)
  expect(run.resolved.sizes).toEqual([2, 5, 1])
})

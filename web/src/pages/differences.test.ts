import { expect, test } from 'vitest'
import type { Change, Plan } from '../run/protocol'
import { differences } from './differences'

const plan = (seed: number, hidden: number[] = [4]): Plan =>
  ({
    sizes: [2, ...hidden, 1],
    inputNames: ['x1', 'x2'],
    outputNames: ['output'],
    experiment: { title: `run ${seed}`, network: { seed, hidden }, training: { learning_rate: 0.03, seed: 0 } },
  }) as unknown as Plan
const rate = (step: number, learning_rate: number): Change => ({ step, action: { set: { learning_rate } } })
const mute: Change = { step: 9, action: { mute: { layer: 0, neuron: 1, muted: true } } }

test('one run is as it is', () => {
  expect(differences([{ plan: plan(0), changes: [mute] }])).toEqual([[]])
})

test('runs are told apart by what was done to them since they parted', () => {
  const [one, two, three] = [[rate(3, 0.1)], [rate(3, 0.1), rate(5, 1)], [rate(3, 0.1), mute]].map((changes) => ({
    plan: plan(0),
    changes,
  }))
  expect(differences([one!, two!, three!])).toEqual([[], ['learning rate 0.1 → 1'], ['layer 1, neuron 2 muted']])
})

test('and by their recipes', () => {
  const runs = [plan(0), plan(1, [8, 8]), plan(1, [])].map((one) => ({ plan: one, changes: [] }))
  expect(differences(runs)).toEqual([
    ['weights seed 0', 'hidden 4'],
    ['weights seed 1', 'hidden 8, 8'],
    ['weights seed 1', 'hidden none'],
  ])
})

import { expect, test } from 'vitest'
import { VIEW, type Shape } from '../engine/generated/links'
import { TABS } from '../pages/closer/tabs'
import { ERRORS } from '../views/errors'
import { DEFAULTS } from '../engine/generated/schema'
import { readLink, writeLink, type View } from './link'
import { FASTEST } from './tempo'

const choices = (name: string): readonly string[] => (VIEW[name] as { choices: readonly string[] }).choices
const most = (shape: Shape | undefined): number | undefined => (shape as { high?: number } | undefined)?.high

test('links can say all that can be looked at, and nothing else', () => {
  expect([...choices('tab')].sort()).toEqual(TABS.map(({ name }) => name).sort())
  expect(choices('errors')).toEqual(ERRORS.filter((name) => name !== 'none'))
  expect(most(VIEW['speed'])).toBe(FASTEST)
})

test('a view comes back as it was', async () => {
  const glow = JSON.stringify({ experiment: DEFAULTS, log: [], step: 7, digest: '0123456789abcdef' })
  const whole: View = {
    picked: { layer: 1, neuron: 2, part: 'bias' },
    tab: 'Layers',
    unit: 'epoch',
    speed: FASTEST,
    stops: [
      { quantity: 'train_accuracy', compare: '>=', value: 0.99 },
      { quantity: 'plateau', value: 20 },
    ],
    testPoints: false,
    discrete: true,
    example: 3,
    answer: 'residuals',
    errors: 'squares',
    across: '<b>',
    up: 'ü',
    held: [0.1, -2],
  }
  const neuron: View = { picked: { layer: 0, neuron: 1, part: 'neuron' } }
  const weight: View = { picked: { layer: 2, neuron: 1, part: 0 }, stops: [] }
  for (const view of [whole, neuron, weight, {}]) {
    const linked = await readLink(await writeLink(glow, view, ['data', 'data', '<b>']))
    expect(linked?.view).toEqual(view)
    expect(linked?.hide).toEqual(['data'])
    expect(linked?.start).toMatchObject({ step: 7, digest: '0123456789ab' })
  }
})

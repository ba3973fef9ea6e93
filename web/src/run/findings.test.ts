import { expect, test, vi } from 'vitest'
import { MANIFEST } from '../engine/generated/manifest'
import { Engine } from '../engine/engine'
import { Frames } from './frame'
import type { Frame } from './protocol'
import { Run } from './run'
import { module, WANT } from './testing'

const compiled = module()

async function open(recipe: object): Promise<{ run: Run; frame: (exact?: boolean) => Frame }> {
  const run = await Run.begin(await Engine.load(compiled), recipe)
  const frames = new Frames(run)
  return { run, frame: (exact = true) => frames.frame({ ...WANT, findings: true }, { taken: 0, millis: 0 }, exact) }
}

const names = ({ findings }: Frame): string[] => findings!.map(({ rule }) => rule)

test('a run that diverges is told as such, with its step and layer', async () => {
  const { run, frame } = await open({
    data: { source: 'plane' },
    network: { activation: 'identity' },
    training: { learning_rate: 1000 },
  })
  expect(names(frame())).not.toContain('diverged')
  run.advance(1000)
  const got = frame()
  const diverged = got.findings!.find(({ rule }) => rule === 'diverged')!
  expect(diverged.layer).toBe(got.diverged!.layer)
  expect(diverged.evidence.length).toBe(3)
  run.seek(0)
  expect(names(frame())).not.toContain('diverged')
})

test('relus that are dead are told, in the order of the rules', async () => {
  const { run, frame } = await open({ network: { hidden: [4, 4], activation: 'relu' } })
  for (const neuron of [0, 1, 2, 3]) run.edit({ layer: 0, neuron, input: null, value: -1000 })
  const found = names(frame())
  expect(found).toContain('dead_relus')
  const places = found.map((rule) => (MANIFEST.codes.rules as readonly string[]).indexOf(rule))
  expect(places).toEqual([...places].sort((a, b) => a - b))
  expect(frame().findings!.find(({ rule }) => rule === 'dead_relus')!.layer).toBe(0)
})

test('while a run goes on it is told twice a second, and exactly when it stands', async () => {
  let now = 1000
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const { run, frame } = await open({ network: { init: 'zeros' } })
  const first = frame(false).findings
  run.advance(1)
  now += 300
  expect(frame(false).findings).toEqual(first)
  for (const [neuron, value] of [0.3, -0.4, 0.5, 0.1].entries()) run.edit({ layer: 0, neuron, input: 0, value })
  run.advance(1)
  const layer = ({ findings }: Frame): number => findings!.find(({ rule }) => rule === 'symmetric')!.layer
  expect(layer(frame(false))).toBe(0)
  expect(layer(frame(true))).toBe(1)
  run.advance(1)
  now += 501
  expect(frame(false).findings).not.toEqual(first)
  vi.restoreAllMocks()
})

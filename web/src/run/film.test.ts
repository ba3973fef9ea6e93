import { expect, test } from 'vitest'
import { Engine } from '../engine/engine'
import { Frames } from './frame'
import { Run } from './run'
import { module, WANT } from './testing'

const compiled = module()
const STILL = { taken: 0, millis: 0 }

test.each<[string, object]>([
  ['points', { training: { optimizer: 'adam' } }],
  ['several classes', { data: { source: 'iris' } }],
  ['a large network', { network: { hidden: [50, 3] } }],
  ['images', { data: { source: 'digits-5x5' }, network: { hidden: [6] } }],
  ['a line, all at once', { data: { source: 'sine' }, training: { batch_size: 'full' } }],
])('a film ends with the picture that the next step has: %s', async (_, recipe) => {
  const run = await Run.begin(await Engine.load(compiled), recipe)
  const frames = new Frames(run)
  run.advance(5)
  const before = frames.frame({ ...WANT, film: true }, STILL, true)
  const film = before.film!
  const batch = run.nextBatch()
  expect(film.batch).toBe(batch.length)
  expect(film.inspection.example).toBe(0)
  expect(film.errorGlow.length).toBe(before.probe.neuronGlow.length)
  expect([film.backGlow.length, film.changeGlow.length]).toEqual(Array(2).fill(before.params.length))
  expect(film.changeGlow.every((glow) => glow >= -1 && glow <= 1)).toBe(true)
  const changed = film.params.map((value, k) => Math.sign(value - before.params[k]!))
  for (const [k, glow] of film.changeGlow.entries()) if (glow !== 0) expect(Math.sign(glow)).toBe(changed[k])
  if (run.resolved.parameters === film.params.length) expect(Math.max(...film.changeGlow.map(Math.abs))).toBe(1)

  run.advance(1)
  const after = frames.frame(WANT, STILL, true)
  expect(film.params).toEqual(after.params)
  expect(film.widths).toEqual(after.widths)
  expect(film.colours).toEqual(after.colours)
})

test('what the update goes by is the gradient of its batch', async () => {
  const run = await Run.begin(await Engine.load(compiled), { training: { learning_rate: 0.125, l2: 0.5 } })
  const { film, params } = new Frames(run).frame({ ...WANT, film: true }, STILL, true)
  expect(film!.examples.length).toBe(film!.batch)
  expect(new Set(film!.examples).size).toBe(film!.batch)
  for (const [k, after] of film!.params.entries())
    expect(after).toBeCloseTo(params[k]! - 0.125 * film!.gradients[k]!, 14)
})

test('its losses are those of the batch before and after', async () => {
  const run = await Run.begin(await Engine.load(compiled), { training: { batch_size: 'full' }, data: { samples: 30 } })
  const frames = new Frames(run)
  const film = frames.frame({ ...WANT, film: true }, STILL, true).film!
  expect(film.loss.before).toBe(run.evaluate('train').loss)
  run.advance(1)
  expect(film.loss.after).toBe(run.evaluate('train').loss)
  expect(film.loss.after).toBeLessThan(film.loss.before)
})

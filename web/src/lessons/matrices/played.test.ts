import { expect, test } from 'vitest'
import { END } from '../../views/phases'
import { PHASES } from './lines'
import { played } from './played'

const LAYERS = 4
/** What is played at moments one after the other, each line once. */
const order = (): string[] => {
  const seen: string[] = []
  for (let moment = 0; moment < END; moment += 0.005) {
    for (const phase of PHASES) {
      for (let layer = 1; layer < LAYERS; layer += 1) {
        const name = `${phase} ${layer}`
        if (played({ phase, layer }, moment, LAYERS) && !seen.includes(name)) seen.push(name)
      }
    }
  }
  return seen
}

test('lines are played in the order in which they are calculated', () => {
  const of = (phase: string): string[] => order().filter((name) => name.startsWith(phase))
  expect(of('forward')).toEqual(['forward 1', 'forward 2', 'forward 3'])
  expect(of('back')).toEqual(['back 2', 'back 1'])
  expect(of('gradients')).toEqual(['gradients 3', 'gradients 2', 'gradients 1'])
  const phases = [...new Set(order().map((name) => name.split(' ')[0]))]
  expect(phases.indexOf('loss')).toBeGreaterThan(phases.indexOf('forward'))
  expect(phases.indexOf('back')).toBeGreaterThan(phases.indexOf('delta'))
  expect(phases.at(-1)).toBe('update')
})

test('one layer of each kind is played at a time', () => {
  for (let moment = 0; moment < END; moment += 0.01) {
    for (const phase of ['forward', 'back', 'gradients'] as const) {
      const layers = [1, 2, 3].filter((layer) => played({ phase, layer }, moment, LAYERS))
      expect(layers.length).toBeLessThanOrEqual(1)
    }
  }
})

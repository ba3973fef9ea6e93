import { describe, expect, it } from 'vitest'
import { Reporter, type Moment } from './aloud'

const frame = {
  step: 0,
  epoch: 0,
  trainLoss: 0.5,
  testLoss: 0.6,
  trainAccuracy: 0.9,
  testAccuracy: 0.8,
  diverged: null,
}
const moment: Moment = { playing: false, began: 1, title: 'Two spirals', frame, stopped: null }
const at = (step: number, more: Partial<Moment> = {}): Moment => ({ ...moment, ...more, frame: { ...frame, step } })

describe('what is said aloud', () => {
  it('is how a run goes when it starts and stops, and every ten seconds between', () => {
    const reporter = new Reporter()
    expect(reporter.take(moment, 0)).toBeNull()
    expect(reporter.take(at(0, { playing: true }), 100)).toBe('Playing.')
    expect(reporter.take(at(50, { playing: true }), 1000)).toBeNull()
    expect(reporter.take(at(500, { playing: true }), 10_200)).toMatch(/^Step 500, epoch 0\. Training loss 0\.5000/)
    expect(reporter.take(at(510, { playing: true }), 10_300)).toBeNull()
    expect(reporter.take(at(520), 11_000)).toBe(
      'Paused. Step 520, epoch 0. Training loss 0.5000, test loss 0.6000. 80.0 % are right.',
    )
  })

  it('is every step that is taken by hand, another run, and a divergence at once', () => {
    const reporter = new Reporter()
    reporter.take(moment, 0)
    expect(reporter.take(at(1), 10)).toMatch(/^Step 1/)
    expect(reporter.take(at(1), 20)).toBeNull()
    expect(reporter.take(at(0, { began: 2, title: 'XOR' }), 30)).toBe('Another run begins: XOR.')
    const broken = { ...at(0, { began: 2, playing: true }), frame: { ...frame, diverged: { step: 7, layer: 0 } } }
    expect(reporter.take(broken, 40)).toMatch(/^The run has diverged at step 7/)
  })

  it('leaves out what there is not', () => {
    const reporter = new Reporter()
    reporter.take(moment, 0)
    const value = { ...frame, step: 2, testLoss: NaN, trainAccuracy: null, testAccuracy: null }
    expect(reporter.take({ ...moment, frame: value }, 10)).toBe('Step 2, epoch 0. Training loss 0.5000.')
  })
})

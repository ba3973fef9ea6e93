import { expect, test } from 'vitest'
import { someOf } from './moments'

/** Moments at even distances, as a run keeps them after so many steps: at most so many, half of them go when there are more. */
function kept(steps: number, most = 1400): { step: number }[] {
  let spacing = 64
  while (steps / spacing > most) spacing *= 2
  return Array.from({ length: Math.floor(steps / spacing) + 1 }, (_, k) => ({ step: k * spacing }))
}

test('few moments are all of them', () => {
  const few = kept(64 * 20)
  expect(someOf(few)).toEqual(few)
  expect(someOf([])).toEqual([])
})

test.each([1e4, 1e5, 1e6, 1e9, 1e12])(
  'of %d steps there are enough for an even and for a logarithmic axis',
  (steps) => {
    const some = someOf(kept(steps)).map(({ step }) => step)
    expect(some.length).toBeLessThan(200)
    expect(some[0]).toBe(0)
    for (let part = 1; part <= 20; part += 1) {
      expect(some.some((step) => steps * ((part - 1) / 20) <= step && step <= steps * (part / 20))).toBe(true)
    }
    for (let octave = steps / 2; octave > 64 * 8 && octave > steps / 64; octave /= 2) {
      expect(some.filter((step) => octave <= step && step < 2 * octave).length).toBeGreaterThanOrEqual(6)
    }
  },
)

test('the same ones stay chosen while there are more and more', () => {
  let before = new Set(someOf(kept(1e4)).map(({ step }) => step))
  for (let steps = 11_000; steps < 5e5; steps *= 1.3) {
    const now = someOf(kept(steps)).map(({ step }) => step)
    const old = now.filter((step) => step < steps / 1.5)
    expect(old.filter((step) => !before.has(step)).length).toBeLessThan(old.length / 3)
    before = new Set(now)
  }
})

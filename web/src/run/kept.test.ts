import { beforeEach, expect, test, vi } from 'vitest'
import { Kept, once, type Making } from './kept'
import type { Run } from './run'

let now = 0
beforeEach(() => {
  now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
})

const at = (step: number): Run => ({ step }) as unknown as Run

/** A picture of so many pieces, each of which takes so long: it tells the step at which it was made. */
function* pieces(run: Run, count: number, millis: number): Making<number> {
  const { step } = run
  for (let piece = 1; piece < count; piece += 1) {
    now += millis
    yield
  }
  now += millis
  return step
}

test('a picture is made once for a step and a look', () => {
  const kept = new Kept<number>()
  const make = vi.fn(() => once(() => 1))
  for (const look of ['a', 'a', 'b', 'b']) kept.get(at(1), look, false, 5, make)
  expect(make).toHaveBeenCalledTimes(2)
  kept.forget()
  kept.get(at(1), 'b', false, 5, make)
  expect(make).toHaveBeenCalledTimes(3)
})

test('while a new one is made in pieces, the one before is shown', () => {
  const kept = new Kept<number>()
  const seen = [1, 2, 3, 4, 5, 6].map((step) => {
    now += 100
    return kept.get(at(step), '', false, 3, () => pieces(at(step), 6, 1))
  })
  expect(seen).toEqual([1, 1, 2, 2, 4, 4])
  expect(now).toBe(600 + 6 + 5 * 3)
})

test('what has to be exact is made whole, and anew when it was begun before', () => {
  const kept = new Kept<number>()
  for (const step of [1, 2]) kept.get(at(step), '', false, 3, () => pieces(at(step), 6, 1))
  expect(kept.get(at(3), '', true, 3, () => pieces(at(3), 6, 1))).toBe(3)
  expect(kept.get(at(3), '', true, 3, () => pieces(at(9), 6, 1))).toBe(3)
})

test('what cannot be cut and takes long comes less often', () => {
  const kept = new Kept<number>()
  const made = vi.fn((step: number) => pieces(at(step), 1, 40))
  for (let step = 0; step < 60; step += 1) {
    const before = now
    kept.get(at(step), '', false, 4, () => made(step))
    now = Math.max(now, before + 16.7)
  }
  expect(made.mock.calls.length).toBeGreaterThan(5)
  expect(made.mock.calls.length).toBeLessThan(10)
})

test('one that fails is begun anew', () => {
  const kept = new Kept<number>()
  expect(() =>
    kept.get(at(1), '', false, 3, () =>
      once(() => {
        throw new Error('no memory')
      }),
    ),
  ).toThrow('no memory')
  expect(kept.get(at(1), '', false, 3, () => once(() => 7))).toBe(7)
})

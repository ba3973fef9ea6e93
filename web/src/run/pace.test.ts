import { afterEach, expect, test, vi } from 'vitest'
import { Pace } from './pace'

afterEach(() => {
  vi.restoreAllMocks()
})

/** A machine whose calls cost `call` milliseconds and `step` for each step, and a clock that shows what it shows. */
function machine(call: number, step: number, clock: (now: number) => number = (now) => now) {
  let now = 0
  const chunks: number[] = []
  vi.spyOn(performance, 'now').mockImplementation(() => clock(now))
  const take = (steps: number): number => {
    chunks.push(steps)
    now += call + steps * step
    return steps
  }
  return { chunks, take }
}

test('as many steps are taken as fit into the time', () => {
  const pace = new Pace(0.1)
  const { take } = machine(0.1, 0.01)
  let last = { taken: 0, millis: 0 }
  for (let frame = 0; frame < 20; frame += 1) last = pace.go(take, Infinity, 10)
  expect(last.millis).toBeGreaterThan(9)
  expect(last.millis).toBeLessThan(10.5)
  expect(last.taken).toBeGreaterThan(900)
})

test('no more steps are taken than were asked for, and one at least', () => {
  const pace = new Pace(0)
  const { take } = machine(0, 5)
  expect(pace.go(take, Infinity, 0).taken).toBe(1)
  expect(pace.go(take, 7, 250).taken).toBe(7)
})

test('where calls are costly, as much time is for their steps', () => {
  const pace = new Pace(20)
  const { take } = machine(20, 0.1)
  for (let frame = 0; frame < 20; frame += 1) pace.go(take, Infinity, 8)
  const { taken, millis } = pace.go(take, Infinity, 8)
  expect(taken).toBeGreaterThan(100)
  expect(millis).toBeLessThan(45)
})

test.each<[string, (now: number) => number]>([
  ['stands still', () => 0],
  ['jumps', (now) => 16 * Math.floor(now / 16)],
  ['has a coarse grain', (now) => Math.floor(now)],
])('with a clock that %s, no call is much longer than those before', (_, clock) => {
  const pace = new Pace(30) // measured on a busy machine
  const { chunks, take } = machine(0.05, 0.002, clock)
  let most = 1
  for (let frame = 0; frame < 8; frame += 1) {
    const before = chunks.length
    pace.go((steps) => (chunks.length - before < 3 ? take(steps) : 0), Infinity, 8)
    for (const chunk of chunks.slice(before)) {
      expect(chunk).toBeLessThanOrEqual(4 * most)
      most = Math.max(most, chunk)
    }
  }
})

test('a run that cannot go on is left at that', () => {
  expect(new Pace(0).go(() => 0, Infinity, 8)).toMatchObject({ taken: 0 })
})

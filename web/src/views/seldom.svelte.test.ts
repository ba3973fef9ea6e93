// @vitest-environment happy-dom
import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Seldom, Turns } from './seldom.svelte'

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'performance', 'requestAnimationFrame', 'cancelAnimationFrame'],
  })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Lets effects run around some work, and ends them. */
function inside(work: () => void): void {
  const end = $effect.root(work)
  end()
}

it('takes the first at once and then the latest, after a pause', () => {
  inside(() => {
    let frame = $state<number | null>(1)
    const seldom = new Seldom(
      () => frame,
      () => 100,
      () => 0,
    )
    flushSync()
    expect(seldom.value).toBe(1)
    for (const next of [2, null, 3]) {
      frame = next
      flushSync()
    }
    expect(seldom.value).toBe(1)
    vi.advanceTimersByTime(99)
    expect(seldom.value).toBe(1)
    vi.advanceTimersByTime(1)
    expect(seldom.value).toBe(3)
  })
})

it('takes everything at once where there is no pause, and forgets with another run', () => {
  inside(() => {
    let frame = $state<number | null>(1)
    let run = $state(0)
    const seldom = new Seldom(
      () => frame,
      () => 0,
      () => run,
    )
    for (const next of [4, 5]) {
      frame = next
      flushSync()
      expect(seldom.value).toBe(next)
    }
    frame = null
    run = 1
    flushSync()
    expect(seldom.value).toBeNull()
  })
})

it('nothing comes any more after the end', () => {
  let frame = $state(1)
  let seldom: Seldom<number> | undefined
  const end = $effect.root(() => {
    seldom = new Seldom(
      () => frame,
      () => 100,
      () => 0,
    )
  })
  flushSync()
  frame = 2
  flushSync()
  end()
  vi.advanceTimersByTime(1000)
  expect(seldom?.value).toBe(1)
})

it('drawings take turns, one for each refresh, until all have the latest', () => {
  inside(() => {
    let latest = $state('a')
    const turns = new Turns(
      () => latest,
      () => 3,
    )
    const all = (): (string | null)[] => [0, 1, 2].map((drawing) => turns.at(drawing))
    flushSync()
    expect(all()).toEqual(['a', 'a', 'a'])
    latest = 'b'
    flushSync()
    expect(all()).toEqual(['a', 'a', 'a'])
    vi.advanceTimersToNextFrame()
    expect(all()).toEqual(['b', 'a', 'a'])
    latest = 'c'
    flushSync()
    for (let refresh = 0; refresh < 3; refresh++) vi.advanceTimersToNextFrame()
    expect(all()).toEqual(['c', 'c', 'c'])
  })
})

it('without turns all of them get the latest', () => {
  inside(() => {
    const turns = new Turns(
      () => 'a',
      () => 0,
    )
    flushSync()
    expect(turns.at(0)).toBeNull()
  })
})

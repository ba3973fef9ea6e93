// @vitest-environment happy-dom
import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Playback } from '../run/playback.svelte'
import { END, stillOf } from '../views/phases'
import { SlowMotion } from './film.svelte'

/** A run that only counts its steps. */
class Counting {
  frame = $state.raw({ step: 3, film: {}, diverged: null as { step: number; layer: number } | null })
  began = $state(1)
  playing = $state(false)
  hold: string | null = null
  plan = { sizes: [2, 3, 1] }
  refuses = false
  shown: unknown[] = []

  show(part: unknown): void {
    this.shown.push(part)
  }
  probe(): void {
    // Nothing is pointed at.
  }
  pause(): void {
    this.playing = false
  }
  async step(): Promise<void> {
    await this.#go(1)
  }
  async back(): Promise<void> {
    await this.#go(-1)
  }
  async #go(by: number): Promise<void> {
    await Promise.resolve()
    if (!this.refuses) this.frame = { ...this.frame, step: this.frame.step + by }
  }
}

let run: Counting
let motion: SlowMotion
let end: () => void

/** Without motion every button leads at once to where it leads. */
beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }))
  run = new Counting()
  end = $effect.root(() => {
    motion = new SlowMotion(() => run as unknown as Playback)
  })
  motion.toggle()
  flushSync()
})
afterEach(() => {
  end()
  vi.unstubAllGlobals()
})

async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
  flushSync()
}

test('it opens at the first phase of the next update, and asks for its film until it is closed', () => {
  expect(motion.moment).toBe(stillOf(0))
  expect(motion.shot?.frame.step).toBe(3)
  motion.close()
  flushSync()
  expect(run.shown).toEqual([{ film: true }, { film: false }])
  expect(motion.shot).toBeNull()
})

test('after the last phase the update is made, and the next one begins when it is asked for', async () => {
  for (const phase of [1, 2, 3]) {
    motion.forth()
    expect(motion.moment).toBe(stillOf(phase))
  }
  motion.forth()
  await settled()
  expect(run.frame.step).toBe(4)
  expect(motion.made?.frame.step).toBe(3)
  expect(motion.moment).toBe(END)
  expect(motion.shot).toBeNull()
  motion.forth()
  expect(motion.made).toBeNull()
  expect(motion.moment).toBe(stillOf(0))
  expect(motion.shot?.frame.step).toBe(4)
})

test('before the beginning it goes back to the end of the update before', async () => {
  motion.scrub(0)
  motion.back()
  await settled()
  expect(run.frame.step).toBe(2)
  expect(motion.moment).toBe(stillOf(3))
})

test('an update that was made by the slider is taken back by it', async () => {
  motion.scrub(END)
  await settled()
  expect(run.frame.step).toBe(4)
  motion.scrub(3.4)
  motion.scrub(3.2)
  await settled()
  expect(run.frame.step).toBe(3)
  expect(motion.moment).toBe(3.2)
  expect(motion.made).toBeNull()
})

test('what is refused leaves the film where it is', async () => {
  run.refuses = true
  motion.scrub(END)
  await settled()
  expect(motion.made).toBeNull()
  motion.scrub(1)
  expect(motion.moment).toBe(1)
})

test('another step, or another run, begins it anew', () => {
  motion.scrub(2.5)
  run.frame = { ...run.frame, step: 9 }
  flushSync()
  expect(motion.moment).toBe(stillOf(0))
  motion.scrub(2.5)
  run.began += 1
  flushSync()
  expect(motion.moment).toBe(stillOf(0))
})

test('playing the run closes it', () => {
  run.playing = true
  flushSync()
  expect(motion.open).toBe(false)
})

test('there is nothing before the first step', () => {
  run.frame = { ...run.frame, step: 0 }
  flushSync()
  motion.scrub(0)
  motion.back()
  expect(motion.moment).toBe(0)
  expect(run.frame.step).toBe(0)
})

test('it plays by itself, but not where a run has diverged', () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
  const directions = [null, { step: 3, layer: 0 }].map((diverged) => {
    const other = new Counting()
    other.frame = { ...other.frame, diverged }
    let film!: SlowMotion
    const stop = $effect.root(() => {
      film = new SlowMotion(() => other as unknown as Playback)
    })
    film.toggle()
    flushSync()
    stop()
    return film.direction
  })
  expect(directions).toEqual([1, 0])
})

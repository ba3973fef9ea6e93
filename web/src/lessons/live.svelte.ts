/** The runs of a chapter: each has a worker of its own, begins shortly before it is seen, and stands while it is not. */

import { untrack } from 'svelte'
import { SlowMotion } from '../pages/film.svelte'
import { merge, type Asked } from '../run/asked'
import { Client } from '../run/client'
import { Playback } from '../run/playback.svelte'
import type { Action, Palette, Start } from '../run/protocol'
import type { Chapter, Setting } from './chapter'
import type { Live } from './reading'
import { Sight } from './sight'

export class LiveRun implements Live {
  readonly name: string
  readonly setting: Setting
  readonly playback: Playback
  readonly motion: SlowMotion
  readonly #sight: Sight
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
  readonly #visible = new Set<Element>()
  /** What went on when it went out of sight. */
  #playing = false
  #filming: -1 | 0 | 1 = 0
  #open!: (client: Promise<Client>) => void
  #begun: Promise<void> | null = null

  /** Made while a component is, like its effects. */
  constructor(name: string, setting: Setting, palette: Palette, sight: Sight) {
    this.name = name
    this.setting = setting
    this.#sight = sight
    const client = new Promise<Client>((resolve) => {
      this.#open = resolve
    })
    this.playback = new Playback(client, palette)
    this.motion = new SlowMotion(() => this.playback)
  }

  get ready(): boolean {
    return this.playback.plan !== null && this.playback.frame !== null
  }

  readonly seen = (element: HTMLElement): (() => void) => {
    const forget = this.#sight.watch(element, {
      near: () => void this.begin(),
      seen: (visible) => {
        this.#see(element, visible)
      },
    })
    return () => {
      forget()
      this.#see(element, false)
    }
  }

  /** From the beginning, with what the reader has set since. */
  readonly restart = async (): Promise<void> => {
    const { start } = this.setting
    const { plan, asked } = this.playback
    const log = (start.log ?? []).filter(([, action]) => plan === null || isThere(action, plan.sizes))
    await this.#start(this.changed ? { ...start, experiment: asked, log } : start)
  }

  /** As it was when the chapter was opened. */
  readonly original = async (): Promise<void> => {
    await this.#start(this.setting.start)
  }

  /** Whether the reader has set something. */
  get changed(): boolean {
    const { asked } = this.playback
    const before = this.setting.start.experiment as Asked
    return JSON.stringify(merge(before, asked)) !== JSON.stringify(merge(before, {}))
  }

  async #start(start: Start): Promise<void> {
    this.motion.close()
    this.playback.pause()
    await this.playback.start(start)
  }

  /** Done when the first frame is there, or it is known why there will be none. */
  async begin(): Promise<void> {
    this.#begun ??= this.#begin()
    await this.#begun
  }

  async #begin(): Promise<void> {
    this.#open(Client.open())
    await this.playback.open(Promise.resolve(this.setting.start))
  }

  /** The worker ends, and with it everything that is on its way. */
  end(): void {
    if (this.#begun !== null) this.playback.end()
  }

  #see(element: Element, visible: boolean): void {
    const { playback, motion } = this
    const before = this.#visible.size > 0
    if (visible) this.#visible.add(element)
    else this.#visible.delete(element)
    const now = this.#visible.size > 0
    if (now === before) return
    if (now) {
      if (this.#playing) playback.play()
      motion.direction = this.#filming
    } else {
      this.#playing = playback.playing
      this.#filming = motion.direction
      motion.direction = 0
      if (this.#playing) playback.pause()
    }
  }
}

/** Whether a weight that the chapter sets is one of a network of these sizes. */
function isThere(action: Action, sizes: readonly number[]): boolean {
  if (!('edit' in action)) return true
  const { layer, neuron, input } = action.edit
  return layer + 1 < sizes.length && neuron < sizes[layer + 1]! && (input ?? 0) < sizes[layer]!
}

/** All runs of a chapter, while it is open. */
export class LiveRuns {
  readonly #sight = new Sight()
  readonly #all: ReadonlyMap<string, LiveRun>
  /** In the order in which something first asked for them. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
  readonly #asked = new Set<LiveRun>()
  #ended = false

  /** Made while a component is, like the effects of the runs. */
  constructor({ experiments }: Pick<Chapter, 'experiments'>, palette: Palette) {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- it stays as it is
    this.#all = new Map(
      Object.entries(experiments).map(([name, setting]) => [name, new LiveRun(name, setting, palette, this.#sight)]),
    )
  }

  /** Throws for a name that the front matter does not have: the compiler has checked that. */
  run(name: string): LiveRun {
    const run = this.#all.get(name)
    if (run === undefined) throw new Error(`expected a run of the front matter, got ${name}`)
    this.#asked.add(run)
    return run
  }

  /** All that are shown somewhere, one after the other, each when the page has nothing else to do. */
  async beginAll(idle: () => Promise<void>): Promise<void> {
    for (const run of this.#asked) {
      await idle()
      if (this.#ended) return
      await run.begin()
    }
  }

  /** Nothing moves, and what came last is drawn. */
  async still(): Promise<void> {
    for (const { playback } of this.#asked) playback.pause()
    while ([...this.#asked].some(({ playback }) => playback.playing)) await screenRefresh()
    for (let refresh = 0; refresh < SETTLED; refresh += 1) await screenRefresh()
  }

  async recolour(palette: Palette): Promise<void> {
    const ready = [...this.#asked].filter((run) => untrack(() => run.ready))
    await Promise.all(ready.map((run) => run.playback.recolour(palette)))
  }

  end(): void {
    this.#ended = true
    this.#sight.end()
    for (const run of this.#all.values()) run.end()
  }
}

/** So many refreshes after a change of colours or size, everything is drawn: what is asked for, comes, and is painted. */
const SETTLED = 12
const screenRefresh = (): Promise<unknown> => new Promise(requestAnimationFrame)

/** When the page has a moment to spare. */
export const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 2000 })
    else setTimeout(resolve, 200)
  })

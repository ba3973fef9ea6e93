/** The runs of a chapter: each has a worker of its own, begins shortly before it is seen, and stands while it is not. */

import { untrack } from 'svelte'
import { SlowMotion } from '../pages/film.svelte'
import { Client } from '../run/client'
import { Playback } from '../run/playback.svelte'
import type { Palette } from '../run/protocol'
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

  restart = async (): Promise<void> => {
    this.motion.close()
    this.playback.pause()
    await this.playback.start(this.setting.start)
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

/** When the page has a moment to spare. */
export const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 2000 })
    else setTimeout(resolve, 200)
  })

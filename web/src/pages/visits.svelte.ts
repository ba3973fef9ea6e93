/** The runs that the playground shows: its own, and those that were brought from the lessons. */

import { Client } from '../run/client'
import { Playback } from '../run/playback.svelte'
import type { Palette, Start } from '../run/protocol'

/** A run that was brought along. */
export type Visit = {
  /** Where it comes from, a chapter's title. */
  readonly title: string
  /** The address to return to. */
  readonly from: string
}
type Shown = { readonly playback: Playback; readonly visit: Visit | null }
/** One that was brought waits as a saved run; the playground's own with all that there is around it. */
type Waiting = Shown | { readonly kept: Promise<string>; readonly visit: Visit }

export class Visits {
  #shown = $state.raw<Shown | null>(null)
  #waiting = $state.raw<readonly Waiting[]>([])
  #dismissed = $state(false)
  readonly #palette: () => Palette

  constructor(palette: () => Palette) {
    this.#palette = palette
  }

  /** null: the playground was not opened yet. */
  get playback(): Playback | null {
    return this.#shown?.playback ?? null
  }

  /** Where the run came from, until that was dismissed. */
  get visit(): Visit | null {
    return this.#dismissed ? null : (this.#shown?.visit ?? null)
  }

  get canGoBack(): boolean {
    return this.#waiting.length > 0
  }

  /** The playground's own run, unless there is one. */
  open(start: () => Promise<Start>): void {
    if (this.#shown === null) void this.#begin(null).open(start())
  }

  /** A run that was saved takes the place of the one that is shown, which waits. */
  bring(glow: string, visit: Visit): void {
    const before = this.#shown
    if (before !== null) this.#waiting = [...this.#waiting, this.#lay(before)]
    void this.#begin(visit).restore(glow)
  }

  /** To the run before; the one that is shown goes. */
  async back(): Promise<void> {
    const before = this.#waiting.at(-1)
    if (before === undefined) return
    this.#shown?.playback.end()
    this.#waiting = this.#waiting.slice(0, -1)
    this.#dismissed = false
    if ('playback' in before) this.#shown = before
    else await this.#begin(before.visit).restore(await before.kept)
  }

  dismiss(): void {
    this.#dismissed = true
  }

  #lay({ playback, visit }: Shown): Waiting {
    playback.pause()
    if (visit === null) return { playback, visit }
    const kept = playback.save()
    void kept.finally(() => {
      playback.end()
    })
    return { kept, visit }
  }

  #begin(visit: Visit | null): Playback {
    const playback = new Playback(Client.open(), this.#palette())
    this.#shown = { playback, visit }
    this.#dismissed = false
    return playback
  }
}

/** The runs that the playground shows: its own, and those that were brought from the lessons or by a link. */

import { Client } from '../run/client'
import { InputError } from '../run/errors'
import { Playback } from '../run/playback.svelte'
import type { Palette, Start } from '../run/protocol'
import { goOn } from './kept'
import { Look } from './look.svelte'

/** A run that was brought along. */
export type Visit = {
  /** Where it comes from, a chapter's title; of a link its own. */
  readonly title: string
  /** The address to return to; null: there is none, it came by a link. */
  readonly from: string | null
}
type Shown = { readonly playback: Playback; readonly look: Look; readonly visit: Visit | null }
/** One that was brought waits as a saved run; the playground's own with all that there is around it. */
type Waiting = Shown | { readonly kept: Promise<string>; readonly look: Look; readonly visit: Visit }

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

  /** How it is looked at. */
  get look(): Look | null {
    return this.#shown?.look ?? null
  }

  /** Where the run came from, until that was dismissed. */
  get visit(): Visit | null {
    return this.#dismissed ? null : (this.#shown?.visit ?? null)
  }

  get canGoBack(): boolean {
    return this.#waiting.length > 0
  }

  /** The playground's own run, unless there is one: what was left there, or else what it begins with. */
  open(start: () => Promise<Start>): void {
    if (this.#shown === null) void this.#openFirst(start)
  }

  async #openFirst(start: () => Promise<Start>): Promise<void> {
    const look = new Look()
    const playback = this.#begin(null, look)
    if (await goOn(playback, look)) return
    const { problem } = playback
    await playback.open(start())
    if (problem !== null) playback.refuse(problem)
  }

  /** A run that was saved takes the place of the one that is shown, which waits. */
  bring(glow: string, visit: Visit): void {
    this.#wait()
    void this.#begin(visit).restore(glow)
  }

  /** The same once it stands: throws an InputError, with all as it was before, when it cannot be opened. */
  async bringWhole(glow: string, visit: Visit): Promise<void> {
    const playback = new Playback(Client.open(), this.#palette())
    await playback.restore(glow)
    if (playback.frame === null) {
      playback.end()
      throw new InputError('', playback.problem?.message ?? '')
    }
    this.show(playback, new Look(), visit)
  }

  /** A run that begins unseen: nothing that is shown changes before it stands. */
  prepare(start: Promise<Start>): Playback {
    const playback = new Playback(Client.open(), this.#palette())
    void playback.open(start)
    return playback
  }

  /** One that was prepared takes the place of the one that is shown, which waits. */
  show(playback: Playback, look: Look, visit: Visit | null): void {
    this.#wait()
    this.#shown = { playback, look, visit }
    this.#dismissed = false
  }

  /** To the run before; the one that is shown goes. */
  async back(): Promise<void> {
    const before = this.#waiting.at(-1)
    if (before === undefined) return
    this.#end()
    this.#waiting = this.#waiting.slice(0, -1)
    this.#dismissed = false
    if ('playback' in before) this.#shown = before
    else await this.#begin(before.visit, before.look).restore(await before.kept)
  }

  /** What is shown goes; what was kept of it stays for a while. */
  #end(): void {
    const playback = this.#shown?.playback
    if (playback === undefined) return
    playback.end()
    void import('../keep/tab').then(({ leave }) => leave(playback))
  }

  dismiss(): void {
    this.#dismissed = true
  }

  /** The one that is shown waits; one that never stood goes. */
  #wait(): void {
    const shown = this.#shown
    if (shown === null) return
    if (shown.playback.plan === null) shown.playback.end()
    else this.#waiting = [...this.#waiting, this.#lay(shown)]
  }

  #lay({ playback, look, visit }: Shown): Waiting {
    playback.pause()
    if (visit === null) return { playback, look, visit }
    const kept = playback.save()
    void kept.finally(() => {
      playback.end()
    })
    return { kept, look, visit }
  }

  #begin(visit: Visit | null, look = new Look()): Playback {
    const playback = new Playback(Client.open(), this.#palette())
    this.#shown = { playback, look, visit }
    this.#dismissed = false
    return playback
  }
}

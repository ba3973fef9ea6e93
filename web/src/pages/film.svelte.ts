/**
 * Slow motion: one update as a film that can be played, reversed and stepped through. At its end the update is really made;
 * before its beginning, the one before is taken back.
 */

import { untrack } from 'svelte'
import type { Playback } from '../run/playback.svelte'
import type { Frame } from '../run/protocol'
import type { Filming, Projector, Shot } from '../views/film'
import { after, END, nextStop, previousStop, stillOf } from '../views/phases'

/** What is under way: the update is made, or the one before taken back to be looked at from this moment on. */
type Wish = { readonly made: Shot } | { moment: number }

/** After a longer pause (a hidden tab) the film goes on where it was. */
const LONGEST_GAP = 100
const FIRST = stillOf(0)
const LAST = stillOf(END - 1)

export class SlowMotion {
  open = $state(false)
  /** 0 to END; see views/phases.ts. */
  moment = $state(0)
  /** Forwards, backwards, or standing. */
  direction = $state<-1 | 0 | 1>(0)
  /** The update that has just been made; its film stands at its end. */
  made = $state.raw<Shot | null>(null)
  readonly #of: () => Playback
  /** Draws it; loaded when it is first opened. */
  #projector = $state.raw<Projector | null>(null)
  /** The step that the film begins with. */
  #step = $state(-1)
  #began = -1
  #until: number | null = null
  #wish = $state.raw<Wish | null>(null)
  #paused = false
  readonly #reduced = matchMedia('(prefers-reduced-motion: reduce)')

  constructor(of: () => Playback) {
    this.#of = of
    $effect(() => {
      if (!this.open) return undefined
      const playback = of()
      playback.show({ film: true })
      return () => {
        playback.show({ film: false })
      }
    })
    $effect(() => {
      const { playing } = of()
      if (!playing) this.#paused = true
      else if (this.#paused) this.open = false
    })
    $effect(() => {
      const { frame, began, playing } = of()
      // A run that was playing first comes to its last frame.
      if (this.open && frame !== null && !playing) untrack(() => this.#follow(frame, began))
    })
    $effect(() => {
      if (this.open && this.direction !== 0) return this.#run()
      return undefined
    })
  }

  /** The moment that is shown; null while there is none, and once the update is made. */
  get shot(): Shot | null {
    const { frame } = this.#of()
    if (!this.open || this.made !== null || frame === null || frame.film === null) return null
    if (frame.step !== this.#step || frame.diverged !== null) return null
    return { film: frame.film, frame, moment: this.moment }
  }

  /** The same, to be drawn. */
  get filming(): Filming | null {
    const { shot } = this
    return shot === null ? null : (this.#projector?.at(shot) ?? null)
  }

  /** Whether there is motion only where it is asked for: stills then. */
  get still(): boolean {
    return this.#reduced.matches
  }

  toggle(): void {
    if (this.open) this.open = false
    else void this.#begin()
  }

  close(): void {
    this.open = false
  }

  playPause(): void {
    if (this.made !== null) this.next()
    else if (this.direction !== 0 || this.still) this.#stand()
    else this.#go(1)
  }

  reverse(): void {
    if (this.direction === -1) this.#stand()
    else if (this.made !== null || this.moment <= 0) this.#back(END, -1)
    else this.#go(-1)
  }

  /** On to where the next phase shows all that it is about; after the last one the update is made. */
  forth(): void {
    if (this.made !== null) this.next()
    else this.#go(1, nextStop(this.moment))
  }

  back(): void {
    if (this.made !== null || this.moment <= 0) this.#back(this.still ? LAST : END, -1, LAST)
    else this.#go(-1, previousStop(this.moment))
  }

  /** The film of the next update. */
  next(): void {
    this.made = null
    this.moment = 0
    if (this.still) this.moment = FIRST
    else this.#go(1)
  }

  /** To a moment, while the slider is dragged. */
  scrub(moment: number): void {
    this.#stand()
    const wish = this.#wish
    if (wish !== null) {
      if ('moment' in wish) wish.moment = Math.min(moment, LAST)
    } else if (this.made !== null) {
      if (moment < END) this.#back(moment, 0)
    } else {
      this.moment = moment
      if (moment >= END) void this.#make()
    }
  }

  async #begin(): Promise<void> {
    const playback = this.#of()
    this.#paused = !playback.playing
    playback.pause()
    playback.probe(null)
    this.#step = -1
    this.open = true
    this.#projector ??= new (await import('../views/film')).Projector()
  }

  #stand(): void {
    this.direction = 0
    this.#until = null
  }

  #go(direction: 1 | -1, until: number | null = null): void {
    if (this.still) {
      this.moment = until ?? this.moment
      if (this.moment >= END) void this.#make()
      return
    }
    this.#until = until
    this.direction = direction
  }

  /** Moves with time until it is told to stand, or the film ends. */
  #run(): () => void {
    let last = performance.now()
    let request = 0
    const move = (now: number): void => {
      const millis = Math.min(LONGEST_GAP, Math.max(0, now - last))
      last = now
      if (this.shot !== null && this.#wish === null) this.#advance(millis)
      if (this.direction !== 0) request = requestAnimationFrame(move)
    }
    request = requestAnimationFrame(move)
    return () => {
      cancelAnimationFrame(request)
    }
  }

  #advance(millis: number): void {
    const { direction } = this
    const layers = this.#of().plan!.sizes.length
    const moment = after(this.moment, direction * millis, layers)
    const until = this.#until ?? (direction > 0 ? END : 0)
    const there = direction > 0 ? moment >= until : moment <= until
    this.moment = there ? until : moment
    if (!there) return
    if (until >= END) void this.#make()
    else if (until <= 0 && this.#until === null) this.#back(END, -1)
    else this.#stand()
  }

  /** The update is made; the film stands at its end. */
  async #make(): Promise<void> {
    const { shot } = this
    this.#stand()
    if (shot === null) return
    const wish: Wish = { made: shot }
    this.#wish = wish
    await this.#of().step('batch')
    if (this.#wish === wish) this.#wish = null // it was refused
  }

  /** The update before is taken back, to be looked at from a moment on. */
  #back(moment: number, direction: -1 | 0, until: number | null = null): void {
    const playback = this.#of()
    if (playback.frame === null || playback.frame.step === 0) {
      this.#stand()
      return
    }
    this.#until = until
    this.direction = this.still ? 0 : direction
    const wish: Wish = { moment }
    this.#wish = wish
    void playback.back('batch').then(() => {
      if (this.#wish !== wish) return
      this.#wish = null
      this.#stand()
    })
  }

  /** The run stands at another step: where it was meant to go, or the film begins anew. */
  #follow({ step, diverged }: Frame, began: number): void {
    if (step === this.#step && began === this.#began) return
    const wish = began === this.#began && this.#step >= 0 ? this.#wish : null
    this.#wish = null
    const fresh = this.#step < 0
    this.#step = step
    this.#began = began
    this.made = null
    if (wish === null) {
      this.#stand()
      this.moment = this.still ? FIRST : 0
      if (fresh && diverged === null) this.#go(1)
    } else if ('made' in wish) {
      this.made = wish.made
      this.moment = END
    } else this.moment = wish.moment
  }
}

/** The runs that go on side by side: which there are, by what letter and colour each is known, and what sets it apart. */

import { untrack } from 'svelte'
import type { History, Playback } from '../run/playback.svelte'
import type { Change, Frame, Plan, RGB } from '../run/protocol'
import { css } from '../views/canvas.svelte'
import type { Track } from '../views/tracks'
import { differences } from './differences'

const LETTERS = ['A', 'B', 'C', 'D'] as const
/** The first of these palette colours that are not those of sign. */
const FIRST_COLOUR = 2

export type Shown = {
  readonly run: number
  readonly letter: string
  readonly colour: string
  readonly focused: boolean
  readonly plan: Plan
  readonly frame: Frame
  /** What its network is drawn from. */
  readonly picture: Frame
  readonly history: History
  readonly changes: readonly Change[]
}

export class Runs {
  readonly #playback: () => Playback
  readonly #colours: () => readonly RGB[]
  /** A run keeps its letter as long as it is there. */
  #letters: readonly { readonly run: number; readonly letter: number }[] = []

  constructor(playback: () => Playback, colours: () => readonly RGB[]) {
    this.#playback = playback
    this.#colours = colours
  }

  /** In the order in which they began. */
  readonly all: readonly Shown[] = $derived.by(() => {
    const playback = this.#playback()
    const { run, plan, frame, picture, history, changes } = playback
    if (plan === null || frame === null) return []
    const focused = { run, plan, frame, picture: picture ?? frame, history, changes }
    const runs = [focused, ...playback.others].sort((one, other) => one.run - other.run)
    this.#name(runs.map((one) => one.run))
    return runs.map((one) => {
      const letter = this.#letters.find(({ run: named }) => named === one.run)!.letter
      return {
        ...one,
        letter: LETTERS[letter]!,
        colour: css(this.#colours()[FIRST_COLOUR + letter]!),
        focused: one.run === run,
      }
    })
  })

  /** What sets each of them apart, in their order. */
  readonly apart: readonly (readonly string[])[] = $derived(differences(this.all))

  /** As curves: drawn as seldom as the networks are, where drawing is slow. */
  readonly tracks: readonly Track[] = $derived.by(() => {
    const { picture, began } = this.#playback()
    void [picture, began, this.#colours()]
    return untrack(() =>
      this.all.map(({ letter, colour, history, frame }) => ({
        name: this.all.length > 1 ? letter : null,
        colour,
        history,
        frame,
      })),
    )
  })

  #name(runs: readonly number[]): void {
    let named = this.#letters.filter(({ run }) => runs.includes(run))
    for (const run of runs) {
      if (named.some((one) => one.run === run)) continue
      const letter = LETTERS.findIndex((_, free) => named.every((one) => one.letter !== free))
      named = [...named, { run, letter }]
    }
    this.#letters = named
  }
}

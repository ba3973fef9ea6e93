/** What a screen reader hears of a run: how it stands, told once it does, and seldom while it goes on. */

import { untrack } from 'svelte'
import { grouped } from '../views/numbers'
import { summary } from '../views/words'
import type { Live } from './reading'
import english from '../words/en/lessons.json'
import { words } from '../words/words'

const say = words('lessons', english)

/** Milliseconds between two sentences. */
const SELDOM = 6000
/** What goes on has to stand for so long before it is told: a dial that is turned says its own number. */
const STANDS = 900

export class Narrator {
  said = $state('')
  #last = 0

  constructor(of: () => Live) {
    let told = -1
    $effect(() => {
      const { playback } = of()
      const { frame, playing } = playback
      if (frame === null) return undefined
      if (told < 0) told = frame.step // how it begins is told by the text
      if (frame.step === told) return undefined
      const wait = playing ? Math.max(0, this.#last + SELDOM - performance.now()) : STANDS
      if (playing && wait > 0 && this.#last > 0) return undefined
      const timer = setTimeout(
        () => {
          told = frame.step
          this.#last = performance.now()
          untrack(() => {
            this.said = say('said', grouped(frame.step), summary(playback.plan!, frame))
          })
        },
        playing ? 0 : wait,
      )
      return () => {
        clearTimeout(timer)
      }
    })
  }
}

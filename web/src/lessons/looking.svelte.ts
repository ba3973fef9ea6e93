/** What is pointed at and what was clicked in the pictures of a run: all that show the run share it. */

import { untrack } from 'svelte'
import type { Playback } from '../run/playback.svelte'
import { same, stands, type Pick } from '../views/geometry'

export class Looking {
  pointed = $state.raw<Pick | null>(null)
  pinned = $state.raw<Pick | null>(null)
  readonly pick = $derived(this.pointed ?? this.pinned)

  /** A click on a neuron or weight holds it; another one lets go of it. */
  pin(next: Pick | null): void {
    this.pinned = same(next, this.pinned) ? null : next
  }
}

const known = new WeakMap<Playback, Looking>()

export function lookingOf(playback: Playback): Looking {
  let looking = known.get(playback)
  if (looking === undefined) known.set(playback, (looking = new Looking()))
  return looking
}

/** Called while a part is made: what the next network has too stays chosen. */
export function keepStanding(looking: Looking, playback: () => Playback): void {
  $effect.pre(() => {
    const { began, plan } = playback()
    void began
    untrack(() => {
      const kept = (chosen: Pick | null): Pick | null =>
        chosen !== null && plan !== null && stands(plan, chosen) ? chosen : null
      looking.pointed = kept(looking.pointed)
      looking.pinned = kept(looking.pinned)
    })
  })
}

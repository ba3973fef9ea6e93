/** What can be done with the run that the playground shows. */

import { FASTEST, type Playback, type Unit } from '../run/playback.svelte'
import { offer, offerBeginning } from './actions'
import type { Drawer } from './closer/drawer.svelte'
import { tabsOf, type TabName } from './closer/tabs'
import type { SlowMotion } from './film.svelte'

/** Can be done as long as the page is shown, what the run has. */
export function offerRun(of: () => Playback, motion: SlowMotion, drawer: Drawer): void {
  const unit = (unit: Unit) => () => {
    of().unit = unit
  }
  const speed = (by: number) => () => {
    of().speed = Math.max(0, Math.min(FASTEST, of().speed + by))
  }
  $effect(() =>
    offer({
      play: () => {
        if (motion.open) motion.playPause()
        else of().toggle()
      },
      step: () => of().step(),
      back: () => of().back(),
      reset: () => of().reset(),
      undo: () => of().frame?.taking.undo === true && of().undo(),
      redo: () => of().frame?.taking.redo === true && of().redo(),
      faster: speed(1),
      slower: speed(-1),
      'unit-example': unit('example'),
      'unit-batch': unit('batch'),
      'unit-epoch': unit('epoch'),
      'slow-motion': () => {
        motion.toggle()
      },
      fork: () => of().fork(),
      network: () => document.querySelector<HTMLElement>('.network button.neuron:not(:disabled)')?.focus(),
    }),
  )
  $effect(() => offerBeginning((experiment) => void of().start({ experiment })))
  const tabs = $derived(of().plan === null ? [] : tabsOf(of().plan!).map(({ name }) => name))
  $effect(() =>
    offer(
      Object.fromEntries(
        tabs.map((name) => [
          `look-${name.toLowerCase() as Lowercase<TabName>}`,
          () => {
            drawer.tab = drawer.tab === name ? null : name
          },
        ]),
      ),
    ),
  )
}

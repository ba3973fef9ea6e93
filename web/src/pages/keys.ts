/** Keys that mean the same everywhere on the page, but where they already mean something. */

import type { Playback } from '../run/playback.svelte'
import type { SlowMotion } from './film.svelte'
import { shows } from './hiding.svelte'

/** Where something is typed or asked. */
const TYPED = 'input:not([type="range"], [type="radio"], [type="checkbox"]), textarea, select, dialog'
/** Where Space presses or types. */
const PRESSED = 'button, select, input:not([type="range"]), textarea, dialog, a'

/** Space plays and pauses, the run or its film; Ctrl+Z takes the last change back, Ctrl+Shift+Z or Ctrl+Y brings it again. */
export function onShortcut(event: KeyboardEvent, playback: Playback, motion: SlowMotion): void {
  if (event.defaultPrevented || event.altKey || playback.frame === null) return
  const target = event.target instanceof Element ? event.target : document.body
  const control = event.ctrlKey || event.metaKey
  const key = event.key.toLowerCase()
  if (control && (key === 'z' || key === 'y') && target.closest(TYPED) === null && shows('undo')) {
    event.preventDefault()
    const forth = key === 'y' || event.shiftKey
    const { undo, redo } = playback.frame.taking
    if (forth && redo) void playback.redo()
    else if (!forth && undo) void playback.undo()
  } else if (key === ' ' && !control && target.closest(PRESSED) === null && shows('play')) {
    event.preventDefault()
    if (motion.open) motion.playPause()
    else playback.toggle()
  }
}

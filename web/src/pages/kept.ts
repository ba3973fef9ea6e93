/** What is done in the playground is kept from the first touch on, and found again: see src/keep. Here is what that costs at first. */

import { DATABASE } from '../keep/name'
import type { Playback } from '../run/playback.svelte'
import type { Look } from './look.svelte'

/** In sessionStorage, this tab's session. */
export const SESSION = 'neuroglow-session'

const TOUCHES = ['pointerdown', 'keydown', 'click', 'drop', 'input'] as const

/** A page that is one file shows the run that is in it, and shares its storage with every other file. */
export const keeps = (): boolean => location.protocol !== 'file:' && document.querySelector('script#run') === null

/** Goes on with what was kept, if there is something and nothing else is asked for. */
export async function goOn(playback: Playback, look: Look): Promise<boolean> {
  if (!keeps()) return false
  try {
    // Asked here, as localStorage may be seconds behind when a browser is killed.
    if (!(await indexedDB.databases()).some(({ name }) => name === DATABASE)) return false
  } catch {
    return false // storage is forbidden
  }
  return (await import('../keep/attach.svelte')).goOn(playback, look)
}

/**
 * Keeps the run that is shown from the first touch on, until what is returned is called.
 *
 * @param worth at once: it was brought from somewhere, and nothing else leads to it again
 */
export function keepFromTouch(playback: Playback, look: Look, worth: boolean): () => void {
  let end = (): void => undefined
  let over = false
  const stop = (): void => {
    for (const touch of TOUCHES) removeEventListener(touch, begin, true)
  }
  const begin = async (): Promise<void> => {
    stop()
    const { attach } = await import('../keep/attach.svelte')
    if (!over) end = attach(playback, look, worth)
  }
  if (!keeps()) return stop
  if (worth) void begin()
  else for (const touch of TOUCHES) addEventListener(touch, begin, true)
  return () => {
    over = true
    stop()
    end()
  }
}

/** The page's side of a session that is kept: which one it is, how it is looked at, when it has to be written at once. */

import { mount } from 'svelte'
import { askedFirst } from '../pages/start'
import type { Look } from '../pages/look.svelte'
import Unkept from '../pages/runs/Unkept.svelte'
import { showView, viewOf } from '../pages/share/view'
import type { View } from '../run/link'
import type { Playback } from '../run/playback.svelte'
import english from '../words/en/runs.json'
import { words } from '../words/words'
import type { Why } from './database'
import { find, fingerprint, leave, sessionOf } from './tab'

const say = words('runs', english)

/** Whoever is told of trouble: one for each run, as long as the page is open. */
const told = new WeakMap<Playback, MessagePort>()

/** The runs that were left stand again as they stood; false: there are none, or they cannot be read any more. */
export async function goOn(playback: Playback, look: Look): Promise<boolean> {
  const session = await find(fingerprint(await askedFirst()), playback)
  if (session === null) return false
  const resumed = await playback.resume(session)
  if (resumed === null) {
    playback.refuse({ field: '', message: say('lost', playback.problem?.message ?? '') })
    await leave(playback) // it stays where it is: what is done from now on is another session
    return false
  }
  if (typeof resumed.view === 'object' && resumed.view !== null) showView(resumed.view as View, playback, look)
  return true
}

/**
 * Keeps the run that is shown; returns what ends that.
 *
 * @param worth also when nothing was done yet
 */
export function attach(playback: Playback, look: Look, worth: boolean): () => void {
  const ready = Promise.all([sessionOf(playback), askedFirst().then(fingerprint)])
  let said = ''
  let over = false
  const keep = async (now: boolean): Promise<void> => {
    const text = JSON.stringify(viewOf(playback, look))
    const [session, from] = await ready
    if (over || (text === said && !now)) return
    said = text
    await playback.keep({ session, from, view: JSON.parse(text) as unknown, worth, now }, () => portOf(playback))
  }
  const end = $effect.root(() => {
    $effect(() => {
      viewOf(playback, look) // whatever it is made of
      void keep(false)
    })
  })
  const hidden = (): void => {
    if (document.visibilityState === 'hidden') void keep(true)
  }
  const leaves = (): void => void keep(true)
  document.addEventListener('visibilitychange', hidden)
  addEventListener('pagehide', leaves)
  return () => {
    over = true
    end()
    document.removeEventListener('visibilitychange', hidden)
    removeEventListener('pagehide', leaves)
  }
}

/** For the worker, once; null afterwards. */
function portOf(playback: Playback): MessagePort | null {
  if (told.has(playback)) return null
  const { port1, port2 } = new MessageChannel()
  told.set(playback, port1)
  port1.onmessage = ({ data }: MessageEvent<Why | null>) => {
    tell(data)
  }
  return port2
}

const trouble = $state<{ why: Why | null }>({ why: null })
let shown = false

function tell(why: Why | null): void {
  trouble.why = why
  if (shown || why === null) return
  shown = true
  mount(Unkept, { target: document.body, props: { trouble } })
}

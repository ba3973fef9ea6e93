/** Which session is this tab's: its own again after a reload, the last one that nobody has open in a new tab. */

import type { Playback } from '../run/playback.svelte'
import { sha256 } from '../run/sha256'
import { SESSION } from '../pages/kept'
import { erase, heads, MOST_LEFT, setAside, ALL, type SessionHead } from './sessions'
import { done, transact } from './database'

/** Without locks, what was written so many milliseconds ago is taken for open somewhere else. */
const ALIVE = 5000
const lockOf = (id: string): string => `neuroglow-session-${id}`

const ids = new WeakMap<Playback, string>()
const held = new Set<string>()

/** The session that is to be gone on with, ours from now on; null: none, or something else was asked for since. */
export async function find(from: string, playback: Playback): Promise<string | null> {
  let all: readonly SessionHead[]
  try {
    all = await heads()
  } catch {
    return null // storage is forbidden or damaged: that is told when something is to be kept
  }
  const own = all.find(({ id }) => id === remembered())
  if (own !== undefined && own.aside !== true && own.from === from) {
    if (await hold(own.id, own.at)) ids.set(playback, own.id)
    return own.id // of a tab that was doubled: this one goes on with the same, under another name
  }
  if (from !== '') return null
  for (const { id, at, aside } of all) {
    if (aside === true || !(await hold(id, at))) continue
    ids.set(playback, id)
    return id
  }
  return null
}

/** The session as which a run is kept, and by which a reload finds it. */
export async function sessionOf(playback: Playback): Promise<string> {
  let id = ids.get(playback)
  if (id === undefined) {
    id = Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(16).padStart(2, '0')).join('')
    ids.set(playback, id)
    await hold(id, 0)
    void tidy()
  }
  try {
    sessionStorage.setItem(SESSION, id)
  } catch {
    // Storage may be forbidden: then nothing is kept, which is told.
  }
  return id
}

/** The run was left for another: it stays for a while, and is not come back to by itself. */
export async function leave(playback: Playback): Promise<void> {
  const id = ids.get(playback)
  ids.delete(playback)
  if (id !== undefined) await setAside(id).catch(() => undefined)
}

/** A fingerprint of what the page was asked to begin with; '' for nothing. */
export const fingerprint = (asked: unknown): string =>
  asked === null ? '' : Array.from(sha256(new TextEncoder().encode(JSON.stringify(asked))).subarray(0, 8)).join('-')

/** The sessions that nobody has open. */
export async function leftOpen(): Promise<SessionHead[]> {
  const open = await openIds()
  return (await heads()).filter(
    ({ id, at }) => !held.has(id) && (open?.has(lockOf(id)) ?? Date.now() - at < ALIVE) === false,
  )
}

/** The page begins anew, with a session that was left open; the one that it has now is left open in its turn. */
export async function reopen(id: string, from: string): Promise<void> {
  await transact(['sessions'], 'readwrite', async (stores) => {
    const head = await done<SessionHead | undefined>(stores('sessions').get(id))
    if (head !== undefined) stores('sessions').put({ ...head, aside: false, from })
  })
  sessionStorage.setItem(SESSION, id)
  history.replaceState(null, '', location.pathname + location.search)
  location.reload()
}

/** Of those that nobody has open, the oldest go. */
async function tidy(): Promise<void> {
  const old = (await leftOpen().catch(() => [])).slice(MOST_LEFT)
  if (old.length === 0) return
  await transact(ALL, 'readwrite', (stores) => {
    for (const { id } of old) erase(stores, id)
  }).catch(() => undefined)
}

async function openIds(): Promise<Set<string> | null> {
  if (!('locks' in navigator)) return null
  return new Set(((await navigator.locks.query()).held ?? []).map(({ name = '' }) => name))
}

/** Takes a session for as long as the page is open; false: another tab has it. */
async function hold(id: string, at: number): Promise<boolean> {
  if (held.has(id)) return true
  if (!('locks' in navigator)) {
    if (Date.now() - at < ALIVE) return false
    held.add(id)
    return true
  }
  const ours = await new Promise<boolean>((resolve) => {
    const never = new Promise<never>(() => undefined)
    void navigator.locks.request(lockOf(id), { ifAvailable: true }, (lock) => {
      resolve(lock !== null)
      return lock === null ? undefined : never
    })
  })
  if (ours) held.add(id)
  return ours
}

function remembered(): string | null {
  try {
    return sessionStorage.getItem(SESSION)
  } catch {
    return null
  }
}

/** What is kept of a playground that is open: read and written by the worker that trains, listed by the page. */

import type { LogEntry, Own } from '../run/protocol'
import { done, transact, type StoreName, type Stores } from './database'

/** Where a run of it stands. `entries`: how many its log has; `digest`: of its parameters, where that is quickly made. */
export type LaneHead = {
  readonly lane: number
  readonly step: number
  readonly furthest: number
  readonly entries: number
  readonly digest: string | null
}

export type SessionHead = {
  readonly id: string
  /** When it was written, milliseconds since 1970. */
  readonly at: number
  /** As the page says it: see pages/share/view.ts. */
  readonly view: unknown
  /** What the server was asked to play when it began; '' for nothing. */
  readonly from: string
  /** Which of `lanes` is looked at. */
  readonly looked: number
  readonly lanes: readonly LaneHead[]
  /** What a list tells of it. */
  readonly title: string
  readonly sizes: readonly number[]
  /** It was left, and is not come back to by itself. */
  readonly aside?: boolean
}

/** A run as it is read again: nothing of it is checked yet. */
export type LeftLane = LaneHead & {
  readonly recipe: unknown
  readonly own: Own | null
  readonly log: readonly LogEntry[]
  readonly cache: unknown
}

export const ALL: readonly StoreName[] = ['sessions', 'pieces']
/** So many that nobody has open are kept; the oldest go first. */
export const MOST_LEFT = 12
/** Log entries in a piece. */
export const PIECE = 500

/** The parts of a run, in their place of `pieces`. */
export const key = (id: string, lane: number, part: 'recipe' | 'own' | 'log' | 'cache', nth = 0): IDBValidKey => [
  id,
  lane,
  part,
  nth,
]
/** All pieces of a session, or of one of its runs. */
export const range = (...of: [id: string, lane?: number]): IDBKeyRange => IDBKeyRange.bound(of, [...of, []])

export async function heads(): Promise<SessionHead[]> {
  const all = await transact(['sessions'], 'readonly', async (stores) => done<unknown[]>(stores('sessions').getAll()))
  return all.filter(isHead).sort((a, b) => b.at - a.at)
}

export async function forget(id: string): Promise<void> {
  await transact(ALL, 'readwrite', (stores) => {
    erase(stores, id)
  })
}

export function erase(stores: Stores, id: string): void {
  stores('sessions').delete(id)
  stores('pieces').delete(range(id))
}

/** It stays, and is not come back to by itself. */
export async function setAside(id: string): Promise<void> {
  await transact(['sessions'], 'readwrite', async (stores) => {
    const head = await done<unknown>(stores('sessions').get(id))
    if (isHead(head)) stores('sessions').put({ ...head, aside: true })
  })
}

/** A session with everything that is kept of it; null where there is none. */
export async function left(id: string): Promise<{ head: SessionHead; lanes: LeftLane[] } | null> {
  return transact(ALL, 'readonly', async (stores) => {
    const head = await done<unknown>(stores('sessions').get(id))
    if (!isHead(head)) return null
    const pieces = stores('pieces')
    const lanes: LeftLane[] = []
    for (const one of head.lanes) {
      const log: LogEntry[] = []
      for (let nth = 0; nth * PIECE < one.entries; nth += 1) {
        const some = await done<unknown>(pieces.get(key(id, one.lane, 'log', nth)))
        if (Array.isArray(some)) log.push(...(some as LogEntry[]))
      }
      lanes.push({
        ...one,
        log: log.slice(0, one.entries),
        recipe: await done<unknown>(pieces.get(key(id, one.lane, 'recipe'))),
        own: ((await done<unknown>(pieces.get(key(id, one.lane, 'own')))) as Own | undefined) ?? null,
        cache: await done<unknown>(pieces.get(key(id, one.lane, 'cache'))),
      })
    }
    return { head, lanes }
  })
}

/** What is read from storage may be anything. */
function isHead(value: unknown): value is SessionHead {
  if (typeof value !== 'object' || value === null) return false
  const { id, at, looked, lanes } = value as Record<string, unknown>
  return (
    typeof id === 'string' &&
    typeof at === 'number' &&
    Array.isArray(lanes) &&
    Number.isInteger(looked) &&
    (looked as number) in lanes &&
    lanes.every(
      (lane: unknown) =>
        typeof lane === 'object' &&
        lane !== null &&
        ['lane', 'step', 'furthest', 'entries'].every((name) =>
          Number.isInteger((lane as Record<string, unknown>)[name]),
        ),
    )
  )
}

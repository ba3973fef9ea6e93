/** What the page keeps in the browser, in IndexedDB: the same database in the page and in the worker that trains. */

import { DATABASE } from './name'

const VERSION = 1

export type StoreName = 'runs' | 'files' | 'sessions' | 'pieces'

/**
 * What is in each of them: what is told of kept runs; these themselves, as the texts of .glow files; what is told of the
 * playgrounds that were left open; and what those are made of, by [session, lane, part, number].
 */
const KEYS: Readonly<Record<StoreName, string | null>> = {
  runs: 'id',
  files: null,
  sessions: 'id',
  pieces: null,
}

/** Why something is not kept. */
export type Why = 'forbidden' | 'full' | 'damaged'

export class Trouble extends Error {
  readonly why: Why
  constructor(why: Why, cause: unknown) {
    super(`${why}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.why = why
  }
}

export type Stores = (name: StoreName) => IDBObjectStore

let opened: Promise<IDBDatabase> | null = null

/**
 * Does something in one transaction: all of it counts, or nothing. Rejects with a Trouble.
 *
 * @param act may wait for requests (see `done`), and for nothing else
 * @param strict whether it is to be on the disk before it counts, not only in the hands of the operating system
 */
export async function transact<Result>(
  names: readonly StoreName[],
  mode: 'readonly' | 'readwrite',
  act: (stores: Stores) => Result | Promise<Result>,
  strict = false,
): Promise<Result> {
  const database = await open()
  let transaction: IDBTransaction
  try {
    transaction = database.transaction(names, mode, { durability: strict ? 'strict' : 'default' })
  } catch (error) {
    opened = null // the browser has closed it: the next time it is opened anew
    throw troubleOf(error)
  }
  const ended = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => {
      resolve()
    }
    transaction.onabort = transaction.onerror = () => {
      reject(troubleOf(transaction.error))
    }
  })
  ended.catch(() => undefined) // told below, unless something else was wrong first
  let result: Result
  try {
    result = await act((name) => transaction.objectStore(name))
  } catch (error) {
    try {
      transaction.abort()
    } catch {
      // It has ended by itself.
    }
    throw error instanceof DOMException ? troubleOf(error) : error
  }
  await ended
  return result
}

/** What a request gives. */
export async function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result)
    }
    request.onerror = () => {
      reject(troubleOf(request.error))
    }
  })
}

function open(): Promise<IDBDatabase> {
  return (opened ??= connect().catch((error: unknown) => {
    opened = null
    throw troubleOf(error, 'forbidden')
  }))
}

function connect(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, VERSION)
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(KEYS)) {
        request.result.createObjectStore(name, keyPath === null ? {} : { keyPath })
      }
    }
    request.onsuccess = () => {
      const database = request.result
      // A later version of the page wants to change it, or the browser has lost it.
      database.onversionchange = () => {
        database.close()
        opened = null
      }
      database.onclose = () => {
        opened = null
      }
      resolve(database)
    }
    request.onerror = () => {
      reject(troubleOf(request.error))
    }
  })
}

/** @param otherwise why, where the browser does not tell */
function troubleOf(error: unknown, otherwise: Why = 'damaged'): Trouble {
  if (error instanceof Trouble) return error
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'QuotaExceededError') return new Trouble('full', error)
  if (name === 'SecurityError' || name === 'InvalidStateError') return new Trouble('forbidden', error)
  return new Trouble(name === '' ? otherwise : 'damaged', error)
}

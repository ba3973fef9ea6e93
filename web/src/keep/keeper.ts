/** Keeps what the playground shows, in the worker that trains, so that a tab can be closed or killed at any moment. */

import type { Lane, Lanes } from '../run/lanes'
import type { LogEntry } from '../run/protocol'
import type { Run } from '../run/run'
import { cached, stillTrue } from './cache'
import { transact, Trouble, type Stores, type Why } from './database'
import { ALL, key, PIECE, range, type LaneHead, type SessionHead } from './sessions'

/** Milliseconds from a change to its writing, and from one writing to the next at least. */
const SOON = 100
const BETWEEN = 850
/** One that costs so much of the worker's time is followed by so many times more without one. */
const RARELY = 20
/** A digest is made of at most so many parameters: a millisecond. */
const DIGEST = 20_000
/** Milliseconds of training that are rather not gone through again. */
const LONG = 300
/** Larger moments are not cached: the way is gone again. */
const LARGEST = 16_000_000 // parameters and what the optimizer remembers of each, as bytes

type Written = {
  readonly run: Run
  log: readonly LogEntry[]
  /** What was known with the cache that is there; null: there is none. */
  cache: { readonly log: readonly LogEntry[]; readonly furthest: number } | null
  /** Milliseconds of training since then. */
  worked: number
}

export class Keeper {
  readonly #id: string
  readonly #from: string
  readonly #lanes: Lanes
  /** Is told why nothing is kept, and null when it is again. */
  readonly #tell: (why: Why | null) => void
  /** How it is looked at. */
  view: unknown = {}
  #written = new Map<number, Written>()
  /** Whether what is there of this session is ours. */
  #begun = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #writing = false
  #dirty = false
  #last = 0
  #cost = 0
  #trouble: Why | null = null

  constructor(id: string, from: string, lanes: Lanes, tell: (why: Why | null) => void) {
    this.#id = id
    this.#from = from
    this.#lanes = lanes
    this.#tell = tell
  }

  /** Something is no longer as it was written. `millis`: what training it took. */
  touch(millis = 0): void {
    this.#dirty = true
    for (const written of this.#written.values()) written.worked += millis
    if (this.#writing || this.#timer !== undefined) return
    const wait = Math.max(SOON, this.#last + Math.max(BETWEEN, RARELY * this.#cost) - performance.now())
    this.#timer = setTimeout(() => void this.now(), wait)
  }

  /** Writes what is not written yet, at once. */
  async now(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#writing || !this.#dirty || this.#lanes.all.length === 0) return
    this.#writing = true
    this.#dirty = false
    try {
      await transact(ALL, 'readwrite', (stores) => {
        const start = performance.now()
        this.#write(stores)
        this.#cost = performance.now() - start
      })
      this.#say(null)
    } catch (error) {
      this.#written.clear() // whatever is there, the next time all of it is written
      this.#begun = false
      this.#say(error instanceof Trouble ? error.why : 'damaged')
    }
    this.#last = performance.now()
    this.#writing = false
    if (this.#dirty) this.touch()
  }

  #say(why: Why | null): void {
    if (why !== this.#trouble) this.#tell(why)
    this.#trouble = why
  }

  #write(stores: Stores): void {
    const { all, looked } = this.#lanes
    const pieces = stores('pieces')
    if (!this.#begun) pieces.delete(range(this.#id)) // of whoever had it before
    this.#begun = true
    for (const [lane, { run }] of this.#written) {
      if (all.some((one) => one.id === lane && one.run === run)) continue
      this.#written.delete(lane)
      pieces.delete(range(this.#id, lane))
    }
    const lanes = all.map((lane) => this.#writeLane(pieces, lane))
    const { resolved, recipe } = looked.run
    const head: SessionHead = {
      id: this.#id,
      at: Date.now(),
      view: this.view,
      from: this.#from,
      looked: all.indexOf(looked),
      lanes,
      title: recipe.title,
      sizes: resolved.sizes,
    }
    stores('sessions').put(head)
  }

  #writeLane(pieces: IDBObjectStore, { id: lane, run }: Lane): LaneHead {
    let written = this.#written.get(lane)
    if (written === undefined) {
      pieces.put(run.recipe, key(this.#id, lane, 'recipe'))
      if (run.given !== null) pieces.put(run.given, key(this.#id, lane, 'own'))
      // How long the way here was is not known: it counts as long where there is any.
      written = { run, log: [], cache: null, worked: run.step > 0 ? LONG : 0 }
      this.#written.set(lane, written)
    }
    this.#writeLog(pieces, lane, written, run.log)
    this.#writeCache(pieces, lane, written)
    const small = run.resolved.parameters <= DIGEST && run.heading === null
    return {
      lane,
      step: run.heading ?? run.step,
      furthest: run.furthest,
      entries: run.log.length,
      digest: small ? run.digest() : null,
    }
  }

  /** Only pieces in which something is new. */
  #writeLog(pieces: IDBObjectStore, lane: number, written: Written, log: readonly LogEntry[]): void {
    const before = written.log
    for (let first = 0; first < log.length; first += PIECE) {
      const some = log.slice(first, first + PIECE)
      if (some.length > before.length - first || some.some((entry, at) => entry !== before[first + at])) {
        pieces.put(some, key(this.#id, lane, 'log', first / PIECE))
      }
    }
    if (before.length !== log.length || before.some((entry, at) => entry !== log[at])) written.log = [...log]
  }

  #writeCache(pieces: IDBObjectStore, lane: number, written: Written): void {
    const { run, cache } = written
    const holds = cache !== null && stillTrue(cache.log, written.log, cache.furthest)
    if (cache !== null && !holds) {
      pieces.delete(key(this.#id, lane, 'cache'))
      written.cache = null
      written.worked = Math.max(written.worked, LONG)
    }
    if (written.worked < LONG || run.heading !== null || run.recording) return
    written.worked = 0
    if (24 * run.resolved.parameters > LARGEST) return
    pieces.put(cached(run), key(this.#id, lane, 'cache'))
    written.cache = { log: written.log, furthest: run.furthest }
  }
}

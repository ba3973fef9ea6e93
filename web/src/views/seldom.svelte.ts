/** Drawings that need not follow every frame: they take the latest that came, now and then. */

import { untrack } from 'svelte'

export class Seldom<Value> {
  /** What is to be drawn; null until the first one has come. */
  value = $state.raw<Value | null>(null)
  #taken = -Infinity
  #next: Value | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  /**
   * @param read the latest; null where a frame brings none, the one before then stays
   * @param pause milliseconds that lie at least between two
   * @param run with another one, what was there is forgotten
   */
  constructor(read: () => Value | null, pause: () => number, run: () => unknown) {
    $effect.pre(() => {
      run()
      untrack(() => {
        this.#forget()
      })
    })
    $effect.pre(() => {
      const next = read()
      const millis = pause()
      untrack(() => {
        if (next !== null) this.#offer(next, millis)
      })
    })
    $effect.pre(() => () => {
      clearTimeout(this.#timer)
    })
  }

  #forget(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#taken = -Infinity
    this.#next = this.value = null
  }

  #offer(next: Value, millis: number): void {
    this.#next = next
    const left = this.#taken + millis - performance.now()
    if (left <= 0) this.#take()
    else this.#timer ??= setTimeout(() => this.#take(), left)
  }

  #take(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#taken = performance.now()
    this.value = this.#next
  }
}

/** The latest for each of several drawings, in turns: with every screen refresh one of them gets it. */
export class Turns<Value> {
  #given = $state.raw<readonly Value[]>([])
  #latest: Value | null = null
  #next = 0
  #request = 0

  /**
   * @param read the latest; null for none
   * @param count how many drawings take turns; 0 where all of them get it at once
   */
  constructor(read: () => Value | null, count: () => number) {
    $effect.pre(() => {
      const [latest, many] = [read(), count()]
      untrack(() => {
        this.#latest = latest
        if (latest === null || many === 0) this.#given = []
        else if (this.#given.length !== many) this.#given = Array.from({ length: many }, () => latest)
        else if (this.#request === 0) this.#request = requestAnimationFrame(() => this.#turn())
      })
    })
    $effect.pre(() => () => {
      cancelAnimationFrame(this.#request)
    })
  }

  /** What this one draws; null for the latest. */
  at(drawing: number): Value | null {
    return this.#given[drawing] ?? null
  }

  #turn(): void {
    this.#request = 0
    const [latest, count] = [this.#latest, this.#given.length]
    if (latest === null || count === 0) return
    const turn = this.#next % count
    this.#given = this.#given.map((value, drawing) => (drawing === turn ? latest : value))
    this.#next = turn + 1
    if (this.#given.some((value) => value !== latest)) this.#request = requestAnimationFrame(() => this.#turn())
  }
}

/** Drawings that need not follow every frame: they take the latest that came, now and then. */

import { onDestroy, untrack } from 'svelte'

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
    onDestroy(() => {
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

/** A chapter on paper: light, as wide as a page, and every picture as its run stands. */

import { flushSync } from 'svelte'
import type { ThemeState } from '../theme/theme.svelte'
import type { LiveRuns } from './live.svelte'
import { idle } from './live.svelte'

export class Printing {
  /** It is laid out for paper. */
  paper = $state(false)
  /** Pictures are still being made. */
  preparing = $state(false)
  readonly #theme: ThemeState
  readonly #runs: LiveRuns

  constructor(theme: ThemeState, runs: LiveRuns) {
    this.#theme = theme
    this.#runs = runs
  }

  /** Prints once all pictures are there, in the colours and at the size of paper. */
  async print(): Promise<void> {
    this.preparing = true
    try {
      await this.#runs.beginAll(idle)
      this.begin()
      await this.#runs.recolour(this.#theme.palette)
      await this.#runs.still()
    } finally {
      this.preparing = false
    }
    flushSync()
    print() // the browser tells when it has begun, and when it has ended
  }

  /** The browser is about to print: what takes no time is done at once. */
  begin(): void {
    flushSync(() => {
      this.paper = true
      this.#theme.paper = true
    })
  }

  end(): void {
    this.paper = false
    this.#theme.paper = false
  }
}

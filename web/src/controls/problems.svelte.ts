/** Where a refused change is explained: beside its control when that is on the page, else in one common place. */

import { createContext, untrack } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import type { Problem } from '../run/protocol'
import { errorInWords } from '../words/words'

export class Problems {
  readonly #current: () => Problem | null
  readonly #controls = new SvelteMap<string, number>()

  constructor(current: () => Problem | null) {
    this.#current = current
  }

  /** A control for this field is on the page; gives the function that takes it off again. */
  claim(field: string): () => void {
    const change = (by: number): void => {
      this.#controls.set(field, untrack(() => this.#controls.get(field) ?? 0) + by)
    }
    change(1)
    return () => {
      change(-1)
    }
  }

  at(field: string): string | undefined {
    const problem = this.#current()
    return problem?.field === field ? errorInWords(problem.message) : undefined
  }

  /** The sentence that no control shows. */
  get elsewhere(): string | undefined {
    const problem = this.#current()
    if (problem === null || (this.#controls.get(problem.field) ?? 0) > 0) return undefined
    const message = errorInWords(problem.message)
    return problem.field === '' ? message : `${problem.field}: ${message}`
  }
}

export const [getProblems, setProblems] = createContext<Problems>()

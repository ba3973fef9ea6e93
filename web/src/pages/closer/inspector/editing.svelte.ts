/** The weights and the bias of one neuron as they are changed by hand, and the sentence that says why one was not. */

import type { Problems } from '../../../controls/problems.svelte'
import type { Playback } from '../../../run/playback.svelte'
import type { Picked } from '../../../run/protocol'

/** The field that the run names when it refuses an edit. */
export const FIELD = 'edit'

export type Part = number | 'bias'

export class Editing {
  readonly id: string
  readonly #playback: () => Playback
  readonly #problems: Problems
  readonly #pick: () => Picked
  readonly #changed: () => void
  /** What was changed last, and what was typed wrongly there. */
  #part = $state<Part | null>(null)
  #unread = $state<string | null>(null)

  constructor(id: string, playback: () => Playback, problems: Problems, pick: () => Picked, changed: () => void) {
    this.id = id
    this.#playback = playback
    this.#problems = problems
    this.#pick = pick
    this.#changed = changed
  }

  get message(): string | undefined {
    return this.#unread ?? this.#problems.at(FIELD)
  }

  /** Where the sentence about this number stands; undefined without one. */
  problemOf(part: Part): string | undefined {
    return this.message !== undefined && part === this.#part ? this.id : undefined
  }

  /** What was typed there is no number; null: it is one again. */
  tell(part: Part, message: string | null): void {
    if (message === null) {
      if (part !== this.#part) return
      if (this.#problems.at(FIELD) !== undefined) this.#playback().dismiss()
    }
    this.#part = part
    this.#unread = message
  }

  /** Done when the numbers that came of it are shown. */
  async change(part: Part, value: number): Promise<void> {
    const { layer, neuron } = this.#pick()
    this.#part = part
    this.#unread = null
    const input = part === 'bias' ? null : part
    await this.#playback().editWeight({ layer: layer - 1, neuron, input, value })
    this.#changed()
  }

  /** Another neuron is looked at. */
  forget(): void {
    this.#part = this.#unread = null
  }
}

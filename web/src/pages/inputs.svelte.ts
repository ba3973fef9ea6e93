/** The network's inputs: which there are and could be, and switching them on and off. */

import type { Playback } from '../run/playback.svelte'
import type { Slot } from '../views/geometry'
import { program, slotsOf } from './catalog'
import { say } from './say'

const FIELD = 'network.inputs'

export class Inputs {
  readonly #playback: () => Playback
  /** Formulas that were typed: they stay to be switched on again. */
  #formulas = $state.raw<readonly string[]>([])
  readonly slots: readonly Slot[] = $derived.by(() => {
    const { plan } = this.#playback()
    return plan === null ? [] : slotsOf(plan, this.#formulas)
  })

  constructor(playback: () => Playback) {
    this.#playback = playback
  }

  /** As they were chosen last, or all columns. */
  get #now(): readonly string[] {
    const { recipe, plan } = this.#playback()
    const { inputs } = recipe!.network
    return inputs.length > 0 ? inputs : plan!.dataColumns
  }

  toggle(name: string): void {
    const now = this.#now
    this.#formulas = this.slots.flatMap((slot) => (slot.typed === true ? [slot.name] : []))
    const order = this.slots.map((slot) => slot.name)
    this.use(
      now.includes(name)
        ? now.filter((input) => input !== name)
        : [
            ...order.filter((slot) => now.includes(slot) || slot === name),
            ...now.filter((input) => !order.includes(input)),
          ],
    )
  }

  use(inputs: readonly string[]): void {
    const playback = this.#playback()
    if (inputs.length > 0) playback.change({ network: { inputs } })
    else {
      playback.refuse({
        field: FIELD,
        message: say('no-input'),
      })
    }
  }

  /** Another input, and its name: one that calculates the same is switched on instead. */
  add(formula: string): string | null {
    const playback = this.#playback()
    const { dataColumns } = playback.plan!
    const meaning = program(formula, dataColumns)
    const twin = this.slots.find(({ name }) => program(name, dataColumns) === meaning)?.name ?? formula
    const now = this.#now
    if (!now.includes(twin)) {
      playback.change({ network: { inputs: [...now, twin] } })
      return twin
    }
    const message = say('input-twice', `'${formula}'`)
    playback.refuse({ field: FIELD, message })
    return null
  }

  /** A formula that is switched off is not offered any more. */
  forget(name: string): void {
    this.#formulas = this.#formulas.filter((formula) => formula !== name)
  }
}

/** Of what is wanted while something is on its way, only the latest is done: a drag never lags behind the hand. */

export class Latest<Value> {
  readonly #act: (value: Value) => Promise<void>
  #wanted: { readonly value: Value } | null = null
  #going: Promise<void> | null = null

  constructor(act: (value: Value) => Promise<void>) {
    this.#act = act
  }

  /** Done when nothing is wanted any more. */
  async want(value: Value): Promise<void> {
    this.#wanted = { value }
    this.#going ??= this.#go()
    await this.#going
  }

  async #go(): Promise<void> {
    try {
      while (this.#wanted !== null) {
        const { value } = this.#wanted
        this.#wanted = null
        await this.#act(value)
      }
    } finally {
      this.#going = null
    }
  }
}

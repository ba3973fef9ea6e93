/** Of what is wanted while something is on its way, only the latest is done: a drag never lags behind the hand. */

export class Latest<Value> {
  readonly #act: (value: Value) => Promise<void>
  #wanted: { readonly value: Value } | null = null
  #busy = false

  constructor(act: (value: Value) => Promise<void>) {
    this.#act = act
  }

  want(value: Value): void {
    this.#wanted = { value }
    if (!this.#busy) void this.#go()
  }

  async #go(): Promise<void> {
    this.#busy = true
    try {
      while (this.#wanted !== null) {
        const { value } = this.#wanted
        this.#wanted = null
        await this.#act(value)
      }
    } finally {
      this.#busy = false
    }
  }
}

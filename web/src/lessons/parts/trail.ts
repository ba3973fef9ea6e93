/** The way over a map of two parameters, as far as it was seen: by hand, step by step, or many steps at once. */

type Stop = { readonly step: number; readonly x: number; readonly y: number }
/** Places x, y one after the other, and the steps at which the run was there. */
export type Way = { readonly path: Float64Array; readonly steps: Float64Array }

/** With more stops than this, every second of the older ones is forgotten. */
const MOST = 3000

export class Trail {
  #stops: Stop[] = []

  /** Another run. */
  clear(): void {
    this.#stops = []
  }

  /**
   * The run stands here now; a step back takes back what came after it.
   *
   * @param between what is known of the run's way to this step
   */
  follow(step: number, x: number, y: number, between: Way): void {
    while ((this.#stops.at(-1)?.step ?? -1) > step) this.#stops.pop()
    const last = this.#stops.at(-1)
    if (last !== undefined) {
      for (const [place, at] of between.steps.entries()) {
        if (at > last.step && at < step) this.#add(at, between.path[2 * place]!, between.path[2 * place + 1]!)
      }
    }
    this.#add(step, x, y)
    if (this.#stops.length > MOST) this.#stops = thinned(this.#stops)
  }

  get way(): Way {
    return {
      path: Float64Array.from(this.#stops.flatMap(({ x, y }) => [x, y])),
      steps: Float64Array.from(this.#stops, ({ step }) => step),
    }
  }

  #add(step: number, x: number, y: number): void {
    const last = this.#stops.at(-1)
    if (last?.x === x && last.y === y && last.step === step) return
    if (Number.isFinite(x) && Number.isFinite(y)) this.#stops.push({ step, x, y })
  }
}

/** The later half whole, every second stop of the earlier one; the first one stays. */
const thinned = (stops: readonly Stop[]): Stop[] =>
  stops.filter((_, place) => place > stops.length / 2 || place % 2 === 0)

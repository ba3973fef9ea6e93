/** How many steps fit into so much time: measured as a run goes on, and never trusted further than a little. */

/** At most so many times as many steps are taken at once as have been before. */
const GROWTH = 4
/** Clocks have a grain, so that short times may seem to be none: milliseconds that a step takes at least. */
const LEAST = 1e-4

export class Pace {
  /** Milliseconds that a call takes whatever it does. */
  #call: number
  /** Milliseconds that each of its steps takes, once it is known. */
  #step = Infinity
  /** The most steps that were taken at once, of late. */
  #most = 1

  /** `call`: milliseconds that a call takes whatever it does, as far as is known. */
  constructor(call: number) {
    this.#call = call
  }

  /**
   * Takes steps until so many are taken, or until so much time has passed; one at least. Where calls are costly, as much
   * time is for their steps. Returns how many there were and what they cost.
   *
   * @param take takes so many steps and tells how many it took: none when there is no going on
   */
  go(take: (steps: number) => number, steps: number, millis: number): { taken: number; millis: number } {
    const start = performance.now()
    const limit = Math.max(millis, 2 * this.#call)
    let [taken, spent, most] = [0, 0, 0]
    while (taken < steps && (taken === 0 || spent + this.#call + this.#step < limit)) {
      const affordable = Math.floor((limit - spent - this.#call) / this.#step)
      const chunk = Math.min(steps - taken, affordable, GROWTH * Math.max(this.#most, most))
      const done = take(Math.max(1, chunk))
      if (done === 0) break
      const passed = performance.now() - start
      this.#call = Math.min(this.#call, passed - spent)
      this.#step = Math.max((passed - spent - this.#call) / done, LEAST)
      ;[taken, spent, most] = [taken + done, passed, Math.max(most, done)]
    }
    this.#most = Math.max(1, most)
    return { taken, millis: spent }
  }
}

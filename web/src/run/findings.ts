/** What is going on in a run, as the engine sees it: which of its rules hold, with their evidence. */

import { MANIFEST } from '../engine/generated/manifest'
import type { Portraits } from './portrait'
import type { Finding } from './protocol'
import type { Run } from './run'
import { sampleOf } from './sample'

/** While a run goes on it is told so often: milliseconds. */
const EVERY = 500
const { rules } = MANIFEST.codes
/** Numbers of a finding: whether it holds, its layer, three of evidence. */
const NUMBERS = 5

export class Findings {
  readonly #run: Run
  readonly #portraits: Portraits
  #found: readonly Finding[] | null = null
  #step = -1
  #due = 0

  constructor(run: Run, portraits: Portraits) {
    this.#run = run
    this.#portraits = portraits
  }

  forget(): void {
    this.#found = null
  }

  get(exact: boolean, millis: number): readonly Finding[] {
    const now = performance.now()
    const { step } = this.#run
    const old = this.#found === null || (step !== this.#step && (exact || now >= this.#due))
    if (old) [this.#found, this.#step, this.#due] = [this.#diagnose(exact, millis), step, now + EVERY]
    return this.#found!
  }

  #diagnose(exact: boolean, millis: number): readonly Finding[] {
    const { engine, network, state, settings, records, recorded } = this.#run
    const { vitals } = this.#portraits.now(exact, millis)
    const mark = engine.mark()
    const { x, y } = sampleOf(this.#run)
    const findings = engine.matrix('float64', rules.length, NUMBERS)
    engine.call.diagnose({
      ...network,
      settings,
      state,
      history: records,
      rows: recorded,
      vitals: engine.array('float64', vitals).asMatrix(network.activations.length),
      x,
      y,
      findings,
    })
    const found = rules.flatMap((rule, index) => {
      const [holds, layer, ...evidence] = findings.values.subarray(NUMBERS * index, NUMBERS * (index + 1))
      return holds === 1 ? [{ rule, layer: layer!, evidence }] : []
    })
    engine.release(mark)
    return found
  }
}

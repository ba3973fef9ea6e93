/** Runs one after the other, each with another value of a setting: how they end. */

import { merge, type Asked } from '../run/asked'
import { Client, Refusal } from '../run/client'
import { nothing, type Frame, type Palette, type Start } from '../run/protocol'
import { withLayers } from '../pages/layers'

export type Varied = 'hidden' | 'l2' | 'samples' | 'epochs'

/** One run, or one moment of it when epochs are varied. */
export type Result = {
  readonly value: number
  readonly step: number
  /** Of so many steps. */
  readonly steps: number
  readonly train: number
  /** NaN when nothing is held out. */
  readonly test: number
  /** The share of right answers in the test; null for values. */
  readonly right: number | null
  /** Why it could not be made. */
  readonly problem: string | null
}

/** The same start with another value; epochs are only trained for. */
export function startWith(start: Start, of: Varied, value: number): Start {
  const { experiment, own = null } = start
  const asked = experiment as Asked
  const parts: Readonly<Record<Varied, Asked>> = {
    hidden: { network: withLayers(asked.network?.activation, value > 0 ? [value] : []) },
    l2: { training: { l2: value } },
    samples: { data: { samples: value } },
    epochs: {},
  }
  return { experiment: merge(asked, parts[of]), own }
}

/** The page hears from a run about this often, and can stop it. */
const PAUSE = 120
const MOST_STEPS = 100_000

export class Sweep {
  /** One for each value that has begun, in their order. */
  results = $state.raw<readonly Result[]>([])
  running = $state(false)
  #client: Client | null = null
  /** Counts the sweeps, so that a stopped one is known. */
  #turn = 0

  stop(): void {
    this.#turn += 1
    this.#client?.close()
    this.#client = null
    this.running = false
  }

  async start(start: Start, of: Varied, values: readonly number[], steps: number, palette: Palette): Promise<void> {
    this.stop()
    const turn = this.#turn
    this.running = true
    this.results = []
    const client = await Client.open()
    if (turn !== this.#turn) {
      client.close()
      return
    }
    this.#client = client
    const want = nothing(palette)
    let [step, pace, begun] = [0, 10, false]
    for (const [place, value] of values.entries()) {
      const put = (result: Omit<Result, 'value'>): void => {
        if (turn === this.#turn) this.results = [...this.results.slice(0, place), { value, ...result }]
      }
      try {
        // More epochs are the same run, trained on.
        if (of !== 'epochs' || !begun) {
          const { plan, frame } = await client.start(startWith(start, of, value), want)
          step = frame.step
          begun = true
          if (of === 'epochs') steps = plan.stepsPerEpoch
          put(resultOf(frame, of === 'epochs' ? value * steps : steps))
        }
        const end = of === 'epochs' ? Math.round(value * steps) : steps
        let diverged = false
        while (step < end && !diverged) {
          const before = performance.now()
          const frame = await client.frame({ steps: Math.min(pace, end - step) }, want)
          if (turn !== this.#turn) return
          diverged = frame.diverged !== null || frame.step === step
          pace = paceAfter(frame.step - step, performance.now() - before)
          step = frame.step
          put(resultOf(frame, end))
        }
        put(resultOf(await client.frame(null, want), end))
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        put({ step: 0, steps, train: NaN, test: NaN, right: null, problem: error.message })
      }
      if (turn !== this.#turn) return
    }
    this.stop()
  }
}

const paceAfter = (steps: number, millis: number): number =>
  Math.max(1, Math.min(MOST_STEPS, Math.round((steps * PAUSE) / Math.max(1, millis))))

const resultOf = (frame: Frame, steps: number): Omit<Result, 'value'> => ({
  step: frame.step,
  steps,
  train: frame.trainLoss,
  test: frame.testLoss,
  right: frame.testAccuracy,
  problem: null,
})

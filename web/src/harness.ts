/** Runs recipes for the tests that compare bits across machines: the page's run, without the page. */

import { Engine } from './engine/engine'
import { digest } from './run/digest'
import type { LogEntry } from './run/protocol'
import { Run } from './run/run'

export type Case = {
  readonly experiment: unknown
  readonly log?: readonly LogEntry[]
  readonly steps: number
}

/** The digests of the parameters after so many steps, and of the history on the way there. */
export async function run(
  wasm: Uint8Array<ArrayBuffer>,
  cases: readonly Case[],
): Promise<{ digest: string; history: string }[]> {
  const engine = await Engine.load(await WebAssembly.compile(wasm))
  return cases.map(({ experiment, log = [], steps }) => {
    const run = new Run(engine, experiment)
    run.resume(log)
    run.seek(steps)
    return { digest: run.digest(), history: digest(Float64Array.from(run.history)) }
  })
}

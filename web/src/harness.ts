/** Runs recipes for the tests that compare bits across machines: the page's run, without the page. */

import { Engine } from './engine/engine'
import { digest } from './run/digest'
import type { LogEntry, Own, Reply, Want } from './run/protocol'
import { read } from './run/reading/index'
import { readSaved } from './run/reading/saved'
import { Run } from './run/run'
import { Session } from './run/session'

export { read }

export type Case = {
  readonly experiment: unknown
  readonly own?: Own
  readonly log?: readonly LogEntry[]
  readonly steps: number
}

/** The digests of the parameters after so many steps, and of the history on the way there. */
export async function run(
  wasm: Uint8Array<ArrayBuffer>,
  cases: readonly Case[],
): Promise<{ digest: string; history: string }[]> {
  const engine = await Engine.load(await WebAssembly.compile(wasm))
  const results = []
  for (const { experiment, own = null, log = [], steps } of cases) {
    const run = await Run.begin(engine, experiment, own)
    run.resume(log)
    run.seek(steps)
    results.push({ digest: run.digest(), history: digest(run.history) })
  }
  return results
}

const BLACK = [0, 0, 0] as const
const NOTHING: Want = {
  palette: { positive: BLACK, negative: BLACK, zero: BLACK, classes: [BLACK] },
  map: 0,
  output: 0,
  probe: null,
  example: null,
  plane: null,
  predictions: false,
  repaint: false,
  inspect: null,
  film: false,
  portrait: false,
  landscape: null,
  space: null,
  relief: 0,
  findings: false,
}

/** Opens a .glow file as the page does, takes so many steps more, and saves the run again. */
export async function reopen(wasm: Uint8Array<ArrayBuffer>, glow: string, steps: number): Promise<string> {
  const session = new Session(await WebAssembly.compile(wasm))
  const asked = async (request: Parameters<Session['answer']>[0]): Promise<Reply> => {
    const reply = await session.answer(request)
    if (reply.type === 'problem') throw new Error(reply.message)
    return reply
  }
  await asked({ type: 'start', want: NOTHING, ...(await readSaved(new File([glow], 'a.glow'))) })
  await asked({ type: 'frame', want: NOTHING, advance: { steps } })
  const reply = await asked({ type: 'save' })
  return reply.type === 'saved' ? reply.text : ''
}

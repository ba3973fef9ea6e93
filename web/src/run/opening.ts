/** Runs that are opened: what is given is checked, replayed to its moment, and compared with what was saved. */

import { InputError, shown } from './errors'
import { checkOwn } from './own'
import type { Own, Start } from './protocol'
import type { Run } from './run'

/** A saved run is gone through in slices of about so many milliseconds, and for five minutes at most. */
const SLICE = 40
const LONGEST_REPLAY = 300_000
/** Characters of the digest in a link. */
const LINKED = 12

/** What starts a run may come from a file or a link: here it gets its types, and its parts are checked where they are used. */
export function checked({
  experiment,
  own = null,
  log = [],
  step = 0,
  digest = null,
}: { [Key in keyof Start]: unknown }): {
  experiment: unknown
  own: Own | 'same' | null
  log: readonly unknown[]
  step: number
  digest: string | null
} {
  if (!Array.isArray(log)) throw new InputError('log', `expected a log as a list, got ${shown(log)}: save the run anew`)
  if (typeof step !== 'number') throw new InputError('step', `expected a step, got ${shown(step)}: save the run anew`)
  if (digest !== null && typeof digest !== 'string') {
    throw new InputError('', `expected a text as digest, got ${shown(digest)}: save the run anew`)
  }
  return { experiment, own: own === 'same' || own === null ? own : checkOwn(own), log, step, digest }
}

/** Goes to a step in slices, so that other requests are answered meanwhile; `tell` is told how far it has come. */
export async function replay(
  run: Run,
  step: number,
  tell?: (reached: number) => void,
  longest = LONGEST_REPLAY,
): Promise<void> {
  run.checkStep(step)
  run.expect(step)
  const start = performance.now()
  const first = run.step
  let breath = start
  let slice = 1
  while (run.step < step && run.diverged === null) {
    const before = performance.now()
    run.advance(Math.min(slice, step - run.step))
    const now = performance.now()
    slice = now - before < SLICE ? 2 * slice : Math.max(1, Math.floor(slice / 2))
    const pace = (now - start) / (run.step - first)
    if (now - start > 10 * SLICE && pace * (step - run.step) > longest) {
      throw new InputError(
        'step',
        `expected a run that gets to its step in a few minutes, got step ${step.toLocaleString('en-US')}, ` +
          `which would take about ${Math.ceil((pace * step) / 3.6e6).toLocaleString('en-US')} h: train it with neuroglow train`,
      )
    }
    if (now - breath < SLICE / 2) continue
    tell?.(run.step)
    await breathe()
    breath = performance.now()
  }
}

/** Lets other requests come in; a timer would let some milliseconds pass besides. */
async function breathe(): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  await new Promise((resolve) => {
    port1.onmessage = resolve
    port2.postMessage(null)
  })
  port1.close()
}

/** A saved run must come to the saved parameters again; a link says only how their digest begins. */
export function verify(run: Run, expected: string, step: number): void {
  const got = run.digest()
  const linked = expected.length === LINKED
  if (run.step === step && (linked ? got.startsWith(expected) : got === expected)) return
  throw new InputError(
    '',
    `expected the parameters of digest ${expected.slice(0, 12)}... at step ${step.toLocaleString('en-US')}, ` +
      `got ${got.slice(0, 12)}... at step ${run.step.toLocaleString('en-US')}: ` +
      (linked ? 'the link was changed, so make it anew' : 'the file was changed, so save the run anew'),
  )
}

/** The run as a .glow file. */
export function save(run: Run): string {
  const { recipe, log, step, given } = run
  const own = given === null ? {} : { own: given }
  return JSON.stringify({ neuroglow: 1, experiment: recipe, log, step, digest: run.digest(), ...own })
}

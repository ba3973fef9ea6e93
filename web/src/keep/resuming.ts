/** Runs of a session that was kept, as they stood: from what is known of them where that holds, else all of the way. */

import type { Engine } from '../engine/engine'
import { InputError } from '../run/errors'
import { checked, replay, verify } from '../run/opening'
import type { Resumed } from '../run/protocol'
import { Run } from '../run/run'
import { recall } from './cache'
import { Trouble } from './database'
import { left, type LeftLane } from './sessions'

type Found = {
  readonly lanes: readonly { readonly run: Run; readonly engine: Engine }[]
  readonly recipes: readonly Resumed[]
  readonly looked: number
  readonly view: unknown
}

/** Throws an InputError where there is none, or where it does not come to its parameters. */
export async function resume(session: string, engine: () => Promise<Engine>): Promise<Found> {
  const found = await left(session).catch((error: unknown) => {
    throw error instanceof Trouble ? new InputError('', error.message) : error
  })
  if (found === null) throw new InputError('', 'expected a session that is kept, got none: begin anew')
  const lanes: { run: Run; engine: Engine }[] = []
  for (const lane of found.lanes) {
    const own = await engine()
    lanes.push({ run: (await reopened(lane, own, true)) ?? (await reopened(lane, own, false))!, engine: own })
  }
  const recipes = lanes.map(({ run: { recipe, given } }) => ({
    recipe,
    own: given === null ? null : { kind: given.kind, name: given.name },
  }))
  return { lanes, recipes, looked: found.head.looked, view: found.head.view }
}

/** A run at its step; null where what was known of it leads somewhere else. */
async function reopened(lane: LeftLane, engine: Engine, quick: boolean): Promise<Run | null> {
  const { experiment, own, log, step } = checked({
    experiment: lane.recipe,
    own: lane.own,
    log: lane.log,
    step: lane.step,
  })
  const run = await Run.begin(engine, experiment, own === 'same' ? null : own)
  run.resume(log)
  if (quick && !recall(run, lane.cache)) return null
  try {
    // As far as it had been, so that its future is known again; where that is far, only to where it stood.
    await replay(run, Math.max(step, quick ? lane.furthest : step))
    run.seek(step)
    if (lane.digest !== null) verify(run, lane.digest, step)
  } catch (error) {
    if (quick && error instanceof InputError) return null
    throw error
  }
  return run
}

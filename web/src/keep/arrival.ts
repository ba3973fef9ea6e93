/** Runs from files of anybody's: opened once, out of sight, so that what is told of them is true. */

import { Client } from '../run/client'
import { InputError } from '../run/errors'
import { Playback } from '../run/playback.svelte'
import { RUN_SUFFIX } from '../pages/runs/files'
import type { ThemeState } from '../theme/theme.svelte'
import english from '../words/en/runs.json'
import { words } from '../words/words'
import { keep, type Outcome } from './keep'

const say = words('runs', english)
/** Pixels or places of the answer that the small picture is made of. */
const OUTPUT = 96

/** Keeps the run that is in a file. Throws an InputError when there is none, or when it does not come to its parameters. */
export async function arrive(file: File, theme: ThemeState): Promise<Outcome> {
  if (!file.name.toLowerCase().endsWith(RUN_SUFFIX)) throw new InputError('', say('not-glow', `“${file.name}”`))
  const playback = new Playback(Client.open(), theme.palette)
  try {
    playback.show({ output: OUTPUT, repaint: true })
    await playback.read([file], [file.name])
    const { plan, frame, problem } = playback
    if (plan === null || frame === null || problem !== null) throw new InputError('', problem?.message ?? '')
    if (plan.kind === 'table' && plan.columns.length > 1) {
      playback.show({ plane: { across: 0, down: 1, held: null } })
      await playback.seek(frame.step)
    }
    return await keep(playback, theme.ink, file.name.slice(0, -RUN_SUFFIX.length))
  } finally {
    playback.end()
  }
}

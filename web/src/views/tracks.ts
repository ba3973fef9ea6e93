/** Runs that are drawn as curves in one picture. */

import type { History } from '../run/playback.svelte'
import type { Frame } from '../run/protocol'

export type Track = {
  /** What stands at the curve's end where there are several runs; null for the only one. */
  readonly name: string | null
  /** Its colour among several. */
  readonly colour: string
  readonly history: History
  readonly frame: Frame
}

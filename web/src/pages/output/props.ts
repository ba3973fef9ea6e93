/** What every view of the network's answer is given, whatever the kind of data. */

import type { Playback } from '../../run/playback.svelte'
import type { Palette } from '../../run/protocol'
import type { Ink } from '../../theme/theme.svelte'
import type { Pick } from '../../views/geometry'

export type OutputProps = {
  readonly playback: Playback
  readonly ink: Ink
  readonly palette: Palette
  /** The neuron or weight that is pointed at. */
  readonly pick: Pick | null
  /** A place in the data's own units is looked at; null: none any more. */
  readonly onprobe: (place: readonly number[] | null) => void
}

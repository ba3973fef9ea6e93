/** What the page as one file shows. */

import type { View } from '../run/link'
import type { Start } from '../run/protocol'

export type Parcel = {
  /** The run as it was saved. */
  readonly glow: Start
  readonly view: View
  /** Names of controls that are not shown. */
  readonly hide: readonly string[]
}

export const parcel = (): Parcel => JSON.parse(document.getElementById('run')?.textContent ?? '') as Parcel

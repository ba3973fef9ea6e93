/** What lies in the page as one file: its engine, and the run that it shows. */

import type { View } from '../run/link'
import type { Start } from '../run/protocol'

export type Parcel = {
  /** The run as it was saved. */
  readonly glow: Start
  readonly view: View
  /** Names of controls that are not shown. */
  readonly hide: readonly string[]
}

const text = (id: string): string => document.getElementById(id)?.textContent ?? ''

/** What an element holds in base64, compressed with gzip. */
export async function unpacked(id: string): Promise<Response> {
  const bytes = Uint8Array.from(atob(text(id)), (character) => character.charCodeAt(0))
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')))
}

export const parcel = (): Parcel => JSON.parse(text('run')) as Parcel

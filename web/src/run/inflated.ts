/** What comes with the page deflated, in base64; see packed.ts. */

import { decode } from './own'

export async function inflated(packed: string): Promise<string> {
  const bytes = new Blob([decode(packed) as Uint8Array<ArrayBuffer>])
  return new Response(bytes.stream().pipeThrough(new DecompressionStream('deflate-raw'))).text()
}

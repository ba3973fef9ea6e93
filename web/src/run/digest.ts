/** The fingerprint of a network's parameters. */

import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** SHA-256 of the little-endian float64 bytes, with any NaN as 0x7ff8000000000000: NaNs of different machines differ in their bits. */
export function digest(params: Float64Array): string {
  const bytes = new Uint8Array(params.length * 8)
  const view = new DataView(bytes.buffer)
  params.forEach((value, index) => {
    if (Number.isNaN(value)) view.setBigUint64(index * 8, 0x7ff8000000000000n, true)
    else view.setFloat64(index * 8, value, true)
  })
  return bytesToHex(sha256(bytes))
}

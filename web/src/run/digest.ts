/** The fingerprint of a network's parameters. */

import { sha256 } from './sha256'

/** SHA-256 of the little-endian float64 bytes, with any NaN as 0x7ff8000000000000: NaNs of different machines differ in their bits. */
export function digest(params: Float64Array): string {
  const bytes = new Uint8Array(params.length * 8)
  const view = new DataView(bytes.buffer)
  params.forEach((value, index) => {
    if (Number.isNaN(value)) view.setBigUint64(index * 8, 0x7ff8000000000000n, true)
    else view.setFloat64(index * 8, value, true)
  })
  return Array.from(sha256(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

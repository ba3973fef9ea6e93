/** Bytes out of files into memory that stands already, however much a file claims or hides. */

/** Packed bytes go in by slices of this size: deflate unfolds one of them to 17 MB at most. */
const SLICE = 16_384

export type Filled = {
  /** How many of the bytes that were asked for there are. */
  readonly length: number
  /** Whether more follow them. */
  readonly more: boolean
  /** What follows cannot be decompressed, or its sums are wrong. */
  readonly damaged: boolean
}

/** Fills `target` with the first bytes that `packed` holds, unfolded if it has a format. */
export async function fill(target: Uint8Array, packed: Blob, format: CompressionFormat | null): Promise<Filled> {
  const whole = slices(packed)
  const reader = (format === null ? whole : whole.pipeThrough(new DecompressionStream(format))).getReader()
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return { length, more: false, damaged: false }
      const free = target.length - length
      target.set(value.subarray(0, free), length)
      length += Math.min(value.length, free)
      if (value.length > free) return { length, more: true, damaged: false }
    }
  } catch {
    return { length, more: false, damaged: true }
  } finally {
    reader.cancel().catch(() => undefined) // what else there is, nobody asked for
  }
}

function slices(packed: Blob): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0
  return new ReadableStream({
    async pull(controller) {
      if (at >= packed.size) controller.close()
      else controller.enqueue(new Uint8Array(await packed.slice(at, (at += SLICE)).arrayBuffer()))
    },
  })
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit += 1) byte = (byte >>> 1) ^ (byte & 1 ? 0xedb88320 : 0)
  return byte
})

/** The CRC-32 of zip files. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ TABLE[(crc ^ byte) & 0xff]!
  return ~crc >>> 0
}

/** Bytes as text, one character each. */
export const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

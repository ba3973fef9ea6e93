/** Bytes out of files into memory that stands already, however much a file claims or hides. */

import { breathe } from './breath'

export type Bytes = Uint8Array<ArrayBuffer>

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
export async function fill(target: Uint8Array, packed: Bytes, format: CompressionFormat | null): Promise<Filled> {
  if (format === null) {
    target.set(packed.subarray(0, target.length))
    const length = Math.min(packed.length, target.length)
    return { length, more: packed.length > length, damaged: false }
  }
  const { writable, readable } = new DecompressionStream(format)
  feed(writable, packed).catch(() => undefined) // the reader is told, too
  const reader = readable.getReader()
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return { length, more: false, damaged: false }
      const free = target.length - length
      target.set(value.subarray(0, free), length)
      length += Math.min(value.length, free)
      if (value.length > free) return { length, more: true, damaged: false }
      await breathe()
    }
  } catch {
    return { length, more: false, damaged: true }
  } finally {
    reader.cancel().catch(() => undefined) // what else there is, nobody asked for
  }
}

/** Writes slice by slice, as fast as somebody reads. */
async function feed(writable: WritableStream<BufferSource>, bytes: Bytes): Promise<void> {
  const writer = writable.getWriter()
  for (let at = 0; at < bytes.length; at += SLICE) await writer.write(bytes.subarray(at, at + SLICE))
  await writer.close()
}

export const contentOf = async (file: Blob): Promise<Bytes> => new Uint8Array(await file.arrayBuffer())

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit += 1) byte = (byte >>> 1) ^ (byte & 1 ? 0xedb88320 : 0)
  return byte
})

/** So many bytes are summed up without a pause. */
const PIECE = 1 << 20

/** The CRC-32 of zip files. */
export async function crc32(bytes: Uint8Array): Promise<number> {
  let crc = 0xffffffff
  for (let start = 0; start < bytes.length; start += PIECE) {
    for (const byte of bytes.subarray(start, start + PIECE)) crc = (crc >>> 8) ^ TABLE[(crc ^ byte) & 0xff]!
    await breathe()
  }
  return ~crc >>> 0
}

/** Bytes as text, one character each. */
export const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

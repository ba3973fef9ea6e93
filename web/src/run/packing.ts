/** Plain values as the short text that stands in a link, and back; mirrors packing.py. */

import { LIMITS } from '../engine/generated/schema'
import { InputError, shown, thousands } from './errors'
import english from '../words/en/links.json'
import { words } from '../words/words'
import { decode, encode } from './own'

/** What there is to say about links that cannot be used; Python says the same in English. */
export const say = words('links', english)

export const FIELD = 'link'
const CHECKSUM = 4 // bytes
const TEXT = /^[A-Za-z0-9_-]+$/
/** Half a character, as JSON can write it: no text that we write has one, and Python reads them differently. */
const SURROGATE = /(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]/

type Bytes = Uint8Array<ArrayBuffer>

/** The text of a plain value. */
export async function pack(value: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  const content = joined(await pieces(bytes, new CompressionStream('deflate-raw'), Infinity))
  const packed = joined([checksum(content), content])
  return encode(packed).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** The plain value of a text. Throws an InputError when it is not as it was packed, or unpacks to too much. */
export async function unpack(text: string): Promise<unknown> {
  if (!TEXT.test(text) || text.length % 4 === 1) throw damaged()
  const padded = text.replaceAll('-', '+').replaceAll('_', '/') + '='.repeat((4 - (text.length % 4)) % 4)
  const packed = decode(padded) as Bytes
  const content = packed.slice(CHECKSUM)
  if (String(checksum(content)) !== String(packed.slice(0, CHECKSUM))) throw damaged()
  try {
    const unpacked = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await inflated(content))
    if (SURROGATE.test(unpacked)) throw damaged()
    return JSON.parse(unpacked)
  } catch (error) {
    throw error instanceof InputError ? error : damaged()
  }
}

/** The bytes that were deflated, which are never more than may be. */
async function inflated(content: Bytes): Promise<Bytes> {
  const most = LIMITS.link_bytes
  const found = joined(await pieces(content, new DecompressionStream('deflate-raw'), most))
  if (found.length <= most) return found
  throw new InputError(FIELD, say('too-much', thousands(most)))
}

/** What comes out of a stream, until it is more than `most` bytes. */
async function pieces(bytes: Bytes, through: CompressionStream | DecompressionStream, most: number): Promise<Bytes[]> {
  const reader = (new Blob([bytes]).stream().pipeThrough(through) as ReadableStream<Bytes>).getReader()
  const found: Bytes[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return found
    found.push(value)
    size += value.length
    if (size > most) {
      await reader.cancel()
      return found
    }
  }
}

function joined(parts: readonly Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let place = 0
  for (const part of parts) {
    all.set(part, place)
    place += part.length
  }
  return all
}

/** CRC-32 (ISO-HDLC, as zlib has it), the highest byte first. */
export function checksum(bytes: Uint8Array): Bytes {
  let crc = -1
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  const found = new Uint8Array(CHECKSUM)
  new DataView(found.buffer).setUint32(0, ~crc >>> 0)
  return found
}

export const damaged = (): InputError => new InputError(FIELD, say('damaged'))

export const unknown = (found: unknown): InputError => new InputError(FIELD, say('unknown', shown(found)))

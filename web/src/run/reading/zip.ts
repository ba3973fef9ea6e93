/** Zip archives, by rules 13 to 15 of docs/images.md: the directory first, then the members that are asked for. */

import { LIMITS } from '../../engine/generated/schema'
import { type InputError, shown, thousands } from '../errors'
import { crc32, fill, type Bytes } from './bytes'
import { damaged, refusal } from './refusal'

/** A member of an archive. */
export type Member = {
  readonly path: string
  /** Bytes as the directory says: unpacked, and in the archive. */
  readonly size: number
  readonly packed: number
  readonly crc: number
  readonly format: 'deflate-raw' | null
  /** Where its local header begins. */
  readonly start: number
}

const END = 0x06054b50
const ZIP64 = 0x07064b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22
const ENTRY_BYTES = 46
const LOCAL_BYTES = 30
const LONGEST_COMMENT = 0xffff
const DEFLATED = 8
const STORED = 0

/** All members of an archive, folders left out. Throws an InputError when it is damaged, too large, or reaches outside. */
export function directory(archive: Bytes, name: string): Member[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.length)
  const first = Math.max(0, archive.length - END_BYTES - LONGEST_COMMENT)
  let end = archive.length - END_BYTES
  while (end >= first && view.getUint32(end, true) !== END) end -= 1
  if (end < first) throw damaged(name)
  const count = view.getUint16(end + 10, true)
  if (count > LIMITS.archive_files || (end >= 20 && view.getUint32(end - 20, true) === ZIP64)) throw tooMany(name)
  const members: Member[] = []
  let at = view.getUint32(end + 16, true)
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_BYTES > archive.length || view.getUint32(at, true) !== ENTRY) throw damaged(name)
    const short = (place: number): number => view.getUint16(at + place, true)
    const long = (place: number): number => view.getUint32(at + place, true)
    const [method, named] = [short(10), at + ENTRY_BYTES]
    const path = innerPath(archive.subarray(named, named + short(28)), name)
    checkEntry(path, short(8), method, name)
    if (!path.endsWith('/')) {
      const format = method === DEFLATED ? 'deflate-raw' : null
      members.push({ path, crc: long(16), packed: long(20), size: long(24), format, start: long(42) })
    }
    at = named + short(28) + short(30) + short(32)
  }
  return members
}

export function tooMany(name: string): InputError {
  const most = `at most ${thousands(LIMITS.archive_files)} files`
  return refusal(most, `more in ${shown(name)}`, 'keep a sample of them')
}

/** A member's path, without parts that stay where they are; that of a folder ends in a slash. */
function innerPath(raw: Bytes, name: string): string {
  const path = new TextDecoder('utf-8', { ignoreBOM: true }).decode(raw)
  const folder = path.endsWith('/')
  const parts = (folder ? path.slice(0, -1) : path).split('/').filter((part) => part !== '.')
  if (/^[/]|^[a-z]:|[\\\0]/i.test(path) || parts.includes('') || parts.includes('..')) {
    const got = `${shown(path)} in ${shown(name)}`
    throw refusal('paths that stay inside the archive', got, 'pack the folder anew')
  }
  return parts.join('/') + (folder || parts.length === 0 ? '/' : '')
}

/** Refuses what is packed in a way that is not read. */
function checkEntry(path: string, flags: number, method: number, name: string): void {
  if ((flags & 1) !== 0) {
    throw refusal('files without a password', `${shown(path)} with one in ${shown(name)}`, 'pack them without')
  }
  if (method !== STORED && method !== DEFLATED) {
    const got = `${shown(path)} packed otherwise in ${shown(name)}`
    throw refusal('files that are stored or deflated', got, 'pack them as an ordinary zip')
  }
}

/** The bytes of a member: as many as the directory says. */
export async function unpack(archive: Bytes, { path, size, packed, crc, format, start }: Member): Promise<Bytes> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.length)
  if (start + LOCAL_BYTES > archive.length || view.getUint32(start, true) !== LOCAL) throw damaged(path)
  const from = start + LOCAL_BYTES + view.getUint16(start + 26, true) + view.getUint16(start + 28, true)
  const content = archive.subarray(from, from + packed)
  const bytes = new Uint8Array(size)
  const { length, more, damaged: broken } = await fill(bytes, content, format)
  if (content.length < packed || length < size || more || broken || (await crc32(bytes)) !== crc) throw damaged(path)
  return bytes
}

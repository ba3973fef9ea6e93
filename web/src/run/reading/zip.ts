/** Zip archives, by rules 13 to 15 of docs/images.md: the directory first, then the members that are asked for. */

import { LIMITS } from '../../engine/generated/schema'
import { type InputError, shown, thousands } from '../errors'
import { crc32, fill } from './bytes'
import { damaged, refusal } from './refusal'

/** A member of an archive. */
export type Member = {
  readonly path: string
  /** Bytes as the directory says: unpacked, and in the archive. */
  readonly size: number
  readonly packed: number
  readonly crc: number
  readonly deflated: boolean
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
export async function directory(file: File): Promise<Member[]> {
  const { name } = file
  const tail = await view(file, Math.max(0, file.size - 20 - END_BYTES - LONGEST_COMMENT), file.size)
  let end = tail.byteLength - END_BYTES
  while (end >= 0 && tail.getUint32(end, true) !== END) end -= 1
  if (end < 0) throw damaged(name)
  const count = tail.getUint16(end + 10, true)
  if (count > LIMITS.archive_files || (end >= 20 && tail.getUint32(end - 20, true) === ZIP64)) throw tooMany(name)
  const start = tail.getUint32(end + 16, true)
  const entries = await view(file, start, file.size - tail.byteLength + end)
  const members: Member[] = []
  let at = 0
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_BYTES > entries.byteLength || entries.getUint32(at, true) !== ENTRY) throw damaged(name)
    const short = (place: number): number => entries.getUint16(at + place, true)
    const long = (place: number): number => entries.getUint32(at + place, true)
    const raw = entries.buffer.slice(at + ENTRY_BYTES, at + ENTRY_BYTES + short(28))
    const [path, method] = [innerPath(raw, name), short(10)]
    checkEntry(path, short(8), method, name)
    if (!path.endsWith('/')) {
      members.push({
        path,
        crc: long(16),
        packed: long(20),
        size: long(24),
        deflated: method === DEFLATED,
        start: long(42),
      })
    }
    at += ENTRY_BYTES + short(28) + short(30) + short(32)
  }
  return members
}

export function tooMany(name: string): InputError {
  const most = `at most ${thousands(LIMITS.archive_files)} files`
  return refusal(most, `more in ${shown(name)}`, 'keep a sample of them')
}

/** A member's path, without parts that stay where they are; that of a folder ends in a slash. */
function innerPath(raw: ArrayBuffer, name: string): string {
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
export async function unpack(file: File, member: Member): Promise<Uint8Array<ArrayBuffer>> {
  const { path, size, packed, crc, deflated, start } = member
  const local = await view(file, start, start + LOCAL_BYTES)
  if (local.byteLength < LOCAL_BYTES || local.getUint32(0, true) !== LOCAL) throw damaged(path)
  const from = start + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true)
  const bytes = new Uint8Array(size)
  const { length, more } = await fill(bytes, file.slice(from, from + packed), deflated ? 'deflate-raw' : null)
  if (length < size || more || crc32(bytes) !== crc) throw damaged(path)
  return bytes
}

async function view(file: Blob, start: number, end: number): Promise<DataView<ArrayBuffer>> {
  return new DataView(await file.slice(start, end).arrayBuffer())
}

/** How large a picture is, by its header: known before anything of it is decoded. */

import { LIMITS } from '../../engine/generated/schema'
import { shown, thousands } from '../errors'
import { latin } from './bytes'
import { refusal } from './refusal'

export type Size = readonly [width: number, height: number]

/** Width and height of a PNG, JPEG or WebP picture, told by its first bytes; null for anything else. */
export function dimensions(bytes: Uint8Array): Size | 'damaged' | null {
  const read = readerOf(latin(bytes.subarray(0, 12)))
  if (read === null) return null
  try {
    const size = read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    return size === null || size.includes(0) ? 'damaged' : size
  } catch (error) {
    if (error instanceof RangeError) return 'damaged' // the header ends too early
    throw error
  }
}

function readerOf(head: string): ((view: DataView) => Size | null) | null {
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return png
  if (head.startsWith('\xff\xd8\xff')) return jpeg
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? webp : null
}

function png(view: DataView): Size | null {
  return view.getUint32(12) === 0x49484452 ? [view.getUint32(16), view.getUint32(20)] : null // IHDR
}

/** JPEG: the frame header may stand behind any number of other segments. */
function jpeg(view: DataView): Size | null {
  let at = 2
  for (;;) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) at += 1
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2
    else if (marker === 0xd9 || marker === 0xda) return null
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return [view.getUint16(at + 7), view.getUint16(at + 5)]
    } else at += 2 + view.getUint16(at + 2)
  }
}

function webp(view: DataView): Size | null {
  const lower14 = (at: number): number => view.getUint16(at, true) & 0x3fff
  const lower24 = (at: number): number => view.getUint16(at, true) + (view.getUint8(at + 2) << 16)
  switch (view.getUint32(12)) {
    case 0x56503820: // VP8, lossy
      return [lower14(26), lower14(28)]
    case 0x5650384c: // VP8L, lossless
      return [lower14(21) + 1, ((view.getUint32(21, true) >>> 14) & 0x3fff) + 1]
    case 0x56503858: // VP8X, with more in it
      return [lower24(24) + 1, lower24(27) + 1]
  }
  return null
}

/** Refuses a picture with a side of less than `least` pixels, or with more pixels than may be decoded. */
export function checkPictureSize([width, height]: Size, name: string, least: number): void {
  if (Math.min(width, height) < least) {
    const expected = `a picture at least ${least} pixel${least > 1 ? 's' : ''} wide and high`
    const got = `${thousands(width)} x ${thousands(height)} in ${shown(name)}`
    throw refusal(expected, got, 'choose a larger one')
  }
  if (width * height > LIMITS.picture_pixels) {
    const expected = `a picture of at most ${thousands(LIMITS.picture_pixels)} pixels`
    throw refusal(expected, `${thousands(width * height)} in ${shown(name)}`, 'scale it down')
  }
}

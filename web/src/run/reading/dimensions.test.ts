import { describe, expect, test } from 'vitest'
import { checkPictureSize, dimensions } from './dimensions'

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? Array.from(part, (c) => c.charCodeAt(0)) : part)))

const PNG = bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 0x23, 0x28, 0, 0, 0, 7], [8, 2, 0, 0, 0])
const APP = bytes([0xff, 0xe1, 0, 6, 1, 2, 3, 4])
const JPEG = bytes([0xff, 0xd8], [...APP], [0xff], [...APP], [0xff, 0xc4, 0, 2], [0xff, 0xc2, 0, 17, 8, 0, 5, 1, 4])
const riff = (...parts: (string | number[])[]): Uint8Array => bytes('RIFF', [99, 0, 0, 0], 'WEBP', ...parts)
const LOSSY = riff('VP8 ', [9, 0, 0, 0], [0, 0, 0, 0x9d, 1, 0x2a], [5, 0x40, 7, 0x80])
const LOSSLESS = riff('VP8L', [9, 0, 0, 0], [0x2f, 4, 0x80, 1, 0])
const EXTENDED = riff('VP8X', [10, 0, 0, 0], [0, 0, 0, 0], [4, 1, 0], [6, 0, 1])

describe('width and height are known by the header', () => {
  test.each([
    ['PNG', PNG, [9000, 7]],
    ['JPEG', JPEG, [260, 5]],
    ['lossy WebP', LOSSY, [5, 7]],
    ['lossless WebP', LOSSLESS, [5, 7]],
    ['extended WebP', EXTENDED, [261, 65543]],
  ])('%s', (_, picture, size) => {
    expect(dimensions(picture)).toEqual(size)
    for (let end = 12; end < picture.length - 6; end += 1) {
      expect(['damaged', `${size}`], `cut at ${end}`).toContain(`${dimensions(picture.slice(0, end))}`)
    }
  })
  test.each([
    ['text', bytes('hello, hello')],
    ['a GIF', bytes('GIF89a', [1, 0, 1, 0, 0, 0, 0])],
    ['a sound', bytes('RIFF', [9, 0, 0, 0], 'WAVEfmt ')],
    ['nothing', bytes()],
  ])('%s is no picture', (_, other) => expect(dimensions(other)).toBeNull())
  test.each([
    ['no width', PNG.with(18, 0).with(19, 0)],
    ['no header', PNG.with(12, 0)],
    ['a scan before its frame', JPEG.with(JPEG.length - 8, 0xda)],
    ['no marker', JPEG.with(10, 0)],
    ['another chunk', EXTENDED.with(15, 0)],
  ])('%s: damaged', (_, picture) => expect(dimensions(picture)).toBe('damaged'))
})

test('what is too small or too large is told', () => {
  expect(() => {
    checkPictureSize([1, 500], 'line.png', 2)
  }).toThrow("expected a picture at least 2 pixels wide and high, got 1 x 500 in 'line.png': choose a larger one")
  expect(() => {
    checkPictureSize([9000, 9000], 'bomb.png', 2)
  }).toThrow(/at most [0-9,]+ pixels, got 81,000,000 in 'bomb.png': scale it down/)
  checkPictureSize([1, 1], 'dot.png', 1)
})

/** Pictures: what of them is seen, and how a likeness to them is told. */

import type { RGB } from '../run/protocol'
import { say } from './say-later'

export type Size = readonly [width: number, height: number]

/** What `plan.picture.seen` says of a pixel. */
/** By how a pixel is used: what is said of it. */
export const seenInWords = (use: number): string => say(`seen-${use as 0 | 1 | 2}`)

/** RGBA of a picture where only the pixels that training sees have their colours; the others are ground. */
export function sampled(original: Uint8ClampedArray, seen: Uint8Array, ground: RGB): Uint8ClampedArray {
  const pixels = original.slice()
  for (let pixel = 0; pixel < seen.length; pixel += 1) if (seen[pixel] !== 1) pixels.set(ground, 4 * pixel)
  return pixels
}

/** A peak signal-to-noise ratio as it is read. */
export function decibels(psnr: number): string {
  if (Number.isNaN(psnr)) return '– dB'
  return psnr === Infinity ? '∞ dB' : `${psnr.toFixed(1).replace('-', '−')} dB`
}

/** The pixel under a place that is given as shares of width and height; the nearest one beside the picture. */
export function pixelAt([width, height]: Size, across: number, down: number): { column: number; row: number } {
  const within = (share: number, count: number): number => Math.max(0, Math.min(count - 1, Math.floor(share * count)))
  return { column: within(across, width), row: within(down, height) }
}

/** The middle of a pixel in the data's units; y goes upwards. */
export function placeOf(
  [width, height]: Size,
  [[left, right], [low, high]]: readonly [Extent, Extent],
  column: number,
  row: number,
): [x: number, y: number] {
  return [left + ((column + 0.5) / width) * (right - left), high - ((row + 0.5) / height) * (high - low)]
}
export type Extent = readonly [low: number, high: number]

/** `0.75 0.50 0.25` of a colour's bytes. */
export function shares(bytes: Uint8ClampedArray, pixel: number): string {
  return [0, 1, 2].map((channel) => (bytes[4 * pixel + channel]! / 255).toFixed(2)).join(' ')
}

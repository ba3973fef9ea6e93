/** Sets of grey images, by rules 5 to 7 of docs/images.md: brought to one size, and their classes put in order. */

import type { Engine } from '../../engine/engine'
import { LIMITS } from '../../engine/generated/schema'
import { shown, thousands } from '../errors'
import { encode } from '../own'
import type { Own } from '../protocol'
import { compareCodePoints } from '../table'
import { breathe } from './breath'
import type { Size } from './dimensions'
import { megabytes, refusal, shortened } from './refusal'

/** The side of images whose own are larger, or different. */
const USUAL_SIDE = 28
const WHOLE = /^-?[0-9]{1,15}$/

export type Images = Extract<Own, { kind: 'images' }>

/** Images as they are found: one byte a pixel, one after the other, and the text of each one's label. */
export type Found = {
  readonly size: Size
  /** The brightest that a pixel can be. */
  readonly peak: number
  readonly pixels: Uint8Array
  readonly labels: readonly string[]
}

export function checkBytes(bytes: number): void {
  if (bytes <= LIMITS.archive_bytes) return
  throw refusal(
    `a set of images of at most ${megabytes(LIMITS.archive_bytes)}`,
    megabytes(bytes),
    'keep a sample of them',
  )
}

export function checkUnpacked(bytes: number, name: string): void {
  if (bytes <= LIMITS.archive_bytes) return
  const got = `${megabytes(bytes)} in ${shown(name)}`
  throw refusal(`at most ${megabytes(LIMITS.archive_bytes)} unpacked`, got, 'keep a sample of them')
}

export function checkCount(count: number, name: string): void {
  const got = `${thousands(count)} in ${shown(name)}`
  if (count < 2) throw refusal('at least 2 images', got, 'add some')
  if (count > LIMITS.images) throw refusal(`at most ${thousands(LIMITS.images)} images`, got, 'keep a sample of them')
}

/** Refuses labels that are not as many as the images. */
export function checkLabels(labels: number, images: number, name: string): void {
  if (images === labels) return
  const expected = `a label for each of ${thousands(images)} images`
  throw refusal(expected, `${thousands(labels)} in ${shown(name)}`, 'check that they belong together')
}

/** The classes that occur: by value where all of them are whole numbers, else by code point. */
export function classesOf(labels: readonly string[], name: string): string[] {
  const classes = [...new Set(labels)].sort(compareCodePoints)
  if (classes.length < 2) {
    const got = `only ${shown(classes[0])} in ${shown(name)}`
    throw refusal('at least 2 classes', got, 'add images of another, in a folder of its own')
  }
  if (classes.length > LIMITS.categories) {
    const got = `${thousands(classes.length)} in ${shown(name)}`
    throw refusal(`at most ${LIMITS.categories} classes`, got, 'keep some of them')
  }
  return classes.every((word) => WHOLE.test(word)) ? classes.sort((a, b) => Number(a) - Number(b)) : classes
}

/** The size that images are brought to: `own` is the one that all of them have, or null when they differ. */
export function settledSize(own: Size | null, asked: number | null): Size {
  if (own !== null && asked === null && Math.max(...own) <= LIMITS.image_side) return own
  const side = asked ?? USUAL_SIDE
  return own === null ? [side, side] : fitted(own, side, 1)
}

/** A size of the same proportions whose longer side is `side`; no side becomes less than `least`. */
export function fitted(size: Size, side: number, least: number): Size {
  const longer = Math.max(...size)
  const [width, height] = size.map((own) => Math.max(least, Math.floor((2 * own * side + longer) / (2 * longer))))
  return [width!, height!]
}

/** Own data of the images that were found, scaled to a side, or null for theirs. */
export async function imagesOf(engine: Engine, name: string, found: Found, side: number | null): Promise<Images> {
  const classes = classesOf(found.labels, name)
  const size = settledSize(found.size, side)
  const same = size[0] === found.size[0] && size[1] === found.size[1]
  const pixels = same ? found.pixels : await scaled(engine, found, size)
  return plainImages(name, size, same ? found.peak : 255, classes, found.labels, pixels)
}

/** Own data of grey images that have their size. */
export function plainImages(
  name: string,
  [width, height]: Size,
  peak: number,
  classes: readonly string[],
  labels: readonly string[],
  pixels: Uint8Array,
): Images {
  const places = new Map(classes.map((word, place) => [word, place]))
  const indices = Uint8Array.from(labels, (label) => places.get(label)!)
  return {
    kind: 'images',
    name: shortened(name),
    width,
    height,
    peak,
    classes,
    labels: encode(indices),
    pixels: encode(pixels),
  }
}

async function scaled(engine: Engine, { size: [width, height], peak, pixels }: Found, size: Size): Promise<Uint8Array> {
  const [area, target_area] = [width * height, size[0] * size[1]]
  const count = pixels.length / area
  const result = new Uint8Array(count * target_area)
  const source = engine.vector('uint8', area)
  const target = engine.vector('uint8', target_area)
  for (let image = 0; image < count; image += 1) {
    source.values.set(spread(pixels.subarray(image * area, (image + 1) * area), peak))
    engine.call.shrink({ source, width, height, channels: 1, target, target_width: size[0], target_height: size[1] })
    result.set(target.values, image * target_area)
    await breathe()
  }
  return result
}

/** Pixels of a lower peak, brought to one of 255. */
export function spread(pixels: Uint8Array, peak: number): Uint8Array {
  return peak === 255 ? pixels : pixels.map((value) => Math.floor((510 * value + peak) / (2 * peak)))
}

/** Pictures, by rules 2 to 4 and 16 to 18 of docs/images.md: measured by their headers, decoded by the browser. */

import type { Engine } from '../../engine/engine'
import { LIMITS } from '../../engine/generated/schema'
import { type InputError, shown, thousands } from '../errors'
import { encode } from '../own'
import type { Own } from '../protocol'
import { compareCodePoints } from '../table'
import { breathe } from './breath'
import { contentOf, type Bytes } from './bytes'
import { Converter, TILE } from './colours'
import { checkPictureSize, dimensions, type Size } from './dimensions'
import { checkCount, checkUnpacked, classesOf, fitted, plainImages, settledSize, type Images } from './images'
import { hidden } from './paths'
import { megabytes, refusal, shortened } from './refusal'

const FORMATS = 'PNG, JPEG or WebP'
export const PICTURE = /\.(?:png|jpe?g|webp)$/i

/** The longer side of pictures that are scaled down without being asked to. */
const USUAL_SIDE = 192
/** So many pictures are decoded at once, and no more when together they have so many pixels. */
const AT_ONCE = { pictures: 8, pixels: 1 << 24 }

/** A file of a folder or archive. */
export type Part = { readonly path: string; readonly size: number; readonly read: () => Promise<Bytes> }
/** A picture that has been measured. */
type Picture = { readonly path: string; readonly bytes: Bytes; readonly size: Size }

/** Own data of a picture, scaled down to a side, or null for the usual one. */
export async function readPicture(
  engine: Engine,
  file: File,
  side: number | null,
): Promise<Extract<Own, { kind: 'picture' }>> {
  const picture = await measured({ path: file.name, size: file.size, read: () => contentOf(file) }, 2)
  const bitmap = await decoded(picture)
  const own: Size = [bitmap.width, bitmap.height]
  const size = fitted(own, Math.min(side ?? USUAL_SIDE, Math.max(...own)), 2)
  const pixels = await new Decoder(engine).pixels(bitmap, 3, size)
  return { kind: 'picture', name: shortened(file.name), width: size[0], height: size[1], pixels: encode(pixels) }
}

/** The parts that are pictures by their names, hidden ones left out, in the order of their paths. */
export function picturesOf(parts: readonly Part[]): Part[] {
  return parts
    .filter(({ path }) => PICTURE.test(path) && !path.split('/').some(hidden))
    .sort((a, b) => compareCodePoints(a.path, b.path))
}

export const totalBytes = (parts: readonly Part[]): number => parts.reduce((sum, { size }) => sum + size, 0)

/** Own data of the pictures of a folder or archive, scaled to a side, or null for a sensible one. */
export async function readPictures(
  engine: Engine,
  parts: readonly Part[],
  name: string,
  side: number | null,
): Promise<Images> {
  if (parts.length === 0) {
    throw refusal(`pictures (${FORMATS})`, `none in ${shown(name)}`, 'put them there, a folder for each class')
  }
  checkUnpacked(totalBytes(parts), name)
  checkCount(parts.length, name)
  const labels = labelsOf(parts.map(({ path }) => path))
  const classes = classesOf(labels, name)
  const pictures = await allMeasured(parts, name)
  const decoder = new Decoder(engine)
  const sides = new Set(pictures.map(({ size }) => `${Math.min(...size)} x ${Math.max(...size)}`))
  const own = sides.size === 1 ? await shownSize(pictures[0]!) : null
  const { size, pixels } = await greys(decoder, pictures, side, own)
  return plainImages(name, size, 255, classes, labels, pixels)
}

/** For each picture the name of its folder, or when all lie in the same one the leading part of its own. */
function labelsOf(paths: readonly string[]): string[] {
  const places = paths.map((path) => {
    const parts = path.split('/')
    return { file: parts.at(-1)!, folder: parts.slice(0, -1).join('/'), label: parts.at(-2) }
  })
  if (new Set(places.map(({ folder }) => folder)).size === 1) return places.map(({ file }) => leading(file))
  return places.map(({ label }, at) => {
    if (label !== undefined) return label
    const got = `${shown(paths[at])} beside the folders`
    throw refusal('each picture in the folder of its class', got, 'move it into one')
  })
}

/** What a file's name says of its class: 7 of 7_0001.png, cat of cat.12.jpg, dog of dog3.png. */
function leading(file: string): string {
  const stem = file.slice(0, file.lastIndexOf('.'))
  const part = stem.split(/[_. -]/, 1)[0]!
  return part.replace(/[0-9]+$/, '') || part || stem
}

async function allMeasured(files: readonly Part[], name: string): Promise<Picture[]> {
  const pictures: Picture[] = []
  let pixels = 0
  for (const file of files) {
    const picture = await measured(file, 1)
    pictures.push(picture)
    pixels += picture.size[0] * picture.size[1]
    if (pixels > LIMITS.archive_pixels) {
      const expected = `pictures of at most ${thousands(LIMITS.archive_pixels)} pixels altogether`
      throw refusal(expected, `more in ${shown(name)}`, 'scale them down')
    }
    await breathe()
  }
  return pictures
}

/** A picture whose header has been read; every side has at least `least` pixels. */
async function measured({ path, size: length, read }: Part, least: number): Promise<Picture> {
  if (length > LIMITS.picture_bytes) {
    const expected = `a picture of at most ${megabytes(LIMITS.picture_bytes)}`
    throw refusal(expected, megabytes(length), 'scale it down')
  }
  const bytes = await read()
  const size = dimensions(bytes)
  if (size === null) throw refusal(`a picture (${FORMATS})`, `other data in ${shown(path)}`, 'save it as PNG')
  if (size === 'damaged') throw damagedPicture(path)
  checkPictureSize(size, path, least)
  return { path, bytes, size }
}

const damagedPicture = (path: string): InputError =>
  refusal('a whole picture', `${shown(path)}, which is cut off or damaged`, 'save or download it anew')

async function decoded({ bytes, path }: Picture): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(new Blob([bytes]), { colorSpaceConversion: 'none', premultiplyAlpha: 'none' })
  } catch {
    throw damagedPicture(path)
  }
}

/** Pictures decoded in order, some of them at once. */
async function* decodedInOrder(pictures: readonly Picture[]): AsyncGenerator<ImageBitmap> {
  let [start, end] = [0, 0]
  while (start < pictures.length) {
    for (let pixels = 0; end < pictures.length && end < start + AT_ONCE.pictures; end += 1) {
      pixels += pictures[end]!.size[0] * pictures[end]!.size[1]
      if (end > start && pixels > AT_ONCE.pixels) break
    }
    for (const outcome of await Promise.allSettled(pictures.slice(start, end).map(decoded))) {
      if (outcome.status === 'rejected') throw outcome.reason
      yield outcome.value
    }
    start = end
  }
}

/** The size of a picture as it is shown: it may be turned. */
async function shownSize(picture: Picture): Promise<Size> {
  const bitmap = await decoded(picture)
  const size: Size = [bitmap.width, bitmap.height]
  bitmap.close()
  return size
}

/** Grey pictures in one size, one after the other. `own`: the size that all of them seem to have, or null. */
async function greys(
  decoder: Decoder,
  pictures: readonly Picture[],
  side: number | null,
  own: Size | null,
): Promise<{ size: Size; pixels: Uint8Array }> {
  const size = settledSize(own, side)
  const area = size[0] * size[1]
  const pixels = new Uint8Array(pictures.length * area)
  let at = 0
  for await (const bitmap of decodedInOrder(pictures)) {
    if (own !== null && bitmap.width !== own[0]) return greys(decoder, pictures, side, null) // some are turned
    pixels.set(await decoder.pixels(bitmap, 1, size), at)
    at += area
  }
  return { size, pixels }
}

/** What bitmaps hold, by way of a canvas and the engine. */
class Decoder {
  readonly #engine: Engine
  readonly #converter: Converter
  readonly #canvas: OffscreenCanvasRenderingContext2D

  constructor(engine: Engine) {
    this.#engine = engine
    this.#converter = new Converter(engine)
    this.#canvas = new OffscreenCanvas(TILE, TILE).getContext('2d', { willReadFrequently: true })!
  }

  /** A bitmap's colours (3 channels) or greys (1 channel) in another size. The bitmap is closed. */
  async pixels(bitmap: ImageBitmap, channels: 1 | 3, [target_width, target_height]: Size): Promise<Uint8Array> {
    const { width, height } = bitmap
    const mark = this.#engine.mark()
    const source = this.#engine.vector('uint8', channels * width * height)
    for (let y = 0; y < height; y += TILE) {
      for (let x = 0; x < width; x += TILE) {
        const [across, down] = [Math.min(TILE, width - x), Math.min(TILE, height - y)]
        const tile = this.#tile(bitmap, x, y, across, down, channels)
        for (let row = 0; row < down; row += 1) {
          const line = tile.subarray(row * across * channels, (row + 1) * across * channels)
          source.values.set(line, ((y + row) * width + x) * channels)
        }
        await breathe()
      }
    }
    bitmap.close()
    const target = this.#engine.vector('uint8', channels * target_width * target_height)
    this.#engine.call.shrink({ source, width, height, channels, target, target_width, target_height })
    const pixels = target.copy()
    this.#engine.release(mark)
    return pixels
  }

  #tile(bitmap: ImageBitmap, x: number, y: number, across: number, down: number, channels: 1 | 3): Uint8Array {
    this.#canvas.clearRect(0, 0, across, down)
    this.#canvas.drawImage(bitmap, -x, -y)
    const { data } = this.#canvas.getImageData(0, 0, across, down)
    return channels === 3 ? this.#converter.opaque(data, 4) : this.#converter.grey(data, 4)
  }
}

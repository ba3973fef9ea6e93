/** What files that are opened or dropped hold: tables, pictures, sets of images, recipes and saved runs. */

import { Engine } from '../../engine/engine'
import { LIMITS, SUGGESTED } from '../../engine/generated/schema'
import { shown, thousands } from '../errors'
import type { Own, Start } from '../protocol'
import { checkSize, decodeTable } from '../table'
import { contentOf, latin } from './bytes'
import { labelsName, readIdx } from './idx'
import { checkBytes, imagesOf, type Images } from './images'
import { readNpz } from './npz'
import { PICTURE, picturesOf, readPicture, readPictures, totalBytes, type Part } from './pictures'
import { refusal, shortened } from './refusal'
import { readSaved } from './saved'
import { directory, tooMany, unpack } from './zip'

const TABLE = /\.(?:csv|tsv|txt)$/i
const SAVED = /\.(?:glow|json)$/i
const SET = /(?:\.npz|\.zip|\.gz|\.idx|ubyte)$/i
const WHAT = 'a table (CSV), a picture, images (IDX, NPZ, a zip or a folder of pictures) or a saved run'
/** What pictures are called together that were opened in no folder, or in several. */
const LOOSE = 'pictures'

/** What one reads in files, other than saved runs. */
type Data = Exclude<Own, { kind: 'points' }>

/**
 * What starts the run in some files. `paths` are their names, with their folders where folders were opened. `size`: the
 * longer side that pictures and images are scaled to, null for a sensible one. Throws an InputError that says what
 * cannot be used.
 */
export async function read(
  files: readonly File[],
  paths: readonly string[],
  size: number | null,
  module: WebAssembly.Module,
): Promise<Start> {
  const [file] = files
  try {
    if (file !== undefined && files.length === 1 && SAVED.test(file.name)) return await readSaved(file)
    return suggested(await dataIn(files, paths, size, await Engine.load(module)))
  } catch (error) {
    if (error instanceof DOMException) {
      throw refusal('files that can be read', `${shown(paths[0])} (${error.message})`, 'open them again')
    }
    if (error instanceof RangeError) {
      throw refusal('files that fit into the memory of a page', error.message, 'open smaller ones')
    }
    throw error
  }
}

async function dataIn(
  files: readonly File[],
  paths: readonly string[],
  size: number | null,
  engine: Engine,
): Promise<Data> {
  const [file] = files
  if (file === undefined) throw refusal(WHAT, 'no file', 'choose one')
  if (paths.some((path) => path.includes('/'))) return folder(files, paths, size, engine)
  if (files.length > 1) {
    if (files.every(({ name }) => PICTURE.test(name))) return folder(files, paths, size, engine)
    const images = files.filter(({ name }) => labelsName(name) !== name)
    if (files.length === 2 && images.length === 1) return imageSet(images[0]!, files, size, engine)
    throw refusal(WHAT, `${thousands(files.length)} files that do not belong together`, 'open one of them')
  }
  const { name } = file
  if (TABLE.test(name)) {
    checkSize(file.size)
    return { kind: 'table', name: shortened(name), text: decodeTable(await file.arrayBuffer()) }
  }
  if (PICTURE.test(name)) return readPicture(engine, file, checked(size, 2, LIMITS.picture_side))
  if (SET.test(name)) return imageSet(file, files, size, engine)
  throw refusal(WHAT, shown(name), 'open one of these')
}

/** The pictures in a folder. */
async function folder(
  files: readonly File[],
  paths: readonly string[],
  size: number | null,
  engine: Engine,
): Promise<Images> {
  const side = checked(size, 1, LIMITS.image_side)
  const root = /^[^/]+[/]/.exec(paths[0]!)?.[0]
  const whole = root !== undefined && paths.every((path) => path.startsWith(root))
  const parts = files.map((file, at): Part => {
    const path = whole ? paths[at]!.slice(root.length) : paths[at]!
    return { path, size: file.size, read: () => contentOf(file) }
  })
  const name = whole ? root.slice(0, -1) : LOOSE
  if (parts.length > LIMITS.archive_files) throw tooMany(name)
  const pictures = picturesOf(parts)
  checkBytes(totalBytes(pictures))
  return readPictures(engine, pictures, name, side)
}

/** The set of images in a file; the labels of an IDX file lie in another one of `files`. */
async function imageSet(file: File, files: readonly File[], size: number | null, engine: Engine): Promise<Images> {
  const side = checked(size, 1, LIMITS.image_side)
  checkBytes(file.size)
  const { name } = file
  const bytes = await contentOf(file)
  switch (latin(bytes.subarray(0, 2))) {
    case 'PK': {
      if (/\.npz$/i.test(name)) return imagesOf(engine, name, await readNpz(engine, name, bytes), side)
      const parts = directory(bytes, name).map((member): Part => ({ ...member, read: () => unpack(bytes, member) }))
      return readPictures(engine, picturesOf(parts), name, side)
    }
    case '\0\0':
    case '\x1f\x8b':
      return imagesOf(engine, name, await readIdx(file, bytes, files), side)
  }
  const expected = 'a set of images (IDX, NPZ, a zip or a folder of pictures)'
  throw refusal(expected, `other data in ${shown(name)}`, 'pack the pictures as a zip')
}

/** The size that was chosen, if it can be had. */
function checked(size: number | null, low: number, high: number): number | null {
  if (size === null || (Number.isInteger(size) && size >= low && size <= high)) return size
  throw refusal(`a size from ${low} to ${high} pixels`, shown(size), 'choose one of these')
}

/** Data with a recipe to begin with; of a picture at most half of the pixels are seen. */
function suggested(own: Data): Start {
  const { data, ...recipe } = SUGGESTED[own.kind]
  const seen =
    own.kind === 'picture'
      ? { samples: Math.min(SUGGESTED.picture.data.samples, Math.max(2, Math.floor((own.width * own.height) / 2))) }
      : {}
  const title = own.name.replace(/(?<=.)\.[^.]*$/, '') // without the ending
  return { experiment: { ...recipe, title, data: { ...data, ...seen, source: own.name } }, own }
}

/** Images and labels in the IDX form of MNIST, by rules 8 and 9 of docs/images.md. */

import { shown, thousands } from '../errors'
import { contentOf, fill, type Bytes } from './bytes'
import { checkPictureSize } from './dimensions'
import { checkBytes, checkCount, checkLabels, checkUnpacked, type Found } from './images'
import { damaged, refusal } from './refusal'

const IMAGES = { header: 16, magic: 0x00000803 }
const LABELS = { header: 8, magic: 0x00000801 }

/** The images of a file, with their labels from the one of `files` that goes with it. */
export async function readIdx(file: File, bytes: Bytes, files: readonly File[]): Promise<Found> {
  const images: Content = { name: file.name, bytes }
  const header = await headerOf(images, IMAGES)
  if (header === null) {
    const advice = 'open the file of images'
    throw refusal('images in IDX form (bytes in 3 dimensions)', `other data in ${shown(images.name)}`, advice)
  }
  const [count, height, width] = [4, 8, 12].map((at) => header.getUint32(at)) as [number, number, number]
  checkCount(count, images.name)
  checkPictureSize([width, height], images.name, 1)
  checkUnpacked(count * height * width, images.name)
  const pixels = await restOf(images, IMAGES.header, count * height * width)
  return { size: [width, height], peak: 255, pixels, labels: await labelsOf(file, files, count) }
}

async function labelsOf(images: File, files: readonly File[], count: number): Promise<string[]> {
  const file = labelsBeside(images, files)
  checkBytes(file.size)
  const labels = { name: file.name, bytes: await contentOf(file) }
  const header = await headerOf(labels, LABELS)
  if (header === null) {
    const advice = 'download it anew'
    throw refusal('labels in IDX form (bytes in 1 dimension)', `other data in ${shown(labels.name)}`, advice)
  }
  checkLabels(header.getUint32(4), count, labels.name)
  return Array.from(await restOf(labels, LABELS.header, count), String)
}

/** Where the labels of a file of images should be, by its name; the name itself when it says nothing. */
export const labelsName = (images: string): string => images.replaceAll('images', 'labels').replaceAll('idx3', 'idx1')

/** The file of labels beside a file of images: packed as that is, or otherwise. */
function labelsBeside({ name }: File, files: readonly File[]): File {
  const wanted = labelsName(name)
  if (wanted === name) {
    const advice = 'name the files of images and labels so'
    throw refusal('a name such as train-images-idx3-ubyte', shown(name), advice)
  }
  const other = wanted.endsWith('.gz') ? wanted.slice(0, -'.gz'.length) : `${wanted}.gz`
  const found = files.find((file) => file.name === wanted) ?? files.find((file) => file.name === other)
  if (found !== undefined) return found
  throw refusal(`labels in ${shown(wanted)} beside ${shown(name)}`, 'no such file', 'open both from one folder')
}

type Content = { readonly name: string; readonly bytes: Bytes }

/** The header of a file that begins as it should; else null. */
async function headerOf({ name, bytes }: Content, { header, magic }: typeof IMAGES): Promise<DataView | null> {
  const view = new DataView(new ArrayBuffer(header))
  const { length, damaged: broken } = await fill(new Uint8Array(view.buffer), bytes, formatOf(bytes))
  if (length === header) return view.getUint32(0) === magic ? view : null
  if (broken) throw damaged(name)
  return null
}

/** What follows a header: exactly so many bytes. */
async function restOf({ name, bytes }: Content, header: number, length: number): Promise<Bytes> {
  const target = new Uint8Array(header + length)
  const { length: got, more, damaged: broken } = await fill(target, bytes, formatOf(bytes))
  if (broken) throw damaged(name)
  if (got === target.length && !more) return target.subarray(header)
  const expected = `${thousands(length)} bytes after the header of ${shown(name)}, as it says`
  throw refusal(expected, more ? 'more' : thousands(got - header), 'download it anew')
}

const formatOf = (bytes: Bytes): 'gzip' | null => (bytes[0] === 0x1f && bytes[1] === 0x8b ? 'gzip' : null)

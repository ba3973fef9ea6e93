/** Arrays of images and labels in an .npz file, by rules 10 to 12 of docs/images.md. */

import type { Engine } from '../../engine/engine'
import { type InputError, shown, thousands } from '../errors'
import { breathe } from './breath'
import type { Bytes } from './bytes'
import { checkPictureSize, type Size } from './dimensions'
import { greysOf } from './colours'
import { checkCount, checkLabels, checkUnpacked, spread, type Found } from './images'
import { numbersOf, readNpy, textAt, type Npy } from './npy'
import { refusal } from './refusal'
import { directory, unpack, type Member } from './zip'

type Pair<Item> = readonly [pixels: Item, labels: Item]

/** Names of arrays; where a second pair is there, too, it is appended. */
const PAIRS: readonly (readonly Pair<string>[])[] = [
  [
    ['x_train', 'y_train'],
    ['x_test', 'y_test'],
  ],
  [
    ['train_images', 'train_labels'],
    ['test_images', 'test_labels'],
  ],
  [['images', 'labels']],
  [['x', 'y']],
  [['data', 'target']],
  [['arr_0', 'arr_1']],
]
const PEAKS = [1, 16, 255]
const CHANNELS = [1, 3, 4]
const LARGEST_LABEL = 1e15

const arrayName = ({ path }: Pick<Member, 'path'>): string => path.slice(0, -'.npy'.length)

/** The images and labels of a file. */
export async function readNpz(engine: Engine, name: string, archive: Bytes): Promise<Found> {
  const pairs = choose(directory(archive, name), name)
  checkUnpacked(
    pairs.flat().reduce((sum, { size }) => sum + size, 0),
    name,
  )
  const parts: Pixels[] = []
  const answers: Answers[] = []
  for (const [images, labels] of pairs) {
    const part = pixelsOf(readNpy(await unpack(archive, images), arrayName(images), 'numbers'), arrayName(images))
    const answer = answersOf(readNpy(await unpack(archive, labels), arrayName(labels), 'texts too'), arrayName(labels))
    checkLabels(answer.count, part.count, answer.name)
    parts.push(part)
    answers.push(answer)
  }
  checkCount(
    parts.reduce((sum, { count }) => sum + count, 0),
    name,
  )
  const { size, channels } = parts[0]!
  if (!parts.every((part) => `${part.size}` === `${size}` && part.channels === channels)) {
    const got = parts.map((part) => `${part.size.map(thousands).join(' x ')} in ${shown(part.name)}`)
    throw refusal('images of one size', got.join(' and '), 'scale them alike')
  }
  const found = await asBytes(parts)
  const labels = answers.flatMap((answer) => answer.texts())
  if (channels === 1) return { ...found, size, labels }
  const greys = await greysOf(engine, spread(found.pixels, found.peak), channels)
  return { pixels: greys, peak: 255, size, labels }
}

/** The arrays to be read: the first names of all that are there. */
function choose(members: readonly Member[], archive: string): Pair<Member>[] {
  const arrays = new Map<string, Member>()
  for (const member of members) {
    const name = member.path.toLowerCase()
    const key = arrayName({ path: name })
    if (name.endsWith('.npy') && !arrays.has(key)) arrays.set(key, member)
  }
  const whole = (pair: Pair<string>): boolean => pair.every((name) => arrays.has(name))
  const pairs = PAIRS.find(([first]) => whole(first!))
  if (pairs !== undefined) return pairs.filter(whole).map(([x, y]) => [arrays.get(x)!, arrays.get(y)!])
  const names = [...arrays.values()].map((member) => shown(arrayName(member)).slice(1, -1))
  const told = names.slice(0, 10).join(', ') + (names.length > 10 ? ', ...' : '')
  throw refusal(
    'arrays images and labels (or x_train and y_train, x and y, data and target)',
    `${told || 'none'} in ${shown(archive)}`,
    'name them so',
  )
}

/** An array of pixels. */
type Pixels = {
  readonly name: string
  readonly count: number
  readonly size: Size
  readonly channels: number
  /** Writes the numbers of an image, row by row, each pixel's channels in turn. */
  readonly image: (index: number, numbers: Float64Array) => void
}

function pixelsOf(npy: Npy, name: string): Pixels {
  const { shape, strides } = npy
  const side = Math.floor(Math.sqrt(shape[1] ?? 0))
  const flat = shape.length === 2 && side * side === shape[1]
  const [count, height, width, channels] = flat
    ? [shape[0]!, side, side, 1]
    : [...shape, ...(shape.length === 3 ? [1] : [])]
  if ((shape.length < 3 && !flat) || shape.length > 4 || !CHANNELS.includes(channels!)) {
    const got = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''}) in ${shown(name)}`
    throw refusal(
      'pixels of shape (n, height, width), (n, height, width, 1, 3 or 4) or (n, side * side)',
      got,
      'reshape them',
    )
  }
  checkPictureSize([width!, height!], name, 1)
  const [next, down, across, deep] = flat
    ? [strides[0]!, side * strides[1]!, strides[1]!, 0]
    : [strides[0]!, strides[1]!, strides[2]!, strides[3] ?? 0]
  const read = numbersOf(npy)
  return {
    name,
    count: count!,
    size: [width!, height!],
    channels: channels!,
    image(index, numbers) {
      let at = 0
      for (let y = 0; y < height!; y += 1) {
        for (let x = 0; x < width!; x += 1) {
          for (let c = 0; c < channels!; c += 1) {
            numbers[at] = read(index * next + y * down + x * across + c * deep)
            at += 1
          }
        }
      }
    },
  }
}

/** Pixels as bytes, and their peak. Refuses any that are not from 0 to 255. */
async function asBytes(parts: readonly Pixels[]): Promise<{ pixels: Uint8Array; peak: number }> {
  const { size, channels } = parts[0]!
  const numbers = new Float64Array(size[0] * size[1] * channels)
  let [whole, brightest] = [true, 0]
  for (const { name, count, image } of parts) {
    for (let index = 0; index < count; index += 1) {
      image(index, numbers)
      for (const value of numbers) {
        if (!(value >= 0 && value <= 255)) {
          const expected = 'pixels from 0 to 1, or from 0 to 255'
          throw refusal(expected, `others in ${shown(name)}`, 'scale them so')
        }
        if (value > brightest) brightest = value
        if (whole && value !== Math.floor(value)) whole = false
      }
      await breathe()
    }
  }
  const scale = whole || brightest > 1 ? 1 : 255
  const pixels = new Uint8Array(parts.reduce((sum, { count }) => sum + count, 0) * numbers.length)
  let at = 0
  for (const { count, image } of parts) {
    for (let index = 0; index < count; index += 1) {
      image(index, numbers)
      for (const value of numbers) {
        pixels[at] = Math.floor(scale * value + 0.5)
        at += 1
      }
      await breathe()
    }
  }
  return { pixels, peak: whole ? PEAKS.find((peak) => brightest <= peak)! : 255 }
}

/** An array of labels. */
type Answers = { readonly name: string; readonly count: number; readonly texts: () => string[] }

function answersOf(npy: Npy, name: string): Answers {
  const [count = 0] = npy.shape
  const wrong = (): InputError =>
    refusal('a label for each image, texts or whole numbers', `others in ${shown(name)}`, 'number the classes')
  if (npy.shape.length < 1 || npy.shape.length > 2 || (npy.shape[1] ?? 1) * count !== count) throw wrong()
  const number = numbersOf(npy)
  const word = (index: number): string => {
    if (npy.type[1] === 'U') {
      const text = textAt(npy, index)
      if (text === null) throw wrong()
      return text
    }
    const value = number(index)
    if (!Number.isInteger(value) || Math.abs(value) >= LARGEST_LABEL) throw wrong()
    return String(value)
  }
  return { name, count, texts: () => Array.from({ length: count }, (_, index) => word(index)) }
}

/** NumPy's .npy format, by rule 11 of docs/images.md: a header of text, which is matched and never evaluated, and numbers. */

import { type InputError, shown } from '../errors'
import { latin } from './bytes'
import { refusal } from './refusal'

export type Npy = {
  /** `<f8`, `|u1`, `<U3`, ...: the type as it is written. */
  readonly type: string
  readonly shape: readonly number[]
  /** How many items further the next one is along each dimension. */
  readonly strides: readonly number[]
  /** The items' bytes. */
  readonly content: DataView
}

/** With what stands before it, a header has at most so many bytes. */
const LONGEST = 10_012
const NUMBER = /^[|<>](?:[bui]1|[ui][248]|f[48])$/
const TEXT = /^[<>]U[1-9][0-9]{0,8}$/

/** What an .npy file holds: numbers, or texts where these are `allowed`. `name` is that of the array in messages. */
export function readNpy(bytes: Uint8Array, name: string, allowed: 'numbers' | 'texts too'): Npy {
  const [magic, version] = [latin(bytes.subarray(0, 6)), latin(bytes.subarray(6, 8))]
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (magic !== '\x93NUMPY' || !['\x01\0', '\x02\0'].includes(version) || bytes.length < 12) throw broken(name)
  const start = version === '\x01\0' ? 10 + view.getUint16(8, true) : 12 + view.getUint32(8, true)
  if (start > Math.min(bytes.length, LONGEST)) throw broken(name)
  const header = latin(bytes.subarray(0, start))
  if (/'descr': *'[|<>=]?O/.test(header)) {
    throw refusal('plain numbers', `pickled objects in ${shown(name)}`, 'save the array without objects')
  }
  const type = /'descr': *'([^']*)'/.exec(header)?.[1]
  const fortran = /'fortran_order': *(True|False)/.exec(header)?.[1]
  const sides = /'shape': *\(([0-9, ]{0,200})\)/.exec(header)?.[1]
  if (type === undefined || fortran === undefined || sides === undefined) throw broken(name)
  if (!NUMBER.test(type) && (allowed === 'numbers' || !TEXT.test(type))) {
    throw refusal('numbers, or texts as labels', `type ${shown(type)} in ${shown(name)}`, 'save numbers')
  }
  const shape = sides
    .replaceAll(' ', '')
    .split(',')
    .flatMap((side) => (side === '' ? [] : [Number(side)]))
  const content = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start)
  if (product(shape) * itemBytes(type) !== content.byteLength) throw broken(name)
  const strides = shape.map((_, at) => product(fortran === 'True' ? shape.slice(0, at) : shape.slice(at + 1)))
  return { type, shape, strides, content }
}

const broken = (name: string): InputError =>
  refusal('a whole array', `${shown(name)}, which is cut off or damaged`, 'save it anew')

const product = (factors: readonly number[]): number => factors.reduce((all, factor) => all * factor, 1)
const itemBytes = (type: string): number => (type[1] === 'U' ? 4 : 1) * Number(type.slice(2))

/** A function that gives the item at an index of the content, a number. */
export function numbersOf({ type, content }: Npy): (index: number) => number {
  const little = !type.startsWith('>')
  switch (type.slice(1)) {
    case 'b1':
      return (index) => Math.min(content.getUint8(index), 1)
    case 'u1':
      return (index) => content.getUint8(index)
    case 'u2':
      return (index) => content.getUint16(2 * index, little)
    case 'u4':
      return (index) => content.getUint32(4 * index, little)
    case 'u8':
      return (index) => Number(content.getBigUint64(8 * index, little))
    case 'i1':
      return (index) => content.getInt8(index)
    case 'i2':
      return (index) => content.getInt16(2 * index, little)
    case 'i4':
      return (index) => content.getInt32(4 * index, little)
    case 'i8':
      return (index) => Number(content.getBigInt64(8 * index, little))
    case 'f4':
      return (index) => content.getFloat32(4 * index, little)
    default:
      return (index) => content.getFloat64(8 * index, little)
  }
}

/** The text at an index of the content, which NumPy pads with zeros; null when it holds what are no characters. */
export function textAt({ type, content }: Npy, index: number): string | null {
  const [little, length] = [type.startsWith('<'), Number(type.slice(2))]
  const codes = Array.from({ length }, (_, at) => content.getUint32(4 * (index * length + at), little))
  while (codes.at(-1) === 0) codes.pop()
  if (codes.some((code) => code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))) return null
  return codes.map((code) => String.fromCodePoint(code)).join('')
}

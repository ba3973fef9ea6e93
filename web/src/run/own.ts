/** Data of the user's own, in the plain form that files, links and messages hold; mirrors data/own.py. */

import { LIMITS } from '../engine/generated/schema'
import { InputError, short, shown, thousands } from './errors'
import { checkPoint } from './points'
import type { Own } from './protocol'

/** Of a number in arrays: its square should still be one. */
const LARGEST = 1e100
const COLUMNS = ['x1, x2', 'x']

type Fits = (value: unknown) => boolean
const text: Fits = (value) => typeof value === 'string'
const whole: Fits = (value) => Number.isInteger(value)
const texts: Fits = (value) => Array.isArray(value) && value.every(text)
const lists: Fits = (value) =>
  Array.isArray(value) && value.every((item) => Array.isArray(item) && item.every(isNumber))
const base64: Fits = (value) =>
  typeof value === 'string' && value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value)
const isNumber: Fits = (value) => typeof value === 'number'

/** What each key of each kind of data holds. */
const FORMS: Readonly<Record<Own['kind'], Readonly<Record<string, Fits>>>> = {
  table: { name: text, text },
  points: { name: text, columns: texts, classes: texts, points: lists },
  arrays: { name: text, columns: texts, targets: texts, classes: texts, rows: whole, x: base64, values: base64 },
  images: { name: text, width: whole, height: whole, peak: whole, classes: texts, labels: base64, pixels: base64 },
  picture: { name: text, width: whole, height: whole, pixels: base64 },
}

/** Data of the user's own from their plain form. Throws an InputError when they are none, or do not hold together. */
export function checkOwn(plain: unknown): Own {
  if (!isOwn(plain)) {
    throw wrong(
      'data as neuroglow saves them (a table, points, arrays, images or a picture)',
      'others',
      'save them anew',
    )
  }
  checkNames('name', [plain.name])
  switch (plain.kind) {
    case 'points':
      checkPoints(plain)
      break
    case 'arrays':
      checkArrays(plain)
      break
    case 'images':
      checkImages(plain)
      break
    case 'picture':
      checkSides(plain, 2, LIMITS.picture_side)
      checkBytes('pixels', plain.pixels, 3 * plain.width * plain.height)
  }
  return plain
}

function isOwn(plain: unknown): plain is Own {
  if (typeof plain !== 'object' || plain === null) return false
  const { kind, ...fields } = plain as Readonly<Record<string, unknown>>
  if (typeof kind !== 'string' || !Object.hasOwn(FORMS, kind)) return false
  const form = Object.entries(FORMS[kind as Own['kind']])
  return form.every(([key, fits]) => fits(fields[key])) && Object.keys(fields).length === form.length
}

type Of<Kind extends Own['kind']> = Extract<Own, { kind: Kind }>

function checkPoints({ columns, classes, points }: Of<'points'>): void {
  const names = columns.join(', ')
  if (!COLUMNS.includes(names)) throw wrong('the columns x1 and x2, or x', short(names) || 'none', 'name them so')
  checkClasses(classes)
  checkCount('points', points.length, LIMITS.points)
  for (const point of points) checkPoint(point, columns, classes, 'data.source')
}

function checkArrays({ columns, targets, classes, rows, x, values }: Of<'arrays'>): void {
  for (const [what, names] of Object.entries({ columns, targets })) {
    checkNames(what, names)
    if (names.length === 0) throw wrong(`at least one name in ${what}`, 'none', 'name them')
  }
  if (columns.length > LIMITS.neurons) {
    throw wrong(`at most ${thousands(LIMITS.neurons)} columns`, thousands(columns.length), 'keep those that matter')
  }
  checkClasses(classes)
  checkCount('rows', rows, LIMITS.rows)
  const numbers = (columns.length + targets.length) * rows
  if (numbers > LIMITS.array_numbers) {
    const most = `at most ${thousands(LIMITS.array_numbers)} numbers in arrays`
    throw wrong(most, thousands(numbers), 'keep fewer rows or columns')
  }
  checkBytes('x', x, 8 * columns.length * rows)
  checkBytes('values', values, 8 * targets.length * rows)
  const answers = decodeNumbers(values)
  if (![decodeNumbers(x), answers].every((array) => array.every((value) => Math.abs(value) <= LARGEST))) {
    throw wrong('finite numbers of at most 1e+100 in arrays', 'others', 'leave these rows out')
  }
  if (classes.length === 0) return
  if (targets.length > 1 || !answers.every((value) => whole(value) && 0 <= value && value < classes.length)) {
    throw wrong(`one target with classes from 0 to ${classes.length - 1}`, 'others', 'number them from 0')
  }
}

function checkImages({ width, height, peak, classes, labels, pixels }: Of<'images'>): void {
  checkSides({ width, height }, 1, LIMITS.image_side)
  if (peak < 1 || peak > 255) throw wrong('a peak from 1 to 255', shown(peak), 'say how bright pixels can be')
  checkClasses(classes, 2)
  const count = bytesIn(labels)
  checkCount('images', count, LIMITS.images)
  checkBytes('pixels', pixels, count * width * height)
  const brightest = largest(decode(pixels))
  if (brightest > peak) throw wrong(`pixels from 0 to ${peak}`, shown(brightest), 'say how bright pixels can be')
  const last = largest(decode(labels))
  if (last >= classes.length) throw wrong(`labels from 0 to ${classes.length - 1}`, shown(last), 'name every class')
}

const largest = (bytes: Uint8Array): number => bytes.reduce((most, byte) => Math.max(most, byte), 0)

/** Refuses names that are too long, and the same name twice. */
function checkNames(what: string, names: readonly string[]): void {
  const seen = new Set<string>()
  for (const name of names) {
    const length = name.length > LIMITS.text ? [...name].length : 0 // as Python counts
    if (length > LIMITS.text) {
      const expected = `names of at most ${thousands(LIMITS.text)} characters in ${what}`
      throw wrong(expected, `one of ${thousands(length)}`, 'shorten it')
    }
    if (seen.has(name)) throw wrong(`different names in ${what}`, `${shown(name)} twice`, 'rename one')
    seen.add(name)
  }
}

function checkClasses(classes: readonly string[], least = 0): void {
  checkNames('classes', classes)
  if (classes.length + least > 0 && (classes.length < 2 || classes.length > LIMITS.categories)) {
    throw wrong(`2 to ${LIMITS.categories} classes`, thousands(classes.length), 'name so many')
  }
}

function checkCount(what: string, count: number, most: number): void {
  if (count >= 2 && count <= most) return
  throw wrong(`2 to ${thousands(most)} ${what}`, shown(count), 'keep a part, or add some')
}

function checkSides({ width, height }: { width: number; height: number }, low: number, high: number): void {
  for (const side of [width, height]) {
    if (side < low || side > high) throw wrong(`sides of ${low} to ${high} pixels`, shown(side), 'scale them')
  }
}

function checkBytes(what: string, content: string, size: number): void {
  const got = bytesIn(content)
  if (got !== size) throw wrong(`${thousands(size)} bytes of ${what}`, thousands(got), 'save them anew')
}

function wrong(expected: string, got: string, advice: string): InputError {
  return new InputError('data.source', `expected ${expected}, got ${got}: ${advice}`)
}

/** How many bytes a text in base64 stands for. */
const bytesIn = (text: string): number => (3 * text.length) / 4 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0)

/** The bytes that a text in base64 stands for; newer browsers do it themselves, and much faster. */
export function decode(text: string): Uint8Array {
  const native = (Uint8Array as { fromBase64?: (text: string) => Uint8Array }).fromBase64?.(text)
  if (native !== undefined) return native
  const characters = atob(text)
  const bytes = new Uint8Array(characters.length)
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = characters.charCodeAt(index)
  return bytes
}

/** Little-endian float64s from base64. */
export function decodeNumbers(text: string): Float64Array {
  const view = new DataView(decode(text).buffer)
  return Float64Array.from({ length: view.byteLength / 8 }, (_, index) => view.getFloat64(8 * index, true))
}

const PIECE = 0x8000 // arguments of one call

/** Bytes in base64. */
export function encode(bytes: Uint8Array & { toBase64?: () => string }): string {
  const native = bytes.toBase64?.()
  if (native !== undefined) return native
  let characters = ''
  for (let start = 0; start < bytes.length; start += PIECE) {
    characters += String.fromCharCode(...bytes.subarray(start, start + PIECE))
  }
  return btoa(characters)
}

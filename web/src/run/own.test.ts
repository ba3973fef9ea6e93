import { describe, expect, test } from 'vitest'
import { Engine } from '../engine/engine'
import { DEFAULTS, type Data } from '../engine/generated/schema'
import { loadDataset, type Dataset } from './dataset'
import { checkOwn, decode, decodeNumbers, encode } from './own'
import type { Own } from './protocol'
import { module } from './testing'

const numbers = (...values: number[]): string => encode(new Uint8Array(Float64Array.from(values).buffer))
const octets = (...values: number[]): string => encode(Uint8Array.from(values))

const ALL: { [Kind in Own['kind']]: Extract<Own, { kind: Kind }> } = {
  table: { kind: 'table', name: 'mine.csv', text: 'a,b\n1,2\n3,4\n' },
  points: {
    kind: 'points',
    name: 'mine',
    columns: ['x1', 'x2'],
    classes: ['a', 'b'],
    points: [
      [1, 2, 0],
      [3.5, -4, 1],
    ],
  },
  arrays: {
    kind: 'arrays',
    name: 'mine',
    columns: ['a'],
    targets: ['u', 'v'],
    classes: [],
    rows: 3,
    x: numbers(1, 2, 3),
    values: numbers(0, 1, 2, 3, 4, 5.5),
  },
  images: {
    kind: 'images',
    name: 'mine',
    width: 2,
    height: 1,
    peak: 4,
    classes: ['a', 'b'],
    labels: octets(0, 1, 1),
    pixels: octets(0, 1, 4, 3, 2, 4),
  },
  picture: {
    kind: 'picture',
    name: 'mine',
    width: 3,
    height: 2,
    pixels: octets(255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255, 1, 2, 3),
  },
}

test('base64 brings the same bytes back', () => {
  const bytes = Uint8Array.from({ length: 100_001 }, (_, k) => (k * k) % 256)
  for (const length of [0, 1, 2, 3, 4, 5, 100_001]) {
    expect(decode(encode(bytes.subarray(0, length)))).toEqual(bytes.subarray(0, length))
  }
  const values = [0, -0, 1e-300, Math.PI, -1e100]
  expect([...decodeNumbers(numbers(...values))]).toEqual(values)
})

test.each(Object.values(ALL))('$kind are taken as they are', (own) => {
  expect(checkOwn(JSON.parse(JSON.stringify(own)))).toEqual(own)
})

describe('refused with a sentence:', () => {
  const { points, arrays, images, picture, table } = ALL
  const OTHERS = 'expected data as neuroglow saves them (a table, points, arrays, images or a picture), got others'
  test.each<[string, unknown]>([
    [OTHERS, null],
    [OTHERS, 'a,b'],
    [OTHERS, { ...table, kind: 'toString' }],
    [OTHERS, { ...table, text: 5 }],
    [OTHERS, { ...table, more: 1 }],
    [OTHERS, { ...picture, pixels: 'not base64' }],
    [OTHERS, { ...picture, width: 2.5 }],
    [OTHERS, { ...points, points: [[1, null, 0]] }],
    ['expected names of at most 1,000 characters in name, got one of 1,001', { ...table, name: 'x'.repeat(1001) }],
    ['expected the columns x1 and x2, or x, got x1', { ...points, columns: ['x1'] }],
    ['expected 2 to 100 classes, got 1', { ...points, classes: ['a'] }],
    ["expected different names in classes, got 'a' twice", { ...points, classes: ['a', 'a'] }],
    ['expected 2 to 5,000 points, got 1', { ...points, points: [[1, 2, 0]] }],
    ['expected a whole number from 0 to 1 for class, got 2', { ...points, points: Array(2).fill([1, 2, 2]) }],
    ['expected finite numbers of at most 1,000,000 in points', { ...points, points: Array(2).fill([1, 2e6, 1]) }],
    ['expected at least one name in targets, got none', { ...arrays, targets: [] }],
    ['expected 24 bytes of x, got 16', { ...arrays, x: numbers(1, 2) }],
    ['expected finite numbers of at most 1e+100 in arrays', { ...arrays, x: numbers(1, NaN, 2) }],
    ['expected one target with classes from 0 to 1, got others', { ...arrays, classes: ['a', 'b'] }],
    [
      'expected at most 9,000,000 numbers in arrays',
      { ...arrays, columns: Array.from({ length: 9 }, (_, k) => `c${k}`), rows: 1e6 },
    ],
    ['expected sides of 1 to 32 pixels, got 33', { ...images, width: 33 }],
    ['expected a peak from 1 to 255, got 0', { ...images, peak: 0 }],
    ['expected pixels from 0 to 3, got 4', { ...images, peak: 3 }],
    ['expected labels from 0 to 1, got 2', { ...images, labels: octets(0, 1, 2) }],
    ['expected 6 bytes of pixels, got 5', { ...images, pixels: octets(0, 1, 2, 3, 4) }],
    ['expected sides of 2 to 256 pixels, got 9,000', { ...picture, width: 9000 }],
    ['expected 18 bytes of pixels, got 3', { ...picture, pixels: octets(1, 2, 3) }],
  ])('%s', (message, plain) => {
    expect(() => checkOwn(plain)).toThrow(expect.objectContaining({ field: 'data.source' }))
    expect(() => checkOwn(plain)).toThrow(message)
  })
})

describe('what becomes of own data:', () => {
  const load = async (own: Own, asked: Partial<Data> = {}): Promise<Dataset> =>
    loadDataset(await Engine.load(module()), { ...DEFAULTS.data, source: own.name, ...asked }, own)

  test('images are columns of brightness', async () => {
    const { kind, size, columns, x, values } = await load(ALL.images)
    expect([kind, size, columns, [...values]]).toEqual(['pixels', [2, 1], ['p1', 'p2'], [0, 1, 1]])
    expect([...x]).toEqual([0, 1, 0.5, 0.25, 0.75, 1])
  })

  test('a picture of few colours is one of classes, the most frequent first', async () => {
    const few = await load(ALL.picture)
    expect([few.task, few.classes, [...few.values]]).toEqual([
      'classification',
      ['#ff0000', '#0000ff', '#010203'],
      [0, 0, 0, 1, 1, 2],
    ])
    const values = await load(ALL.picture, { task: 'regression' })
    expect([values.targets, values.classes, values.values[17]]).toEqual([['red', 'green', 'blue'], [], 3 / 255])
  })

  test('arrays have several targets', async () => {
    const { kind, targets, rows, values } = await load(ALL.arrays)
    expect([kind, targets, rows, [...values]]).toEqual(['table', ['u', 'v'], 3, [0, 1, 2, 3, 4, 5.5]])
  })
})

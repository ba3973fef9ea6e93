import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { InputError } from '../errors'
import { SUGGESTED } from '../../engine/generated/schema'
import type { Start } from '../protocol'
import { module } from '../testing'
import { read } from './index'

const FIXTURES = resolve(import.meta.dirname, '../../../../tests/fixtures/images')

type Case = { open: string; paths: string[]; size: number | null; expected?: Record<string, unknown>; error?: string }

const CASES = JSON.parse(readFileSync(resolve(FIXTURES, 'cases.json'), 'utf8')) as Case[]
/** Node decodes no pictures; tests/e2e/test_reading.py goes through all cases in a browser. */
const undecoded = CASES.filter(({ open, expected, error }) =>
  error === undefined
    ? expected!['kind'] === 'images' && /npz$|ubyte|idx/.test(open)
    : !error.includes('a whole picture'),
)

const ENGINE = module()

async function outcome({ paths, size }: Pick<Case, 'paths' | 'size'>): Promise<unknown> {
  const files = paths.map((path) => new File([readFileSync(resolve(FIXTURES, path))], path.split('/').at(-1)!))
  return outcomeOf(files, paths, size)
}

async function outcomeOf(files: File[], paths: string[], size: number | null): Promise<unknown> {
  try {
    return { expected: (await read(files, paths, size, ENGINE)).own }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { error: error.message, field: error.field }
  }
}

describe('images are read as Python reads them', () => {
  test.each(undecoded)('$open, size $size', async ({ expected, error, ...asked }) => {
    expect(await outcome(asked)).toEqual(error === undefined ? { expected } : { error, field: 'data.source' })
  })
  test('there are fixtures', () => expect(undecoded.length).toBeGreaterThan(60))
})

const CSV = 'a,y\n1,2\n3,4\n'
const file = (name: string, content: string | Uint8Array<ArrayBuffer> = ''): File => new File([content], name)
const opened = (name: string, content: string | Uint8Array<ArrayBuffer>): Promise<Start> =>
  read([file(name, content)], [name], null, ENGINE)

describe('what a file is, its name says', () => {
  test('a table, with a network to begin with', async () => {
    const { experiment, own } = await opened('rent.v2.CSV', CSV)
    const { data, ...recipe } = SUGGESTED.table
    expect(own).toEqual({ kind: 'table', name: 'rent.v2.CSV', text: CSV })
    expect(experiment).toEqual({ ...recipe, title: 'rent.v2', data: { ...data, source: 'rent.v2.CSV' } })
  })
  test('a recipe', async () => {
    expect(await opened('a.json', '{"data": {"source": "ring"}}')).toEqual({ experiment: { data: { source: 'ring' } } })
  })
  test.each([
    ['without data of its own', {}, null],
    ['with them', { own: { kind: 'points' } }, { kind: 'points' }],
    ['older', { table: CSV, table_name: 't.csv' }, { kind: 'table', name: 't.csv', text: CSV }],
  ])('a saved run %s', async (_, data, own) => {
    const start = { experiment: {}, log: [[3, {}]], step: 7, digest: 'd' }
    expect(await opened('a.glow', JSON.stringify({ neuroglow: 1, ...start, ...data }))).toEqual({ ...start, own })
  })
})

const WHAT = 'expected a table (CSV), a picture, images (IDX, NPZ, a zip or a folder of pictures) or a saved run'

describe('what cannot be used is refused', () => {
  test.each([
    ['a.glow', '[1]', "expected a saved run or recipe as JSON, got a list of 1 in 'a.glow': save it again"],
    [
      'a.json',
      '{',
      "expected a saved run or recipe as JSON, got text that ends or breaks too early in 'a.json': save it again",
    ],
    ['a.glow', '{}', 'expected a run that neuroglow saved, got other JSON: choose a .glow file'],
    [
      'a.glow',
      '{"neuroglow": 99}',
      'expected a .glow file of version 1, got version 99: open it with the neuroglow that saved it',
    ],
    [
      'a.glow',
      '{"neuroglow": 1, "step": 1, "evil": 1}',
      "expected digest, experiment, kept, log, neuroglow, own, step in a .glow file, got 'evil': correct or remove it",
    ],
    [
      'a.glow',
      '{"neuroglow": 1, "experiment": {}, "log": [], "step": 1}',
      'expected digest in a .glow file, got a file without it: save the run anew',
    ],
    ['a.glow', Uint8Array.of(0xff, 0xfe), 'expected a saved run as UTF-8 text, got binary data: save the run anew'],
    ['a.csv', Uint8Array.of(0xff, 0xfe), 'expected a table as UTF-8 text, got binary data: export it as CSV (UTF-8)'],
    ['film.mp4', '', `${WHAT}, got 'film.mp4': open one of these`],
  ])('%s', async (name, content, error) => {
    expect(await outcomeOf([file(name, content)], [name], null)).toEqual({ error, field: 'data.source' })
  })
  test.each([
    [[], `${WHAT}, got no file: choose one`],
    [['a.csv', 'b.csv'], `${WHAT}, got 2 files that do not belong together: open one of them`],
    [
      ['train-images-idx3-ubyte', 'a.csv', 'b.csv'],
      `${WHAT}, got 3 files that do not belong together: open one of them`,
    ],
    [['cats/a.txt', 'cats/.b.png', 'cats/__MACOSX/c.png'], /got none in 'cats'/],
    [['cats/1.png', 'cats/2.png'], /got other data in '1.png'/],
    [['cats/1.png', 'dogs/1.png'], /got other data in 'cats\/1.png'/],
    [['cats/1.png', '2.png'], /got '2.png' beside the folders/],
    [['1.png', '1.jpg'], /got only '1' in 'pictures'/],
    [Array.from({ length: 20_001 }, (_, index) => `a/${index}`), /at most 20,000 files, got more in 'a'/],
  ])('%#: $1', async (paths, error) => {
    const files = paths.map((path) => file(path.slice(path.lastIndexOf('/') + 1)))
    await expect(read(files, paths, null, ENGINE)).rejects.toThrow(error)
  })
})

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { InputError } from '../errors'
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

import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { InputError } from './errors'
import { checkSize, compareCodePoints, decodeTable, readTable, type Task } from './table'

const FIXTURES = resolve(import.meta.dirname, '../../../tests/fixtures/tables')

type Case = { target: string; task: Task } & ({ expected: Record<string, unknown> } | { error: string; field: string })

function read(bytes: Buffer, target: string, task: Task): Record<string, unknown> {
  try {
    const text = decodeTable(new Uint8Array(bytes).buffer)
    const { columns, groups, x, rows, targets, values, ...rest } = readTable(text, target, task)
    return {
      expected: {
        ...rest,
        columns,
        target: targets[0],
        groups: Object.fromEntries(groups),
        x: columns.map((_, column) => Array.from(x.subarray(column * rows, (column + 1) * rows))),
        values: Array.from(values),
      },
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { error: error.message, field: error.field }
  }
}

describe('tables are read as Python reads them', () => {
  const names = readdirSync(FIXTURES).filter((name) => name.endsWith('.json'))
  test.each(names)('%s', (name) => {
    const cases = JSON.parse(readFileSync(resolve(FIXTURES, name), 'utf8')) as Case[]
    const bytes = readFileSync(resolve(FIXTURES, name.replace(/json$/, 'csv')))
    for (const { target, task, ...outcome } of cases) expect(read(bytes, target, task)).toEqual(outcome)
  })
  test('there are fixtures', () => expect(names.length).toBeGreaterThan(30))
})

test('a file of 2 GB is refused by its size alone', () => {
  expect(() => {
    checkSize(2_147_000_000)
  }).toThrow('expected a table of at most 100 MB, got 2147 MB: keep fewer rows or columns')
})

test('a hundred thousand blank lines cost nothing', () => {
  expect(readTable('\n'.repeat(100_000) + 'a,b\n1,2\n3,4\n').rows).toBe(2)
})

test('texts are sorted by code point', () => {
  const sorted = ['', 'A', 'Z', 'a', 'a b', 'ab', 'é', '\ue000', '\uffff', '\u{10000}', '\u{10001}', '\u{1f600}']
  expect(sorted.toReversed().sort(compareCodePoints)).toEqual(sorted)
})

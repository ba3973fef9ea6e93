import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { InputError } from './errors'
import { columnsOf, depthOf, parse } from './formula'

type Case = { text: string; columns: string[] } & Record<string, unknown>

const FIXTURE = resolve(import.meta.dirname, '../../../tests/fixtures/formulas.json')
const cases = JSON.parse(readFileSync(FIXTURE, 'utf8')) as Case[]

/** The program of a formula, or why there is none. */
function outcome(text: string, columns: readonly string[]): unknown {
  try {
    return parse(text, columns)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { message: error.message }
  }
}

test.each(cases.map((one) => [JSON.stringify(one.text).slice(0, 60), one] as const))(
  'a formula becomes the same in every host: %s',
  (_, { text, columns, ...expected }) => {
    expect(outcome(text, columns)).toEqual(expected)
  },
)

test('a program knows its columns in order and how much room it needs', () => {
  const program = parse('b * (a + b) - min(2, sin(c))', ['a', 'b', 'c'])
  expect(columnsOf(program)).toEqual([1, 0, 2])
  expect(depthOf(program)).toBe(3)
  expect(depthOf(parse('a', ['a']))).toBe(1)
})

test('a refusal belongs to the field that the formula stands at', () => {
  expect(() => parse('d', ['a'], 'network.inputs')).toThrow(expect.objectContaining({ field: 'network.inputs' }))
})

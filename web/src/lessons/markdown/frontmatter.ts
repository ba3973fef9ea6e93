/** The front matter of a chapter: TOML between two lines of `+++`. */

import { parse, TomlError } from 'smol-toml'
import { short } from '../../run/errors'
import type { Head } from '../chapter'
import { keyLines, type KeyLines } from './keylines'
import { ID, notAmong, quoted, type Problems } from './problems'

export type Table = Readonly<Record<string, unknown>>
export const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

/** What a chapter says of itself, and the lines that its keys stand in. */
export type FrontMatter = {
  readonly values: Table
  /** The line of a key, or of what it stands in: `lineOf('experiments', 'price', 'data')`. */
  readonly lineOf: KeyLines
}

const FENCE = /^\+\+\+[ \t]*$/

/**
 * Takes the front matter off a chapter's lines. The text that remains has empty lines in its place, so that lines keep their
 * numbers; `front` is null where there is none that can be read, which has been said then.
 */
export function split(lines: readonly string[], problems: Problems): { front: FrontMatter | null; text: string } {
  if (!FENCE.test(lines[0] ?? '')) {
    const found = lines[0]?.trim() === '---' ? '--- (its front matter is TOML, not YAML)' : quoted(lines[0] ?? '')
    problems.add(1, `expected +++ in the first line, with title and minutes below it, got ${found}: begin with +++`)
    return { front: null, text: lines.join('\n') }
  }
  const end = lines.findIndex((line, index) => index > 0 && FENCE.test(line))
  if (end < 0) {
    problems.add(1, 'expected a second line of +++ that ends the front matter, got none: write one above the text')
    return { front: null, text: '' }
  }
  const toml = lines.slice(1, end)
  const text = lines.map((line, index) => (index <= end ? '' : line)).join('\n')
  return { front: read(toml, problems), text }
}

function read(toml: readonly string[], problems: Problems): FrontMatter | null {
  const text = toml.join('\n')
  try {
    const values = parse(text)
    const lineOf = keyLines(toml)
    return { values, lineOf: (...path) => 1 + lineOf(...path) }
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const reason = error.message.split('\n')[0]!.replace('Invalid TOML document: ', '')
    problems.add(1 + error.line, `expected TOML, got what it does not know (${reason}): correct it`)
    return null
  }
}

type Field = { readonly fits: (value: unknown) => boolean; readonly expected: string; readonly missing?: unknown }

/** What a chapter tells of itself. */
export type Told = Pick<Head, 'title' | 'summary' | 'minutes' | 'needs' | 'goals'>

const LONGEST = 300
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)

/** What is told about a chapter; those without `missing` are required. */
const FIELDS: Readonly<Record<keyof Told, Field>> = {
  title: { fits: isText, expected: `a text of at most ${LONGEST} characters` },
  summary: { fits: isText, expected: `a sentence of at most ${LONGEST} characters` },
  minutes: {
    fits: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 240,
    expected: 'a whole number from 1 to 240',
  },
  needs: {
    fits: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string' && ID.test(item)),
    expected: 'a list of chapters, such as ["one-weight"]',
    missing: [],
  },
  goals: { fits: isTexts, expected: `a list of sentences of at most ${LONGEST} characters`, missing: [] },
}
const EXAMPLES: Readonly<Record<string, string>> = {
  title: 'title = "One weight"',
  summary: 'summary = "What this chapter is about."',
  minutes: 'minutes = 8',
}

/** What the front matter tells of the chapter; what is wrong is said, and left out. */
export function readHead({ values, lineOf }: FrontMatter, problems: Problems): Told {
  for (const key of Object.keys(values)) {
    if (Object.hasOwn(FIELDS, key) || key === 'experiments') continue
    problems.add(lineOf(key), notAmong('keys', [...Object.keys(FIELDS), '[experiments.name]'], key))
  }
  const read = Object.entries(FIELDS).map(([key, { fits, expected, missing }]) => {
    const value = values[key]
    if (value === undefined) {
      if (missing === undefined)
        problems.add(1, `expected ${key} in the front matter, got none: write ${EXAMPLES[key]}`)
    } else if (fits(value)) return [key, value]
    else problems.add(lineOf(key), `${key}: expected ${expected}, got ${told(value)}: correct it`)
    return [key, missing]
  })
  return Object.fromEntries(read) as Told
}

/** A value of the front matter in a sentence. */
export function told(value: unknown): string {
  if (typeof value === 'string') return value.trim() === '' ? 'an empty text' : quoted(value)
  return short(
    JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item)) ?? 'nothing',
  )
}

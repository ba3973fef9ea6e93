/** Attributes of components: their texts, read by the kinds that components.ts gives them. */

import { problems as recipeProblems } from '../../run/recipe'
import { COMPONENTS, type Attribute, type Component, type Name, type Values } from '../components'
import { parseCondition, parseParameter, parseQuantities, parseQuantity } from '../conditions'
import { ID, notAmong, quoted } from './problems'

/** What can be referred to. */
export type Known = {
  /** The names of the runs; null where the front matter cannot be read, and any name will do. */
  readonly runs: readonly string[] | null
}

export type Read = { readonly attributes: Record<string, unknown>; readonly sentences: readonly string[] }

export const isName = (name: string): name is Name => Object.hasOwn(COMPONENTS, name)

/** The attributes of a component as its part takes them, and a sentence for everything that is wrong with them. */
export function readAttributes(
  name: Name,
  given: Readonly<Record<string, string | null | undefined>>,
  known: Known,
): Read {
  const component: Component = COMPONENTS[name]
  const attributes: Record<string, unknown> = {}
  const sentences: string[] = []
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(component.attributes, key)) sentences.push(unknownAttribute(name, component, key))
  }
  for (const [key, attribute] of Object.entries(component.attributes)) {
    const text = given[key] ?? undefined
    try {
      const value = readAttribute(name, key, attribute, text, known)
      if (value !== undefined) attributes[key] = value
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      sentences.push(error.message)
    }
  }
  return { attributes, sentences: sentences.length > 0 ? sentences : together(name, attributes) }
}

function unknownAttribute(name: Name, { attributes }: Component, key: string): string {
  const names = Object.keys(attributes)
  if (names.length === 0) return `${name}: expected no attributes, got ${quoted(key)}: remove it`
  return `${name}: ${notAmong('attributes', names, key)}`
}

function readAttribute(name: Name, key: string, attribute: Attribute, text: string | undefined, known: Known): unknown {
  if (text === undefined) {
    if (attribute.kind === 'flag') return false
    if (attribute.required !== true) return undefined
    throw new SyntaxError(`${name}: expected ${key}=..., got none: ${lower(attribute.about)}`)
  }
  try {
    return READERS[attribute.kind](text, attribute, known)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new SyntaxError(`${name} ${key}: ${error.message}`, { cause: error })
  }
}

const lower = (sentence: string): string =>
  sentence.replace(/^[A-Z](?=[a-z ])/, (first) => first.toLowerCase()).replace(/\.$/, '')

type Reader<Kind extends keyof Values> = (text: string, attribute: Attribute, known: Known) => Values[Kind]

const LONGEST = 300

/** Each throws a SyntaxError, one sentence. */
const READERS: { readonly [Kind in keyof Values]: Reader<Kind> } = {
  text: (text) => {
    if (text.trim() !== '' && text.length <= LONGEST) return text.trim()
    const got = text.trim() === '' ? 'none' : `one of ${text.length.toLocaleString('en-US')}`
    throw new SyntaxError(`expected a text of at most ${LONGEST} characters, got ${got}: write one between quotes`)
  },
  number: readNumber,
  flag: (text) => {
    if (text === '' || text === 'true') return true
    if (text === 'false') return false
    throw new SyntaxError(`expected it without a value, got ${quoted(text)}: write its name alone`)
  },
  words: (text, { among }) => {
    const words = wordsOf(text)
    if (words.length === 0) throw new SyntaxError('expected words between spaces, got none: write some between quotes')
    for (const word of words) checkAmong(word, among)
    return words
  },
  choice: (text, { among }) => {
    checkAmong(text, among)
    return text
  },
  numbers: (text) => {
    const words = wordsOf(text)
    if (words.length === 0)
      throw new SyntaxError('expected numbers between spaces, got none: write some between quotes')
    return words.map(readNumber)
  },
  run: (text, _, { runs }) => {
    if (runs === null || runs.includes(text)) return text
    if (runs.length > 0) throw new SyntaxError(notAmong('runs', runs, text))
    const write = ID.test(text) ? `[experiments.${text}]` : '[experiments.name]'
    throw new SyntaxError(
      `expected a run of the front matter, which has none, got ${quoted(text)}: write ${write} there`,
    )
  },
  parameter: parseParameter,
  quantity: parseQuantity,
  quantities: parseQuantities,
  condition: parseCondition,
  id: (text) => {
    if (ID.test(text)) return text
    throw new SyntaxError(`expected small letters, digits and hyphens, got ${quoted(text)}: first-guess, for example`)
  },
  prediction: (text) => text, // what guesses there are is known at the end of the chapter
}

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i

function readNumber(text: string): number {
  const value = Number(text)
  if (NUMBER.test(text) && Number.isFinite(value)) return value
  throw new SyntaxError(`expected a number, got ${quoted(text)}: 0.5 or 1e-3, for example`)
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '')

function checkAmong(word: string, among: readonly string[] | undefined): void {
  if (among !== undefined && !among.includes(word)) throw new SyntaxError(notAmong('values', among, word))
}

/** What has to fit together, by component: sentences without the component's name. */
const TOGETHER: Partial<Record<Name, (attributes: Record<string, unknown>) => (string | null)[]>> = {
  valley: ({ left, right, bottom, top, labels }) => [
    rising('left', left, 'right', right),
    rising('bottom', bottom, 'top', top),
    counted('labels', labels, 2, 'one for each of across and up'),
  ],
  numbers: ({ of, labels }) => [counted('labels', labels, (of as readonly unknown[]).length, 'one for each number')],
  softmax: ({ sums, names }) => {
    const count = (sums as readonly number[]).length
    return [atLeastTwo('sums', sums), counted('names', names, count, 'one for each sum')]
  },
  sweep: ({ of, values, steps }) => [atLeastTwo('values', values), whole('steps', steps), ...sweeping(of, values)],
  setting: ({ of, values }) => allowed(of as string, values as readonly string[] | undefined),
  predict: ({ number, run, low, high }) => {
    const asked = { run, low, high }
    const given = Object.entries(asked).filter(([, value]) => value !== undefined)
    if (number === undefined) {
      return given.map(
        ([key]) => `expected ${key} only where a number is guessed, got no number=: add it, or remove ${key}`,
      )
    }
    return Object.entries(asked).map(([key, value]) =>
      value === undefined ? `expected ${key}=... where a number is guessed, got none: add it` : null,
    )
  },
}

function together(name: Name, attributes: Record<string, unknown>): readonly string[] {
  const { low, high } = attributes
  const found = [rising('low', low, 'high', high), ...(TOGETHER[name]?.(attributes) ?? [])]
  return found.flatMap((sentence) => (sentence === null ? [] : [`${name}: ${sentence}`]))
}

function rising(first: string, low: unknown, second: string, high: unknown): string | null {
  if (typeof low !== 'number' || typeof high !== 'number' || low < high) return null
  return `expected ${first} below ${second}, got ${low} and ${high}: exchange or correct them`
}

function counted(key: string, text: unknown, count: number, why: string): string | null {
  if (typeof text !== 'string') return null
  const got = text.split('|').length
  return got === count ? null : `${key}: expected ${count} texts with bars between them, got ${got}: ${why}`
}

function atLeastTwo(key: string, numbers: unknown): string | null {
  const got = (numbers as readonly number[]).length
  return got >= 2 ? null : `${key}: expected two numbers or more, got ${got}: add some`
}

function whole(key: string, value: unknown): string | null {
  return Number.isInteger(value) && Number(value) > 0
    ? null
    : `${key}: expected a whole number above 0, got ${value}: choose one`
}

/** What is swept over, as the recipe calls it. */
function sweeping(of: unknown, values: unknown): (string | null)[] {
  return (values as readonly number[]).map((value) => {
    if (of === 'hidden') return checkRecipe('network', 'hidden', [value])
    if (of === 'l2') return checkRecipe('training', 'l2', value)
    if (of === 'samples') return checkRecipe('data', 'samples', value)
    return whole('values', value)
  })
}

/** Where a setting stands in the recipe. */
const SECTION: Readonly<Record<string, 'data' | 'network'>> = {
  activation: 'network',
  init: 'network',
  seed: 'network',
  standardize: 'data',
  noise: 'data',
  test: 'data',
  samples: 'data',
}

function allowed(of: string, values: readonly string[] = []): (string | null)[] {
  return values.map((word) => checkRecipe(SECTION[of] ?? 'training', of, NUMBER.test(word) ? Number(word) : word))
}

function checkRecipe(section: string, key: string, value: unknown): string | null {
  const [problem] = recipeProblems({ [section]: { [key]: value } })
  return problem === undefined ? null : `values: ${problem.message}`
}

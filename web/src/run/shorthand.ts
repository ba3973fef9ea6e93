/** Recipes and logs in the few letters that links have for them, and back; mirrors shorthand.py. */

import { ACTIONS, EDITS, SHORT } from '../engine/generated/links'
import { DEFAULTS, LIMITS, type Experiment } from '../engine/generated/schema'
import { isIndex } from './log'
import { damaged, unknown } from './packing'
import type { LogEntry } from './protocol'
import { fits } from './shapes'

export type Plain = Readonly<Record<string, unknown>>

const TEXTS = ['title', 'about', 'why'] as const
const LONG = new Map<string, string>(Object.entries(SHORT).map(([key, letters]) => [letters, key]))
const TRAINING = 'training.'

export const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The built-in experiments, in their order. */
async function examples(): Promise<readonly { readonly name: string; readonly experiment: Experiment }[]> {
  return (await import('../engine/generated/experiments.json')).default as never
}

/** A recipe's differences from the defaults, and the name of the built-in experiment whose texts it has, or ''. */
export async function shortRecipe(experiment: Experiment): Promise<[recipe: Plain, example: string]> {
  const name = await textsOf(experiment)
  const recipe: Record<string, unknown> = {}
  for (const [key, letters] of Object.entries(SHORT)) {
    const value = valueAt(experiment, key)
    const said = name !== '' && (TEXTS as readonly string[]).includes(key)
    if (!said && !same(value, valueAt(DEFAULTS, key))) recipe[letters] = value
  }
  return [recipe, name]
}

/** The recipe of its differences from the defaults, in plain values that are still to be checked. */
export async function longRecipe(different: unknown, name: unknown): Promise<Plain> {
  if (typeof name !== 'string' || !isPlain(different)) throw damaged()
  const example = name === '' ? undefined : (await examples()).find((one) => one.name === name)?.experiment
  const recipe: Record<string, unknown> = {}
  for (const key of TEXTS) if (example !== undefined) recipe[key] = example[key]
  for (const [letters, value] of Object.entries(different)) {
    const [section, field] = (LONG.get(letters) ?? '').split('.')
    if (!section) throw unknown(letters)
    if (field === undefined) recipe[section] = value
    else recipe[section] = { ...(recipe[section] as Plain | undefined), [field]: value }
  }
  return recipe
}

async function textsOf(experiment: Experiment): Promise<string> {
  if (TEXTS.every((key) => experiment[key] === '')) return ''
  const found = (await examples()).find((one) => TEXTS.every((key) => one.experiment[key] === experiment[key]))
  return found?.name ?? ''
}

function valueAt(experiment: Experiment, key: string): unknown {
  return key.split('.').reduce<unknown>((part, name) => (part as Plain)[name], experiment)
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** A log's entries, each the steps since the one before, a letter, and what it says. */
export function shortLog(log: readonly LogEntry[]): unknown[] {
  let last = 0
  return log.map(([step, action]) => {
    const entry = [step - last, ...shortAction(Object.entries(action)[0]!)]
    last = step
    return entry
  })
}

function shortAction([kind, values]: [string, Plain]): unknown[] {
  const renamed = (pairs: readonly (readonly [letters: string, key: string])[]): Plain =>
    Object.fromEntries(pairs.filter(([, key]) => key in values).map(([letters, key]) => [letters, values[key]]))
  if (kind === 'points') return ['p', renamed(Object.entries(EDITS).map(([letter, [key]]) => [letter, key]))]
  if (kind === 'set') {
    const short: Readonly<Record<string, string>> = SHORT
    return ['s', renamed(Object.keys(values).map((key) => [short[TRAINING + key]!, key]))]
  }
  const [letter, [, keys]] = Object.entries(ACTIONS).find(([, [name]]) => name === kind)!
  return [letter, ...Object.keys(keys).map((key) => values[key])]
}

/** The log of its short form, in plain values that are still to be checked. */
export function longLog(entries: unknown): unknown[] {
  if (!Array.isArray(entries) || entries.length > LIMITS.log) throw damaged()
  let step = 0
  return entries.map((entry: unknown) => {
    const [taken, letter, ...values] = Array.isArray(entry) ? (entry as unknown[]) : []
    if (!isIndex(taken) || taken > LIMITS.steps || letter === undefined) throw damaged()
    step += taken
    return [step, longAction(letter, values)]
  })
}

function longAction(letter: unknown, values: readonly unknown[]): Plain {
  const [first] = values
  const alone = values.length === 1 && isPlain(first) ? Object.entries(first) : null
  if (letter === 's' && alone !== null) {
    return { set: Object.fromEntries(alone.map(([letters, value]) => [trainingKey(letters), value])) }
  }
  if (letter === 'p' && alone?.every(([key, value]) => Object.hasOwn(EDITS, key) && fits(EDITS[key]![1], value))) {
    return { points: Object.fromEntries(alone.map(([key, value]) => [EDITS[key]![0], value])) }
  }
  if (typeof letter === 'string' && Object.hasOwn(ACTIONS, letter)) {
    const [name, keys] = ACTIONS[letter]!
    if (fits({ kind: 'parts', parts: Object.values(keys) }, values)) {
      return { [name]: Object.fromEntries(Object.keys(keys).map((key, place) => [key, values[place]])) }
    }
  }
  throw unknown(letter)
}

/** A training setting by its name in links. */
function trainingKey(letters: string): string {
  const key = LONG.get(letters) ?? ''
  if (!key.startsWith(TRAINING)) throw unknown(letters)
  return key.slice(TRAINING.length)
}

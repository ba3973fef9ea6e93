/** The runs of a chapter, from its front matter: a built-in experiment, and what is changed of it. */

import builtIn from '../../engine/generated/experiments.json'
import { MANIFEST } from '../../engine/generated/manifest'
import { GENERATORS, RULES } from '../../engine/generated/schema'
import { merge, type Asked } from '../../run/asked'
import { InputError } from '../../run/errors'
import { checkEdit } from '../../run/log'
import type { LogEntry, Own, Start } from '../../run/protocol'
import { problems as recipeProblems } from '../../run/recipe'
import { readTable } from '../../run/table'
import type { Setting } from '../chapter'
import { parseParameter } from '../conditions'
import { isTable, told, type FrontMatter, type Table } from './frontmatter'
import { ID, notAmong, type Problems } from './problems'

const EXPERIMENTS = new Map(builtIn.map(({ name, experiment }) => [name, experiment as unknown as Asked]))
const SOURCES: readonly string[] = [
  ...new Set([
    ...GENERATORS.map(({ name }) => name),
    'formula',
    ...MANIFEST.codes.patterns,
    ...[...EXPERIMENTS.values()].map(({ data }) => data!.source!),
  ]),
]
const SECTIONS = ['data', 'network', 'training'] as const
const KEYS = ['from', 'title', ...SECTIONS, 'table', 'weights', 'steps'] as const
/** What the reader has to wait for when the chapter is opened. */
const MOST_STEPS = 100_000

/** One run's table in the front matter, and where to say what is wrong with it. */
type Place = {
  readonly table: Table
  readonly name: string
  readonly wrong: (path: readonly string[], sentence: string) => void
}

/** All runs by their names; what is wrong is said. Names that cannot be read are there all the same, so that parts find them. */
export function readExperiments(front: FrontMatter, problems: Problems): Record<string, Setting | null> {
  const { experiments = {} } = front.values
  if (!isTable(experiments)) {
    const sentence = `experiments: expected tables such as [experiments.price], got ${told(experiments)}: name each run`
    problems.add(front.lineOf('experiments'), sentence)
    return {}
  }
  return Object.fromEntries(
    Object.entries(experiments).map(([name, table]) => [name, readExperiment(name, table, front, problems)]),
  )
}

function readExperiment(name: string, table: unknown, { lineOf }: FrontMatter, problems: Problems): Setting | null {
  let fine = true
  const wrong: Place['wrong'] = (path, sentence) => {
    fine = false
    problems.add(lineOf('experiments', name, ...path), `experiments.${[name, ...path].join('.')}: ${sentence}`)
  }
  if (!ID.test(name)) wrong([], 'expected a name of small letters, digits and hyphens: call it price, for example')
  if (!isTable(table)) {
    wrong([], `expected a table with from = "...", got ${told(table)}: write [experiments.${name}] above it`)
    return null
  }
  const place = { table, name, wrong }
  for (const key of Object.keys(table)) {
    if (!(KEYS as readonly string[]).includes(key)) wrong([key], notAmong('keys', KEYS, key))
  }
  const from = readFrom(place)
  const own = readOwn(place)
  const changes = readChanges(place, own)
  const [log, step] = [readWeights(place), readSteps(place)]
  if (!fine || from === null || changes === null) return null
  const experiment = merge(from.recipe, changes)
  for (const { field, message } of recipeProblems(experiment)) wrong(field.split('.'), message)
  if (own !== null) checkTable(own, experiment, wrong)
  const start: Start = { experiment, ...(own === null ? {} : { own }), ...(log.length === 0 ? {} : { log }), step }
  return fine ? { from: from.name, changes, start } : null
}

function readFrom({ table: { from }, wrong }: Place): { name: string; recipe: Asked } | null {
  if (from === undefined) {
    wrong(
      [],
      'expected from = "...", the built-in experiment that it begins with, got none: write from = "houses", for example',
    )
    return null
  }
  const recipe = typeof from === 'string' ? EXPERIMENTS.get(from) : undefined
  if (typeof from === 'string' && recipe !== undefined) return { name: from, recipe }
  wrong(['from'], notAmong('experiments', [...EXPERIMENTS.keys()], typeof from === 'string' ? from : told(from)))
  return null
}

/** Data of the chapter's own, as the text of a table. */
function readOwn({ table: { table: text }, name, wrong }: Place): Own | null {
  if (text === undefined) return null
  if (typeof text === 'string') return { kind: 'table', name: `${name}.csv`, text: text.replace(/^\n/, '') }
  wrong(['table'], `expected lines of CSV between """, got ${told(text)}: write table = """area,price ..."""`)
  return null
}

function readChanges({ table, wrong }: Place, own: Own | null): Asked | null {
  const changes: Record<string, unknown> = {}
  for (const key of ['title', ...SECTIONS]) if (table[key] !== undefined) changes[key] = table[key]
  const found = recipeProblems(changes)
  for (const { field, message } of found) wrong(field.split('.'), unknownField(field) ?? message)
  if (found.length > 0) return null
  const asked: Asked = changes
  const source = asked.data?.source
  if (own !== null) {
    if (source !== undefined)
      wrong(['data', 'source'], 'expected no source beside a table, got both: remove one of them')
    return { ...asked, data: { ...asked.data, source: own.name } }
  }
  if (source !== undefined && !SOURCES.includes(source)) wrong(['data', 'source'], notAmong('sources', SOURCES, source))
  return asked
}

/** The recipe's message without advice, with it. */
function unknownField(field: string): string | null {
  const [section, key] = field.split('.')
  if (key === undefined || Object.hasOwn(RULES, field)) return null
  const known = Object.keys(RULES).flatMap((one) =>
    one.startsWith(`${section}.`) ? [one.slice(section!.length + 1)] : [],
  )
  return notAmong(`fields of ${section}`, known, key)
}

function checkTable(own: Own, { data }: Asked, wrong: Place['wrong']): void {
  if (own.kind !== 'table') return
  try {
    readTable(own.text, data?.target, data?.task)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    wrong(error.field === 'data.target' ? ['data', 'target'] : ['table'], error.message)
  }
}

/** `weights = { "w(0,0,0)" = 0.1 }`: what is set before the first step. */
function readWeights({ table: { weights = {} }, wrong }: Place): LogEntry[] {
  if (!isTable(weights)) {
    wrong(['weights'], `expected a table such as { "w(0,0,0)" = 0.1 }, got ${told(weights)}: write one`)
    return []
  }
  return Object.entries(weights).flatMap(([name, value]): LogEntry[] => {
    try {
      const [layer, neuron, input = null] = parseParameter(name).at
      return [[0, { edit: checkEdit({ layer, neuron, input, value }) }]]
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof InputError)) throw error
      wrong(['weights', name], error.message)
      return []
    }
  })
}

function readSteps({ table: { steps = 0 }, wrong }: Place): number {
  if (Number.isInteger(steps) && Number(steps) >= 0 && Number(steps) <= MOST_STEPS) return Number(steps)
  wrong(
    ['steps'],
    `expected a whole number from 0 to ${MOST_STEPS.toLocaleString('en-US')}, got ${told(steps)}: choose one`,
  )
  return 0
}

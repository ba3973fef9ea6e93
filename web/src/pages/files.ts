/** Files that are opened or dropped: tables, and runs that were saved. Their content is checked before it is used. */

import { LIMITS } from '../engine/generated/schema'
import type { LogEntry, Start } from '../run/protocol'
import { checkSize, decodeTable } from '../run/table'

type Saved = {
  readonly neuroglow?: unknown
  readonly experiment?: unknown
  readonly log?: readonly LogEntry[]
  readonly step?: number
  readonly digest?: string
  readonly table?: string
  readonly table_name?: string
}

/** What starts the run in a file. Throws a sentence for anything that is not a table, a recipe or a saved run. */
export async function open(file: File): Promise<Start> {
  checkSize(file.size)
  const text = decodeTable(await file.arrayBuffer())
  if (/\.(glow|json)$/i.test(file.name)) return saved(file.name, text)
  return { experiment: recipeFor(file.name), table: { name: file.name, text } }
}

/** A network to begin with, for a table of one's own. */
function recipeFor(name: string): unknown {
  return {
    title: name.slice(0, LIMITS.text),
    data: { source: name.slice(0, LIMITS.text), test: 0.2 },
    network: { hidden: [8, 4], init: 'glorot_uniform' },
    training: { optimizer: 'adam', learning_rate: 0.01 },
  }
}

export function saved(name: string, text: string): Start {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Error(
      `expected a saved run or recipe as JSON in ${name}, got text that ends or breaks too early: save it again`,
    )
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(
      `expected a saved run or recipe in ${name}, got ${Array.isArray(value) ? 'a list' : typeof value}: save it again`,
    )
  }
  const { neuroglow, experiment, log, step, digest, table, table_name } = value as Saved
  if (neuroglow === undefined) return { experiment: value }
  return {
    experiment,
    log: log ?? [],
    step: step ?? 0,
    ...(digest === undefined ? {} : { digest }),
    table: table === undefined ? null : { name: table_name ?? name, text: table },
  }
}

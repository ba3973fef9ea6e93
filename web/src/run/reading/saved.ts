/** Saved runs and recipes: JSON, whose parts are checked where they are used. */

import { LIMITS } from '../../engine/generated/schema'
import { InputError, shown } from '../errors'
import type { LogEntry, Own, Start } from '../protocol'
import { megabytes, refusal } from './refusal'

type Saved = {
  readonly neuroglow?: unknown
  readonly experiment?: unknown
  readonly log?: readonly LogEntry[]
  readonly step?: number
  readonly digest?: string
  readonly own?: Own
  /** What a table's text and name were called before there was `own`. */
  readonly table?: string
  readonly table_name?: string
}

const VERSION = 1
const KEYS = ['digest', 'experiment', 'log', 'neuroglow', 'step']
/** kept: what a list of runs tells of it. */
const OPTIONAL = ['kept', 'own']
const OLDER = ['table', 'table_name']

/** A table, and what was done to the run. */
const MOST_BYTES = LIMITS.table_bytes + LIMITS.log_bytes

/** What a .glow or .json file starts. */
export async function readSaved(file: File): Promise<Start> {
  const { name, size } = file
  if (size > MOST_BYTES) {
    throw refusal(`a saved run of at most ${megabytes(MOST_BYTES)}`, megabytes(size), 'use a smaller table')
  }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
  } catch {
    throw refusal('a saved run as UTF-8 text', 'binary data', 'save the run anew')
  }
  return fromText(name, text)
}

function fromText(name: string, text: string): Start {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    const got = `text that ends or breaks too early in ${shown(name)}`
    throw refusal('a saved run or recipe as JSON', got, 'save it again')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refusal('a saved run or recipe as JSON', `${shown(value)} in ${shown(name)}`, 'save it again')
  }
  if (!('neuroglow' in value) && !name.toLowerCase().endsWith('.glow')) return { experiment: value }
  checkSaved(value)
  const { experiment, log = [], step = 0, digest, own, table, table_name } = value as Saved
  const older: Own | null = table === undefined ? null : { kind: 'table', name: table_name ?? name, text: table }
  return { experiment, log, step, ...(digest === undefined ? {} : { digest }), own: own ?? older }
}

/** Throws an InputError when it is not what this version saves. */
function checkSaved(value: object): void {
  const { neuroglow } = value as Saved
  if (neuroglow === undefined) {
    throw unfit('expected a run that neuroglow saved, got other JSON: choose a .glow file')
  }
  if (neuroglow !== VERSION) {
    const got = shown(neuroglow)
    throw unfit(
      `expected a .glow file of version ${VERSION}, got version ${got}: open it with the neuroglow that saved it`,
    )
  }
  const known = [...KEYS, ...OPTIONAL].sort()
  const strange = Object.keys(value)
    .sort()
    .find((key) => !known.includes(key) && !OLDER.includes(key))
  if (strange !== undefined) {
    throw unfit(`expected ${known.join(', ')} in a .glow file, got ${shown(strange)}: correct or remove it`)
  }
  const missing = KEYS.find((key) => !(key in value))
  if (missing !== undefined) {
    throw unfit(`expected ${missing} in a .glow file, got a file without it: save the run anew`)
  }
}

const unfit = (message: string): InputError => new InputError('data.source', message)

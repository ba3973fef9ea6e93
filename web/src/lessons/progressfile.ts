/** Progress as a file: written, read and checked, and two of them made one. */

import { InputError, short, shown, thousands } from '../run/errors'

/** By the ids of chapters and of what is in them. */
export type Done = {
  /** Challenges and computations that were solved. */
  readonly solved: readonly string[]
  /** Guesses that were made: the place in the list of answers, or the number. */
  readonly guesses: Readonly<Record<string, number>>
  /** Read to the end. */
  readonly read: boolean
}
export type All = ReadonlyMap<string, Done>

export const NOTHING: Done = { solved: [], guesses: {}, read: false }
export const NOWHERE: All = new Map()
export const only = (chapter: string, done: Partial<Done>): All => new Map([[chapter, { ...NOTHING, ...done }]])
const VERSION = 1
/** Far more than all chapters need. */
const LARGEST = 100_000
const LONGEST_ID = 80
const ANOTHER = 'choose a file that this page has exported'

export const writeProgress = (all: All): string =>
  JSON.stringify({ neuroglow: 'progress', version: VERSION, chapters: Object.fromEntries(all) }, null, 1)

/** What is done in one of them is done; of two guesses the first one's counts. */
export function mergeAll(first: All, second: All): All {
  const all = new Map(first)
  for (const [chapter, done] of second) {
    const before = all.get(chapter) ?? NOTHING
    all.set(chapter, {
      solved: [...new Set([...before.solved, ...done.solved])],
      guesses: { ...done.guesses, ...before.guesses },
      read: before.read || done.read,
    })
  }
  return all
}

export async function readProgress(file: Blob): Promise<All> {
  if (file.size > LARGEST) {
    throw refusal(`a file of at most ${thousands(LARGEST)} bytes`, `one of ${thousands(file.size)}`)
  }
  try {
    return parseProgress(new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer()))
  } catch (error) {
    if (error instanceof InputError) throw error
    throw refusal('progress as text', 'a file of another kind')
  }
}

/** Throws an InputError that says what is wrong with it, in one sentence. */
export function parseProgress(text: string): All {
  const { neuroglow, version, chapters } = table(json(text), '')
  if (neuroglow !== 'progress') {
    throw refusal('progress', neuroglow === 1 ? 'a saved run, which the playground opens' : 'something else')
  }
  if (version !== VERSION) {
    throw new InputError('', `expected version ${VERSION} of the file, got ${shown(version)}: reload the page`)
  }
  return new Map(Object.entries(table(chapters, 'chapters')).map(([id, done]) => [name(id), readDone(done, id)]))
}

function json(text: string): unknown {
  if (text.trim() === '') throw refusal('progress', 'an empty file')
  try {
    return JSON.parse(text)
  } catch {
    throw refusal('progress as JSON', 'a text that is none, or not all of it')
  }
}

function readDone(value: unknown, chapter: string): Done {
  const { solved = [], guesses = {}, read = false } = table(value, chapter)
  if (!Array.isArray(solved)) throw refusal(`a list of what was solved in '${chapter}'`, shown(solved))
  if (typeof read !== 'boolean') throw refusal(`true or false for whether '${chapter}' was read`, shown(read))
  const made = Object.entries(table(guesses, chapter))
  return {
    solved: [...new Set(solved.map(name))],
    guesses: Object.fromEntries(made.map(([id, guess]) => [name(id), number(guess, id)])),
    read,
  }
}

function table(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw refusal(where === '' ? 'progress' : `a table for '${short(where)}'`, shown(value))
}

function number(value: unknown, id: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw refusal(`a number as the guess '${id}'`, shown(value))
}

/** As chapters and what is in them are called: nothing else ever becomes a key. */
function name(id: unknown): string {
  if (typeof id === 'string' && id.length <= LONGEST_ID && /^[\p{L}\d][\p{L}\d-]*$/u.test(id)) return id
  throw refusal('names of letters, digits and hyphens', shown(id))
}

const refusal = (expected: string, got: string): InputError =>
  new InputError('', `expected ${expected}, got ${got}: ${ANOTHER}`)

/** Progress as a file: written, read and checked, and two of them made one. */

import { InputError, short, shown, thousands } from '../run/errors'
import english from '../words/en/lessons.json'
import { words } from '../words/words'

const say = words('lessons', english)

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
    throw refusal(say('file-at-most', thousands(LARGEST)), say('file-one-of', thousands(file.size)))
  }
  try {
    return parseProgress(new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer()))
  } catch (error) {
    if (error instanceof InputError) throw error
    throw refusal(say('file-text'), say('file-other-kind'))
  }
}

/** Throws an InputError that says what is wrong with it, in one sentence. */
export function parseProgress(text: string): All {
  const { neuroglow, version, chapters } = table(json(text), '')
  if (neuroglow !== 'progress') {
    throw refusal(say('file-progress'), say(neuroglow === 1 ? 'file-saved-run' : 'file-something'))
  }
  if (version !== VERSION) {
    throw new InputError('', say('file-version', VERSION, shown(version)))
  }
  return new Map(Object.entries(table(chapters, 'chapters')).map(([id, done]) => [name(id), readDone(done, id)]))
}

function json(text: string): unknown {
  if (text.trim() === '') throw refusal(say('file-progress'), say('file-empty'))
  try {
    return JSON.parse(text)
  } catch {
    throw refusal(say('file-json'), say('file-no-json'))
  }
}

function readDone(value: unknown, chapter: string): Done {
  const { solved = [], guesses = {}, read = false } = table(value, chapter)
  if (!Array.isArray(solved)) throw refusal(say('file-solved', `'${chapter}'`), shown(solved))
  if (typeof read !== 'boolean') throw refusal(say('file-read', `'${chapter}'`), shown(read))
  const made = Object.entries(table(guesses, chapter))
  return {
    solved: [...new Set(solved.map(name))],
    guesses: Object.fromEntries(made.map(([id, guess]) => [name(id), number(guess, id)])),
    read,
  }
}

function table(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw refusal(where === '' ? say('file-progress') : say('file-table', `'${short(where)}'`), shown(value))
}

function number(value: unknown, id: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw refusal(say('file-guess', `'${id}'`), shown(value))
}

/** As chapters and what is in them are called: nothing else ever becomes a key. */
function name(id: unknown): string {
  if (typeof id === 'string' && id.length <= LONGEST_ID && /^[\p{L}\d][\p{L}\d-]*$/u.test(id)) return id
  throw refusal(say('file-names'), shown(id))
}

const refusal = (expected: string, got: string): InputError => new InputError('', say('file-refused', expected, got))

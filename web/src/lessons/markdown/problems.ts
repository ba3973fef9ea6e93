/** What is wrong with a chapter file: all of it, by line. */

import { nearest } from '../conditions'
import { ChapterError } from '../chapter'
import { short } from '../../run/errors'

export class Problems {
  readonly #found: ChapterError[] = []

  constructor(readonly file: string) {}

  /** @param sentence what was expected, what came, what to do */
  add(line: number, sentence: string): void {
    this.#found.push(new ChapterError(this.file, line, sentence))
  }

  get count(): number {
    return this.#found.length
  }

  /** From the first line to the last. */
  get all(): readonly ChapterError[] {
    return this.#found.toSorted((a, b) => a.line - b.line)
  }
}

/** A word as it was written, in a sentence. */
export const quoted = (word: string): string => (word === '' ? 'nothing' : `'${short(word)}'`)

/**
 * `expected one of the runs price, trial, got 'prise': did you mean price?`
 *
 * @param meant all that may have been meant, where these are more than those that fit
 */
export function notAmong(what: string, names: readonly string[], got: string, meant = names): string {
  const close = got.length > LONGEST ? null : nearest(got, meant)
  const advice = close === null ? 'choose one of these' : `did you mean ${close}?`
  return `expected one of the ${what} ${names.join(', ')}, got ${quoted(got)}: ${advice}`
}

/** Longer words are compared with nothing. */
const LONGEST = 60

/** What files, runs, places, and what progress is kept of are called. */
export const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/

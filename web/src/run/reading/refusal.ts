/** The sentences that the readers have in common. */

import { LIMITS } from '../../engine/generated/schema'
import { InputError, shown } from '../errors'

/** The refusal of what was opened. */
export function refusal(expected: string, got: string, advice: string): InputError {
  return new InputError('data.source', `expected ${expected}, got ${got}: ${advice}`)
}

/** The refusal of a file, or of a member of an archive, that ends too early or does not hold together. */
export function damaged(path: string): InputError {
  return refusal('a whole file', `${shown(path)}, which is cut off or damaged`, 'save or download it anew')
}

/** A file's name, as long as names may be. */
export const shortened = (name: string): string => [...name].slice(0, LIMITS.text).join('')

export const megabytes = (bytes: number): string => `${Math.floor(bytes / 1e6)} MB`

/** The chapters that come with neuroglow. */

import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { Library } from './plugin'

const library = new Library(resolve(import.meta.dirname, '..'))

test('every chapter of every language can be read, and fits to the others', () => {
  const { chapters, errors } = library.read()
  expect(errors.map(({ message }) => message)).toEqual([])
  expect(chapters.size).toBe(library.files().length)
})

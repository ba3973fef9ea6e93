import { afterEach, expect, it } from 'vitest'
import { speak } from '../words/words'
import { wordsOf } from './words'

afterEach(() => speak('en'))

it('around a chapter are those of its language', async () => {
  await speak('de')
  expect(wordsOf('de')('chapter', 3)).toBe('Kapitel 3')
  expect(wordsOf('en')('chapter', 3)).toBe('Chapter 3')
})

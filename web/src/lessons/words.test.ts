import { describe, expect, it } from 'vitest'
import german from './de/words.json'
import english from './en/words.json'
import { loadWords } from './words'

const places = (text: string): string[] => [...new Set(text.match(/\{\d\}/g) ?? [])].sort()

describe('the words of the lessons', () => {
  it('put values where they belong', async () => {
    expect((await loadWords('en'))('chapter', 3)).toBe('Chapter 3')
    expect((await loadWords('de'))('chapter', 3)).toBe('Kapitel 3')
  })

  it('are English in a language that has none', async () => {
    expect((await loadWords('xx'))('chapter', 3)).toBe('Chapter 3')
  })

  it('are the same in every language, with the same values in them', () => {
    expect(Object.keys(german)).toEqual(Object.keys(english))
    for (const [key, text] of Object.entries(english)) {
      expect(places(german[key as keyof typeof german]), key).toEqual(places(text))
    }
  })
})

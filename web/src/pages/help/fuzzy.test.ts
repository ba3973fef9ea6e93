import { describe, expect, it } from 'vitest'
import { match, pieces } from './fuzzy'

const sorted = (typed: string, texts: readonly string[]): string[] =>
  texts
    .flatMap((text) => {
      const found = match(typed, text)
      return found === null ? [] : [{ text, ...found }]
    })
    .sort((a, b) => b.score - a.score)
    .map(({ text }) => text)

describe('what may be meant', () => {
  it('has the letters in their order', () => {
    expect(match('lrt', 'Learning rate tuned')).not.toBeNull()
    expect(match('rnl', 'Learning')).toBeNull()
    expect(match('lern ra', 'Learning rate')).not.toBeNull()
    expect(match('lern', 'Slow motion: one update as a film of its own network')).toBeNull()
    expect(match('', 'anything')?.places).toEqual([])
  })

  it('begins words rather than standing within them, and stands together', () => {
    expect(sorted('sp', ['Clasp', 'Two spirals', 'Speed', 'Slow, in parts'])[0]).toBe('Speed')
    expect(sorted('nw', ['Known', 'New weights'])[0]).toBe('New weights')
    expect(sorted('form', ['From the map', 'A formula'])[0]).toBe('A formula')
  })

  it('is found whatever the order of words, their case and their accents', () => {
    expect(match('rate learning', 'Learning rate')).not.toBeNull()
    expect(match('uber', 'Über neuroglow')).not.toBeNull()
    expect(match('ÜBER', 'uber')).not.toBeNull()
  })

  it('says which letters were meant', () => {
    const found = match('spi', 'Two spirals')!
    expect(found.places).toEqual([4, 5, 6])
    expect(pieces('Two spirals', found.places)).toEqual([
      { text: 'Two ', meant: false },
      { text: 'spi', meant: true },
      { text: 'rals', meant: false },
    ])
  })

  it('takes long texts and strange ones in its stride', () => {
    expect(match('a'.repeat(200), 'b'.repeat(5000))).toBeNull()
    expect(match('🙂', 'smile 🙂 please')!.places).toEqual([6])
    expect(match('.*[', '[.*[')).not.toBeNull()
  })
})

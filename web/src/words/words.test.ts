import { afterEach, describe, expect, it } from 'vitest'
import { errorInWords, fill, inEnglish, isLanguage, speak, words } from './words'

const english = { run: 'Run', step: '{0} {0|step|steps} of {1}', never: 'Never translated' }

afterEach(() => speak('en'))

describe('a text', () => {
  it('has values where it says so', () => {
    expect(fill('{1} after {0}, {1}', ['a', 2])).toBe('2 after a, 2')
    expect(fill('nothing {0}', [])).toBe('nothing ')
    expect(fill('{0}', ['{1} $& <b>'])).toBe('{1} $& <b>')
  })

  it('knows one from many', () => {
    expect([0, 1, '1', 2, '1,000'].map((count) => fill('{0} {0|step|steps}', [count]))).toEqual([
      '0 steps',
      '1 step',
      '1 step',
      '2 steps',
      '1,000 steps',
    ])
    expect(fill('{0|it is|they are}', [1])).toBe('it is')
  })
})

describe('words', () => {
  it('are said in the language that is spoken then, and in English where it has none', async () => {
    const say = words('playground', { ...english, play: 'Play' })
    expect(say('play')).toBe('Play')
    await speak('de')
    expect(say('play')).toBe('Abspielen')
    expect(say('never')).toBe('Never translated')
    expect(words('no such area', english)('step', 1, 3)).toBe('1 step of 3')
    expect(inEnglish({ learn: 'Learn' })('learn')).toBe('Learn')
  })
})

it('errors are raised in English, and told in the language that is spoken', async () => {
  const [special, general, strange] = [
    "expected different names of columns, got 'a: b' twice: rename one",
    'expected a whole number from 1 to 64, got nothing: choose a value that fits',
    'expected something that nobody knows, got nothing: choose one of these',
  ] as const
  for (const message of [special, general, strange]) expect(errorInWords(message)).toBe(message)
  await speak('de')
  expect(errorInWords(special)).toBe(
    "erwartet werden verschiedene Spaltennamen, 'a: b' kommt zweimal vor: Benenne eine um",
  )
  expect(errorInWords(general)).toBe(
    'erwartet: eine ganze Zahl von 1 bis 64, gekommen: nichts. Wähle einen passenden Wert',
  )
  expect(errorInWords(strange)).toBe(strange)
  expect(errorInWords('<b>\n'.repeat(1000))).toBe('<b>\n'.repeat(1000))
})

it('tells languages that there are from others', () => {
  expect(['en', 'de', 'fr', '__proto__', null].map(isLanguage)).toEqual([true, true, false, false, false])
})

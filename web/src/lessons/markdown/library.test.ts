import { describe, expect, test } from 'vitest'
import { compile, type Compiled } from './compile'
import { checkTogether, misnamed, originOf } from './library'

const front = (...lines: string[]): string =>
  ['+++', 'title = "A"', 'summary = "B."', 'minutes = 8', ...lines, '+++', ''].join('\n')
/** Text begins in this line. */
const FIRST = 6

function chapter(file: string, text: string, ...lines: string[]): Compiled {
  const compiled = compile(originOf(file)!, front(...lines) + text)
  expect(compiled.errors).toEqual([])
  return compiled
}
const errorsOf = (...all: Compiled[]): string[] => checkTogether(all).map(({ message }) => message)

describe('the name of a file', () => {
  test.each([
    ['en/1-one-weight.md', { id: 'one-weight', number: 1, language: 'en' }],
    ['/anywhere/lessons/de/12-digits.md', { id: 'digits', number: 12, language: 'de' }],
    ['lessons\\pt-BR\\teachers.md', { id: 'teachers', number: 0, language: 'pt-BR' }],
  ])('%s', (file, origin) => {
    expect(originOf(file)).toEqual({ file, ...origin })
  })

  test.each(['en/One.md', 'one.md', 'english/1-one.md', 'en/1-one.txt', 'en/1_one.md', 'en/.md'])('not %s', (file) => {
    expect(originOf(file)).toBeNull()
    expect(misnamed(file).message).toMatch(/^.*:1: expected the name of a chapter/)
  })
})

describe('links', () => {
  const other = chapter('en/2-two-dials.md', '## The valley')

  test('lead to chapters and places that there are', () => {
    const one = chapter('en/1-one-weight.md', '[a](2-two-dials.md) [b](2-two-dials.md#the-valley) [c](two-dials.md)')
    expect(errorsOf(one, other)).toEqual([])
  })

  test('that lead nowhere are told', () => {
    const one = chapter(
      'en/1-one-weight.md',
      '[a](2-two-dial.md)\n[b](2-two-dials.md#the-vally)\n\n[c](#a)',
      'needs = ["twodials"]',
    )
    expect(errorsOf(one, other)).toEqual([
      "en/1-one-weight.md:5: needs: expected one of the chapters two-dials, got 'twodials': did you mean two-dials?",
      `en/1-one-weight.md:${FIRST + 1}: link: expected one of the chapters one-weight, two-dials, got 'two-dial': did you mean two-dials?`,
      `en/1-one-weight.md:${FIRST + 2}: link: expected one of the places of two-dials the-valley, got 'the-vally': did you mean the-valley?`,
      `en/1-one-weight.md:${FIRST + 4}: link: expected no place in one-weight, which has none, got 'a': remove #a`,
    ])
  })

  test('of a translation lead to English chapters that are not translated', () => {
    const english = chapter('en/1-one-weight.md', 'A.')
    const german = chapter('de/1-one-weight.md', '[a](2-two-dials.md#the-valley)', 'needs = ["two-dials"]')
    expect(errorsOf(english, other, german)).toEqual([])
  })

  test('into a chapter with errors are not held against the one that links', () => {
    const broken = compile(originOf('en/2-two-dials.md')!, front() + '<b>')
    expect(errorsOf(chapter('en/1-one-weight.md', '[a](2-two-dials.md#anywhere)'), broken)).toEqual([])
  })
})

test('a number, and an id, is there once in a language', () => {
  const all = ['en/1-one.md', 'en/1-two.md', 'en/2-one.md', 'en/teachers.md', 'de/1-one.md'].map((file) =>
    chapter(file, 'A.'),
  )
  expect(errorsOf(...all)).toEqual([
    'en/1-two.md:1: expected a chapter of its own, got the number 1, which en/1-one.md has: rename one',
    'en/2-one.md:1: expected a chapter of its own, got the id one, which en/1-one.md has: rename one',
  ])
})

describe('a translation', () => {
  const RUN = ['[experiments.price]', 'from = "houses"']
  const english = [
    '## The valley',
    ':::live{run=price title="A price"}',
    '::dial{of="w(0,0,0)" label="Price" low=0}',
    ':::',
    'Now :value{run=price of=step}.',
    '::::predict{id=guess}',
    '- [x] yes',
    '- [ ] no',
    ':::answer',
    'So.',
    ':::',
    '::::',
  ].join('\n')
  const german = english
    .replace('## The valley', '## Das Tal {#the-valley}')
    .replace('A price', 'Ein Preis')
    .replace('label="Price"', 'label="Preis"')
    .replace('yes', 'ja')
    .replace('So.', 'Also.\n\nMehr dazu später.')
  const original = chapter('en/1-one.md', english, ...RUN)
  const errors = (text: string, ...lines: string[]): string[] =>
    errorsOf(original, chapter('de/1-one.md', text, ...lines))

  test('has other texts', () => {
    expect(errors(german, ...RUN)).toEqual([])
    expect(errors(german, ...RUN, 'title = "Häuser"')).toEqual([])
  })

  test.each<[string, string, string, RegExp]>([
    [
      'a heading of its own',
      ' {#the-valley}',
      '',
      /:1: expected the heading \{#the-valley\} as in the original, got the heading \{#das-tal\}/,
    ],
    ['another id', 'id=guess', 'id=raten', /:13: expected predict 'guess' as in the original, got predict 'raten'/],
    [
      'another number',
      'low=0',
      'low=1',
      /:10: expected dial with these attributes as in the original, got dial with these/,
    ],
    [
      'another answer',
      '- [x] ja\n- [ ] no',
      '- [ ] ja\n- [x] no',
      /:13: expected an answer - \[x\] as in the original, got an answer - \[ \]/,
    ],
    [
      'a number too few',
      'Now :value{run=price of=step}.',
      'Nun.',
      /:13: expected value with these attributes as in the original, got predict/,
    ],
  ])('has not %s', (_, before, after, error) => {
    const found = errors(german.replace(before, after), ...RUN)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(error)
  })

  test('has the runs of its original', () => {
    expect(errors(german, ...RUN, 'steps = 1')[0]).toMatch(/:1: expected the run price as in the original/)
    expect(errors(german, ...RUN, '[experiments.more]', 'from = "iris"')[0]).toMatch(
      /:1: expected the run more as in the original/,
    )
  })

  test('has an original', () => {
    expect(errorsOf(chapter('de/1-one.md', 'A.'))[0]).toMatch(
      /^de\/1-one.md:1: expected the translation of a chapter in en\//,
    )
  })
})

import { expect, test } from 'vitest'
import { check, checkAny, meanings } from './check'
import { digitsFor, exactly, figuresOf, plain } from './figures'
import type { Chapter } from '../chapter'
import { awaited, questionOf, stepOf } from './guesses'

test.each([
  [1977.1, 1977.123, 3],
  [1977, 1977.123, 3],
  [1980, 1977.123, 3],
  [1970, 1977.123, 3],
  [0.367, 0.36742, 3],
  [-0.368, -0.36789, 3],
  [-0.367, -0.36789, 3],
  [0.001, 0.00096, 1],
  [1, 0.9996, 3],
  [0, 0, 3],
  [2058, 2058.02, 4],
])('%d is %d in %d digits', (given, truth, digits) => {
  expect(check(given, truth, digits)).toEqual({ right: true, digits, slip: null })
})

test.each([
  [1960, 1977.123, { digits: 2, slip: 'low' }],
  [2000, 1977.123, { digits: 2, slip: 'high' }],
  [3, 1977.123, { digits: 0, slip: 'low' }],
  [-0.367, 0.36742, { digits: 0, slip: 'sign' }],
  [3.67, 0.36742, { digits: 0, slip: 'point' }],
  [0.0367, 0.36742, { digits: 0, slip: 'point' }],
  [0.3, 0.36742, { digits: 1, slip: 'low' }],
  [0, 0.36742, { digits: 0, slip: 'low' }],
  [1e300, 0.36742, { digits: 0, slip: 'high' }],
  [0.2, -0.36742, { digits: 0, slip: 'high' }],
  [0.2, 0, { digits: 1, slip: 'high' }],
] as const)('%d is not %d in three digits', (given, truth, expected) => {
  expect(check(given, truth)).toEqual({ right: false, ...expected })
})

test('of a number that ran away nothing is right', () => {
  expect(check(1, NaN)).toMatchObject({ right: false, digits: 0 })
  expect(check(1, Infinity)).toMatchObject({ right: false, digits: 0 })
})

test.each([
  ['0.5', [0.5]],
  ['0,5', [0.5]],
  ['−0.5', [-0.5]],
  [' 1 977.1 ', [1977.1]],
  ['1,977', [1.977, 1977]],
  ['1,977.1', [1977.1]],
  ['1.977,1', [1977.1]],
  ['-2e-3', [-0.002]],
  ['', []],
  ['many', []],
  ['1e999', []],
  ['1,2,3', []],
])('%j may mean %j', (text, numbers) => {
  expect(meanings(text)).toEqual(numbers)
})

test('of two meanings the closer one counts', () => {
  expect(checkAny(meanings('1,977'), 1977.12)).toMatchObject({ right: true })
  expect(checkAny(meanings('1,977'), 1.97712)).toMatchObject({ right: true })
})

test('differences are shown', () => {
  for (const difference of [1e9, 123, 1.5, 0.25, 0.003, 0.000012]) {
    expect(Number(difference.toFixed(digitsFor(difference)))).toBeGreaterThan(0)
  }
  expect(digitsFor(0)).toBe(2)
})

test('so many figures', () => {
  expect([447.29, 0.05, 15, 123456, 0, NaN].map((value) => figuresOf(value, 5))).toEqual([2, 6, 3, 0, 0, 0])
})

test('numbers are written as in the page', () => {
  expect(plain(-27_139.44, 1)).toBe('−27,139.4')
  expect(plain(-0.0001, 2)).toBe('0')
  expect(plain(2.5e12, 2)).toBe('2.5·10^12')
  expect(plain(NaN, 2)).toBe('NaN')
  expect(plain(-Infinity, 2)).toBe('−∞')
  expect(exactly({ name: 'train_accuracy', at: [] }, 0.925)).toBe('92.5\u00a0%')
})

test('a question is its text, its answers, and what is shown afterwards', () => {
  const text = { kind: 'paragraph', of: [] } as const
  const item = (checked: boolean | null) => ({ checked, of: [text] })
  const list = { kind: 'list', first: null, items: [item(false), item(true)] } as const
  const bullets = { kind: 'list', first: null, items: [item(null)] } as const
  const answer = { kind: 'part', name: 'answer', attributes: {}, of: [text], line: 3 } as const
  expect(questionOf([text, bullets, list, text, answer])).toEqual({
    asked: [text, bullets, text],
    choices: [[text], [text]],
    right: 1,
    answer: [answer],
  })
  expect(questionOf([text])).toEqual({ asked: [text], choices: [], right: -1, answer: [] })
})

test('a run waits for the first guess that is not made', () => {
  const live = (run: string, after?: string) => ({
    kind: 'part',
    name: 'live',
    attributes: { run, after },
    of: [],
    line: 1,
  })
  const chapter = {
    id: 'xor',
    blocks: [live('a'), live('a', 'one'), live('b'), live('a', 'two')],
  } as unknown as Chapter
  const reading = (guesses: Record<string, number>, hidden: readonly 'predictions'[] = []) => ({
    chapter,
    hidden: new Set(hidden),
    progress: { of: () => ({ solved: [], guesses, read: false }) },
  })
  expect(awaited(reading({}), 'a')).toBe('one')
  expect(awaited(reading({ one: 0 }), 'a')).toBe('two')
  expect(awaited(reading({ one: 0, two: 1 }), 'a')).toBeNull()
  expect(awaited(reading({}), 'b')).toBeNull()
  expect(awaited(reading({}, ['predictions']), 'a')).toBeNull()
})

test('sliders go by round numbers', () => {
  expect([stepOf(0, 1), stepOf(0, 500), stepOf(0, 100), stepOf(-1, 1)]).toEqual([0.005, 5, 0.5, 0.01])
})

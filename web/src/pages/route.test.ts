import { describe, expect, it } from 'vitest'
import { address, hiddenBy, isLink, learnAddress, read, samePage, type Route } from './route'

const learn = (part: Partial<Extract<Route, { page: 'learn' }>>): Route => ({
  page: 'learn',
  chapter: null,
  place: null,
  hidden: new Set(),
  language: 'en',
  ...part,
})

describe('an address', () => {
  it.each([
    ['#learn', learn({})],
    ['#learn/', learn({})],
    ['#learn/one-weight', learn({ chapter: 'one-weight' })],
    ['#learn/one-weight/bottom', learn({ chapter: 'one-weight', place: 'bottom' })],
    ['#learn?lang=de', learn({ language: 'de' })],
    ['#learn/xor?hide=code,hints', learn({ chapter: 'xor', hidden: new Set(['code', 'hints'] as const) })],
    ['#learn/xor/a?hide=&lang=de', learn({ chapter: 'xor', place: 'a', language: 'de' })],
  ])('leads into the lessons: %s', (hash, route) => {
    expect(read(hash)).toEqual(route)
  })

  it.each(['', '#', '#learned', '#activation=tanh', '#x/learn', '#LEARN'])(
    'else leads to the playground: %s',
    (hash) => {
      expect(read(hash)).toEqual({ page: 'playground' })
    },
  )

  it.each([
    ['#learn/%E0%A4%A', { chapter: '%E0%A4%A' }],
    ['#learn/<b>?hide=everything,,code&hide=hints', { chapter: '<b>', hidden: new Set(['code'] as const) }],
    ['#learn/a/b/c', { chapter: 'a', place: 'b/c' }],
    ['#learn/a?lang=', { chapter: 'a' }],
  ])('may be of any kind: %s', (hash, part) => {
    expect(read(hash)).toEqual(learn(part))
  })

  it('keeps what is hidden, and the language, unless it says otherwise', () => {
    const before = learn({ chapter: 'xor', hidden: new Set(['code'] as const), language: 'de' })
    expect(read('#learn', before)).toEqual(learn({ hidden: new Set(['code'] as const), language: 'de' }))
    expect(read('#learn/a?lang=en', before)).toEqual(learn({ chapter: 'a', hidden: new Set(['code'] as const) }))
    expect(read('#learn?hide=', before)).toEqual(learn({ language: 'de' }))
    expect(read('#learn', { page: 'playground' })).toEqual(learn({}))
  })

  it.each(['', '#learn', '#learn/one-weight', '#learn/xor/why-one?hide=code,hints&lang=de'])(
    'is written as it is read: %s',
    (hash) => {
      expect(address(read(hash))).toBe(hash)
    },
  )

  it('is written so that any name comes back', () => {
    const route = learn({ chapter: 'a/b?c', place: '#ü&', language: 'd&e' })
    expect(read(address(route))).toEqual(route)
    expect(learnAddress({ place: 'nowhere' })).toBe('#learn')
  })
})

it('tells pages from places', () => {
  expect(samePage(read('#learn/a/b'), read('#learn/a/c?hide=code'))).toBe(true)
  expect(samePage(read('#learn/a'), read('#learn/a?lang=de'))).toBe(false)
  expect(samePage(read('#learn/a'), read('#learn'))).toBe(false)
  expect(samePage(read(''), read('#learn'))).toBe(false)
  expect(samePage(read(''), read('#activation=tanh'))).toBe(true)
})

it('links are told from other addresses', () => {
  const links = ['#run=1.abc', '#hide=data&run=1.abc', '#activation=tanh&x=true', '#noise=50', '#x_hide=true']
  expect(links.filter((hash) => !isLink(hash))).toEqual([])
  for (const hash of ['', '#', '#learn', '#learn/one?hide=a&lang=de', '#runs', '#hide=data', '#lang=de']) {
    expect(isLink(hash)).toBe(false)
  }
})

it('an address says what is hidden, or nothing of it', () => {
  expect(hiddenBy('#hide=data,speed')).toEqual(['data', 'speed'])
  expect(hiddenBy('#hide=data%2Cspeed&more')).toEqual(['data', 'speed'])
  expect(hiddenBy('#run=1.abc&hide=data')).toBeNull()
})

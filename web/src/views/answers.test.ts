import { expect, test } from 'vitest'
import { answerLines } from './answers'

test('one answer has no name, several have theirs, and of many the largest are told', () => {
  expect(answerLines({ outputNames: ['y'] }, [0.5])).toEqual([['output', 0.5]])
  expect(answerLines({ outputNames: ['a', 'b'] }, [0.1, 0.9])).toEqual([
    ['a', 0.1],
    ['b', 0.9],
  ])
  const names = Array.from({ length: 10 }, (_, index) => `c${index}`)
  const lines = answerLines(
    { outputNames: names },
    Float64Array.from(names, (_, index) => index),
  )
  expect(lines.map(([name]) => name)).toEqual(['c9', 'c8', 'c7', 'c6', 'c5', 'c4'])
})

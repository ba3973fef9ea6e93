import { expect, test } from 'vitest'
import { check } from '../run/recipe'
import type { Plan } from '../run/protocol'
import { classed, detail, fewColours, FORMULAS, KINDS, kindOf, refusal, slotsOf, SOURCES, titleOf } from './catalog'
import { EXPERIMENTS, FAILURES, recipeOf } from './experiments'

const plan = (part: Partial<Plan>): Plan => ({
  kind: 'points',
  columns: ['x1', 'x2'],
  dataColumns: ['x1', 'x2'],
  inputNames: ['x1', 'x2'],
  sizes: [2, 8, 1],
  shown: [2, 8, 1],
  parameters: 33,
  ...part,
}) as Plan // prettier-ignore

test.each(KINDS.map(({ value }) => value))('data of the kind %s have names and recipes of their own', (kind) => {
  expect(new Set(SOURCES[kind].map(titleOf)).size).toBe(SOURCES[kind].length)
  for (const source of SOURCES[kind]) {
    expect(kindOf(source)).toBe(kind)
    expect(check(recipeOf(source)).data.source).toBe(source)
  }
})

test('every experiment stands in one of the galleries', () => {
  for (const { experiment } of EXPERIMENTS) {
    const { source } = experiment.data
    expect(source === 'formula' || SOURCES[kindOf(source)].includes(source), source).toBe(true)
  }
})

test('failures say what to look at, and no data are shown by one of them', () => {
  expect(FAILURES.length).toBeGreaterThanOrEqual(7)
  for (const { experiment } of FAILURES) {
    expect(experiment.why).not.toBe('')
    expect(recipeOf(experiment.data.source)).not.toEqual(experiment)
    expect(check(experiment)).toEqual(experiment)
  }
})

test('the formulas to begin with are formulas', () => {
  for (const formula of FORMULAS) expect(refusal(formula, ['x1', 'x2'])).toBeUndefined()
  expect(refusal('x3 > 0', ['x1', 'x2'])).toMatch(/^expected .*'x3'/)
  expect(check(recipeOf('formula')).data.formula).not.toBe('')
})

test('points can have squares and sines as inputs, pictures what they have, pixels are one image', () => {
  const names = (part: Partial<Plan>): string[] => slotsOf(plan(part), []).map(({ name }) => name)
  expect(names({})).toEqual(['x1', 'x2', 'x1^2', 'x2^2', 'x1*x2', 'sin(x1)', 'sin(x2)'])
  const picture = { kind: 'picture', dataColumns: ['x', 'y'], inputNames: ['x', 'y', 'sin(pi*x)'] } as const
  expect(names(picture)).toEqual(['x', 'y', 'sin(pi*x)'])
  expect(names({ kind: 'pixels', dataColumns: ['p1', 'p2'], inputNames: ['p1', 'p2'] })).toEqual([])
})

test('what is on comes first where there is more than can be shown', () => {
  const columns = Array.from({ length: 60 }, (_, index) => `c${index}`)
  const slots = slotsOf(plan({ columns, dataColumns: columns, inputNames: ['c50', 'c59'] }), [])
  expect(slots.slice(0, 3).map(({ name }) => name)).toEqual(['c50', 'c59', 'c0'])
})

test('of a table the columns in use are shown, and what was typed', () => {
  const columns = ['a', 'b', 'c']
  const slots = slotsOf(plan({ kind: 'table', columns, dataColumns: columns, inputNames: ['b', 'a*b'] }), ['b^2'])
  expect(slots.map(({ name, typed }) => [name, typed])).toEqual([['b', false], ['a*b', true], ['b^2', true]]) // prettier-ignore
})

test('maps are drawn of whatever has a plane, and coarser for large networks', () => {
  expect(detail(plan({ kind: 'pixels' }), false)).toEqual({ map: 0, output: 0 })
  expect(detail(plan({ kind: 'picture' }), false)).toEqual({ map: 44, output: 0 })
  const table = plan({ kind: 'table', columns: ['a', 'b', 'c', 'd'] })
  expect(detail(table, false)).toEqual(detail(plan({}), false))
  const large = detail(plan({ parameters: 100_000, sizes: [2, 300, 300, 1], shown: [2, 40, 40, 1] }), true)
  expect(large.map).toBeLessThan(8)
})

test('a picture has few colours when each of them can be a class', () => {
  const picture = (colours: number): Uint8ClampedArray =>
    Uint8ClampedArray.from({ length: 400 }, (_, at) => (at % 4 === 0 ? Math.floor(at / 4) % colours : 255))
  expect([1, 2, 10, 11].map((colours) => fewColours(picture(colours)))).toEqual([false, true, true, false])
})

test('an example is named by its class', () => {
  expect(['7', '8', 'cat', undefined].map(classed)).toEqual([': a 7', ': an 8', ': cat', ''])
})

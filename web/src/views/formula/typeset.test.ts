import { describe, expect, test } from 'vitest'
import { DEFAULTS } from '../../engine/generated/schema'
import { MANIFEST } from '../../engine/generated/manifest'
import { ACTIVATIONS, epsOf, LOSSES, lossOf, penaltyLine, updateLines } from './formulas'
import { typeset, type Node } from './typeset'

/** A formula's pieces as one text, numbers that come later by their names. */
function read(node: Node): string {
  switch (node.kind) {
    case 'row':
      return node.of.map(read).join('')
    case 'live':
      return node.fenced ? `[${node.name}]` : `<${node.name}>`
    case 'script':
      return `${read(node.base)}${node.below ? `_${read(node.below)}` : ''}${node.above ? `^${read(node.above)}` : ''}`
    case 'fraction':
      return `(${read(node.over)})/(${read(node.under)})`
    case 'root':
      return `√(${read(node.of)})`
    case 'cases':
      return node.of.map(([what, when]) => `{${read(what)} if ${read(when)}}`).join('')
    case 'matrix':
      return `${node.fence}${node.of.map((row) => row.map(read).join(' ')).join('; ')}`
    case 'over':
    case 'under':
      return `${read(node.of)}${node.kind}(${read(node.mark)})`
    case 'bold':
      return `*${node.text}`
    case 'space':
      return ''
    default:
      return node.text
  }
}

test.each([
  ['z = w_1 a_1 + b', 'z=w_1a_1+b'],
  ["\\delta = \\frac{\\partial C}{\\partial a} \\cdot f'(z)", 'δ=(∂C)/(∂a)·f′(z)'],
  ['\\sqrt{s} + \\epsilon', '√(s)+ε'],
  ['x_{12}^2', 'x_12^2'],
  ['#a - #y', '<a>−[y]'],
  ['#g^2', '[g]^2'],
  ['\\cases{1}{z > 0}{0}{\\text{else}}', '{1 if z>0}{0 if else}'],
  ['\\begin{bmatrix} 1 & w_2 \\\\ #a & -3 \\end{bmatrix} x', '[1 w_2; <a> −3x'],
  ['\\begin{pmatrix} 1 \\\\ 2 \\\\ \\end{pmatrix}', '(1; 2'],
  ['\\mathbf{W}^\\top \\odot \\mathbf{x_1}', '*W^⊤⊙*x_1'],
  ['\\log 0.633 \\approx \\text{two more words}', 'log0.633≈two more words'],
  ['\\hat y', 'yover(ˆ)'],
  ['\\underbrace{a - y}_{\\text{error}}', 'a−yunder(⏟)under(error)'],
  ['\\{ 5 \\% \\}', '{5%}'],
])('%s', (tex, text) => {
  expect(read(typeset(tex))).toBe(text)
})

test('a minus of its own is no difference', () => {
  const signs = (tex: string): unknown[] => {
    const node = typeset(tex)
    return (node.kind === 'row' ? node.of : [node]).flatMap((one) => (one.kind === 'sign' ? [one] : []))
  }
  expect(signs('-y')).toEqual([{ kind: 'sign', text: '−', alone: true }])
  expect(signs('= -y')[1]).toHaveProperty('alone', true)
  expect(signs('a - y')[0]).not.toHaveProperty('alone')
  expect(signs('(a) - y').at(-1)).not.toHaveProperty('alone')
})

test('what is no formula is refused', () => {
  expect(() => typeset('\\frac{1}')).toThrow(SyntaxError)
  expect(() => typeset('\\nonsense')).toThrow(SyntaxError)
  for (const tex of [
    '{a',
    'a}',
    'a & b',
    '\\begin{bmatrix} a',
    '\\begin{nothing} a \\end{nothing}',
    '{\\begin{matrix} a }',
  ])
    expect(() => typeset(tex), tex).toThrow(SyntaxError)
})

/** The numbers that a formula waits for. */
const names = (tex: string): string[] => [...tex.matchAll(/#(\w+)/g)].map((match) => match[1]!)

describe('every formula of the engine is there', () => {
  test.each(MANIFEST.codes.activations)('activation %s', (name) => {
    const { f, slope } = ACTIVATIONS[name]!
    typeset(f)
    typeset(slope)
    expect(slope === '').toBe(name === 'softmax')
  })

  test.each(MANIFEST.codes.losses)('loss %s', (name) => {
    const { one, many, numbers, pull } = LOSSES[name]!
    for (const tex of [...one, ...many, ...pull]) {
      typeset(tex)
      expect(names(tex).every((number) => number === 'n')).toBe(true)
    }
    for (const tex of numbers) typeset(tex)
    expect(numbers.flatMap(names).every((number) => ['a', 'y'].includes(number))).toBe(true)
  })

  const known = 'before after gradient penalty decay v v_ m m_ s s_ eta mu alpha beta1 beta2 eps t'.split(' ')
  const variants = MANIFEST.codes.optimizers.flatMap((optimizer) => [
    { ...DEFAULTS.training, optimizer },
    { ...DEFAULTS.training, optimizer, momentum: 0.9 },
    { ...DEFAULTS.training, optimizer, momentum: 0.9, nesterov: true },
  ])
  test.each(variants)('$optimizer, momentum $momentum, nesterov $nesterov', (training) => {
    const lines = updateLines(training, 'w', '(#gradient + #penalty)')
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.at(-1)!.left).toBe('w')
    expect(lines.at(-1)!.numbers.join(' ')).toContain('#after')
    for (const { left, right, numbers } of lines) {
      for (const tex of [left, right, ...numbers]) typeset(tex)
      for (const number of numbers.flatMap(names)) expect(known).toContain(number)
    }
  })
})

test('penalties are of weights alone', () => {
  expect(penaltyLine({ l1: 0, l2: 0 }, 'w')).toBeNull()
  expect(penaltyLine({ l1: 0.1, l2: 0.1 }, 'b')).toBeNull()
  expect(penaltyLine({ l1: 0.1, l2: 0 }, 'w')!.right).not.toContain('l_2')
  expect(penaltyLine({ l1: 0.1, l2: 0.1 }, 'w')!.right).toContain('+ l_1 \\sign w + l_2 w')
})

test('what is left to the run', () => {
  expect(epsOf({ eps: -1, optimizer: 'adam' })).toBe(1e-8)
  expect(epsOf({ eps: -1, optimizer: 'adagrad' })).toBe(1e-10)
  expect(epsOf({ eps: 0.5, optimizer: 'adagrad' })).toBe(0.5)
  expect(lossOf('mae', { activations: ['tanh'], classes: [] })).toBe('mae')
  expect(lossOf('auto', { activations: ['tanh', 'sigmoid'], classes: ['a', 'b'] })).toBe('bce')
  expect(lossOf('auto', { activations: ['tanh', 'sigmoid'], classes: [] })).toBe('half_sse')
  expect(lossOf('auto', { activations: ['softmax'], classes: ['a', 'b', 'c'] })).toBe('cross_entropy')
})

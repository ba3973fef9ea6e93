/**
 * The formulas of the engine's README, in its symbols, as TeX: one entry for each activation, loss and optimizer. Live
 * numbers stand where `#name` does; see `typeset.ts`.
 */

import { DEFAULT_EPS, type Training } from '../../engine/generated/schema'
import type { Plan } from '../../run/protocol'

/** a = f(z), and f'(z) in the way that the engine calculates it. */
export const ACTIVATIONS: Readonly<Record<string, { readonly f: string; readonly slope: string }>> = {
  identity: { f: 'z', slope: '1' },
  relu: { f: '\\max (0, z)', slope: '\\cases{1}{z > 0}{0}{\\text{else}}' },
  leaky_relu: { f: '\\cases{z}{z > 0}{0.01\\,z}{\\text{else}}', slope: '\\cases{1}{z > 0}{0.01}{\\text{else}}' },
  elu: { f: '\\cases{z}{z > 0}{e^z - 1}{\\text{else}}', slope: '\\cases{1}{z > 0}{a + 1}{\\text{else}}' },
  gelu: { f: 'z\\,\\Phi(z)', slope: '\\Phi(z) + z\\,\\phi(z)' },
  silu: { f: 'z\\,\\sigma(z)', slope: '\\sigma(z) + a\\,(1 - \\sigma(z))' },
  softplus: { f: '\\ln (1 + e^z)', slope: '\\sigma(z)' },
  tanh: { f: '\\tanh z', slope: '1 - a^2' },
  sigmoid: { f: '\\frac{1}{1 + e^{-z}}', slope: 'a\\,(1 - a)' },
  sin: { f: '\\sin z', slope: '\\cos z' },
  softmax: { f: '\\frac{e^z}{\\sum_k e^{z_k}}', slope: '' },
}
/** What stands in a formula and is no symbol of the network's. */
export const WHERE: Readonly<Record<string, string>> = {
  gelu: 'Φ and φ are the normal distribution and its density',
  silu: 'σ is the sigmoid',
  softplus: 'σ is the sigmoid',
}

type Loss = {
  /** Of one output, line by line; and of several, `#n` of them. */
  readonly one: readonly string[]
  readonly many: readonly string[]
  /** With the numbers #a and #y of one output. */
  readonly numbers: readonly string[]
  /** dC/da of an output, of one and of several; empty where delta is simply a - y. */
  readonly pull: readonly [one: string, many: string]
}

const HUBER = '\\cases{\\frac{1}{2} e^2}{|e| < 1}{|e| - \\frac{1}{2}}{\\text{else}}'
/** Held between -1 and 1. */
const HELD = '\\text{clip}_{-1}^{1}\\, (a - y)'

export const LOSSES: Readonly<Record<string, Loss>> = {
  half_sse: {
    one: ['= \\frac{1}{2} (a - y)^2'],
    many: ['= \\frac{1}{2} \\sum_k (a_k - y_k)^2'],
    numbers: ['= \\frac{1}{2} (#a - #y)^2'],
    pull: ['a - y', 'a - y'],
  },
  sse: {
    one: ['= (a - y)^2'],
    many: ['= \\sum_k (a_k - y_k)^2'],
    numbers: ['= (#a - #y)^2'],
    pull: ['2\\,(a - y)', '2\\,(a - y)'],
  },
  mse: {
    one: ['= (a - y)^2'],
    many: ['= \\frac{1}{#n} \\sum_k (a_k - y_k)^2'],
    numbers: ['= (#a - #y)^2'],
    pull: ['2\\,(a - y)', '\\frac{2}{#n} (a - y)'],
  },
  mae: {
    one: ['= |a - y|'],
    many: ['= \\frac{1}{#n} \\sum_k |a_k - y_k|'],
    numbers: ['= |#a - #y|'],
    pull: ['\\sign (a - y)', '\\frac{1}{#n} \\sign (a - y)'],
  },
  huber: {
    one: [`= ${HUBER}`, '\\text{with} \\, e = a - y'],
    many: [`= \\frac{1}{#n} \\sum_k ${HUBER}`, '\\text{with} \\, e = a_k - y_k'],
    numbers: ['e = #a - #y'],
    pull: [HELD, `\\frac{1}{#n} ${HELD}`],
  },
  bce: {
    one: ['= - y \\ln a', '{} - (1 - y) \\ln (1 - a)'],
    many: ['= - \\frac{1}{#n} \\sum_k (y_k \\ln a_k', '{} + (1 - y_k) \\ln (1 - a_k))'],
    numbers: ['= - #y \\cdot \\ln #a', '{} - (1 - #y) \\cdot \\ln (1 - #a)'],
    pull: ['', ''],
  },
  cross_entropy: {
    one: ['= - \\ln a'],
    many: ['= - \\sum_k y_k \\ln a_k'],
    numbers: ['= - \\ln #a'],
    pull: ['', ''],
  },
}

/** A line of the update: in symbols, and with the numbers of the update. */
export type Line = { readonly left: string; readonly right: string; readonly numbers: readonly string[] }

const line = (left: string, right: string, ...numbers: readonly string[]): Line => ({ left, right, numbers })

/**
 * How an optimizer changes the parameter, step by step. Numbers before an update are called #before, #v, #m and #s; after
 * it they have `_` behind, the parameter is #after.
 *
 * @param gradient how g is written with numbers
 */
export function updateLines(training: Training, parameter: 'w' | 'b', gradient: string): readonly Line[] {
  return OPTIMIZERS[training.optimizer]?.(training, parameter, gradient) ?? []
}

const OPTIMIZERS: Readonly<Record<string, (training: Training, p: string, g: string) => readonly Line[]>> = {
  sgd: ({ momentum, nesterov }, p, g) => {
    if (momentum === 0) return [line(p, `\\gets ${p} - \\eta\\,g`, `= #before - #eta \\cdot ${g}`, '= #after')]
    const v = line('v', '\\gets \\mu v + g', `= #mu \\cdot #v + ${g}`, '= #v_')
    const step = nesterov ? `(${g} + #mu \\cdot #v_)` : '#v_'
    const taken = nesterov ? '(g + \\mu v)' : 'v'
    return [v, line(p, `\\gets ${p} - \\eta\\,${taken}`, `= #before - #eta \\cdot ${step}`, '= #after')]
  },
  rmsprop: ({ momentum }, p, g) => {
    const [v, number] = ['\\frac{g}{\\sqrt{s} + \\epsilon}', `\\frac{${g}}{\\sqrt{#s_} + #eps}`]
    return [
      line(
        's',
        '\\gets \\alpha s + (1 - \\alpha)\\,g^2',
        ...sum('= #alpha \\cdot #s', `{} + (1 - #alpha) \\cdot ${g}^2`),
        '= #s_',
      ),
      momentum === 0
        ? line('v', `\\gets ${v}`, `= ${number}`, '= #v_')
        : line('v', `\\gets \\mu v + ${v}`, `= #mu \\cdot #v + ${number}`, '= #v_'),
      line(p, `\\gets ${p} - \\eta\\,v`, '= #before - #eta \\cdot #v_', '= #after'),
    ]
  },
  adagrad: (_, p, g) => [
    line('s', '\\gets s + g^2', `= #s + ${g}^2`, '= #s_'),
    line(
      p,
      `\\gets ${p} - \\eta\\,\\frac{g}{\\sqrt{s} + \\epsilon}`,
      `= #before - #eta \\cdot \\frac{${g}}{\\sqrt{#s_} + #eps}`,
      '= #after',
    ),
  ],
  adam: (_, p, g) => [...moments(g), ...adamStep(p)],
  adamw: (_, p, g) => [
    line(p, `\\gets ${p} - \\eta \\lambda ${p}`, '= #before - #decay'),
    ...moments(g),
    ...adamStep(p, '- #decay'),
  ],
}

const moments = (g: string): Line[] => [
  line(
    'm',
    '\\gets \\beta_1 m + (1 - \\beta_1)\\,g',
    ...sum('= #beta1 \\cdot #m', `{} + (1 - #beta1) \\cdot ${g}`),
    '= #m_',
  ),
  line(
    's',
    '\\gets \\beta_2 s + (1 - \\beta_2)\\,g^2',
    ...sum('= #beta2 \\cdot #s', `{} + (1 - #beta2) \\cdot ${g}^2`),
    '= #s_',
  ),
]

/** On one line, or on two where the gradient is a sum itself. */
const sum = (first: string, second: string): string[] =>
  second.includes('#penalty') ? [first, second] : [`${first} ${second}`]

/** With both moments corrected for having begun at 0. */
const adamStep = (p: string, decayed = ''): Line[] => [
  line(
    p,
    `\\gets ${p} - \\eta\\,\\frac{m / (1 - \\beta_1^t)}{\\sqrt{s / (1 - \\beta_2^t)} + \\epsilon}`,
    `= #before ${decayed}`,
    '{} - #eta \\cdot \\frac{#m_ / (1 - #beta1^{#t})}{\\sqrt{#s_ / (1 - #beta2^{#t})} + #eps}',
    '= #after',
  ),
]

/** Added to a denominator: what was chosen, or the optimizer's own. */
export function epsOf({ eps, optimizer }: Pick<Training, 'eps' | 'optimizer'>): number {
  return eps >= 0 ? eps : ((DEFAULT_EPS as Readonly<Record<string, number>>)[optimizer] ?? 1e-8)
}

/** g of a weight: the mean over the batch, and what the penalties add to it. */
export function penaltyLine({ l1, l2 }: Pick<Training, 'l1' | 'l2'>, parameter: 'w' | 'b'): Line | null {
  if (parameter === 'b' || (l1 === 0 && l2 === 0)) return null
  const terms = [l1 === 0 ? '' : '+ l_1 \\sign w', l2 === 0 ? '' : '+ l_2 w']
  return line('g', `= \\frac{\\partial C}{\\partial w} ${terms.join(' ')}`, '= #gradient + #penalty')
}

/** A loss that is left to `auto` follows from the outputs, as in a recipe. */
export function lossOf(loss: string, { activations, classes }: Pick<Plan, 'activations' | 'classes'>): string {
  if (loss !== 'auto') return loss
  const output = classes.length === 0 ? '' : activations.at(-1)
  return output === 'sigmoid' ? 'bce' : output === 'softmax' ? 'cross_entropy' : 'half_sse'
}

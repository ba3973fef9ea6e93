/**
 * Backpropagation of one example, line by line: each in symbols, with the run's own numbers, one of its results written out,
 * and the statements of `reference.py` that do the same. Numbers come from the engine; nothing is calculated here.
 */

import type { Film, Frame, Plan } from '../../run/protocol'
import { neuronName, sourceName } from '../../views/parameters'
import { parameterOf } from '../../run/picked'
import { apart, handy, look as lookOf, type Cell, type Live } from '../../views/formula/digits'
import { LOSSES, lossOf } from '../../views/formula/formulas'
import { cellsOf, column, texOf, type Grid } from './grids'
import { codeOf, type Code } from './reference'

export const PHASES = ['forward', 'loss', 'delta', 'back', 'gradients', 'update'] as const
export type Phase = (typeof PHASES)[number]

/** What is written out: a neuron of a layer, and one of its inputs. Layer 0 holds the inputs. */
export type Place = { readonly layer: number; readonly neuron: number; readonly input: number }

export type Line = {
  readonly key: string
  readonly phase: Phase
  /** The layer that it is about. */
  readonly layer: number
  /** Whether one of its numbers is that of a neuron, or of a weight: what there is to choose. */
  readonly chooses: 'neuron' | 'weight' | 'nothing'
  readonly symbols: string
  /** The same in matrices; empty where the symbols say it all. */
  readonly matrices: string
  readonly grids: readonly Grid[]
  readonly numbers: Readonly<Record<string, Live>>
  /** One result, written out. */
  readonly written: string
  readonly code: readonly Code[]
}

/** What lines are made of. */
export type Look = {
  readonly plan: Plan
  readonly frame: Frame
  readonly film: Film
  /** What is marked and written out in each layer. */
  readonly placeOf: (layer: number) => Place
}

/** Where the numbers of layers stand in the arrays of a frame. */
class Layout {
  constructor(readonly shown: readonly number[]) {}

  of(values: Float64Array, layer: number): Float64Array {
    const from = this.shown.slice(0, layer).reduce((sum, size) => sum + size, 0)
    return values.subarray(from, from + this.shown[layer]!)
  }

  weights(values: Float64Array, layer: number): Float64Array {
    const from = parameterOf(this.shown, { layer, neuron: 0, part: 0 })
    return values.subarray(from, from + this.shown[layer - 1]! * this.shown[layer]!)
  }

  biases(values: Float64Array, layer: number): Float64Array {
    const from = parameterOf(this.shown, { layer, neuron: 0, part: 'bias' })
    return values.subarray(from, from + this.shown[layer]!)
  }
}

/** The lines of these phases, in the order in which they are calculated. */
export function linesOf(look: Look, phases: readonly Phase[]): Line[] {
  const layers = look.plan.shown.length - 1
  const forth = Array.from({ length: layers }, (_, at) => at + 1)
  const back = forth.toReversed()
  const within: Readonly<Record<Phase, () => Line[]>> = {
    forward: () => forth.flatMap((layer) => [sums(look, layer), activations(look, layer)]),
    loss: () => [loss(look)],
    delta: () => [delta(look)],
    back: () => back.slice(1).map((layer) => deltaBefore(look, layer)),
    gradients: () => back.flatMap((layer) => [weightGradients(look, layer), biasGradients(look, layer)]),
    update: () => back.flatMap((layer) => [update(look, layer, 'weights'), update(look, layer, 'biases')]),
  }
  return PHASES.filter((phase) => phases.includes(phase)).flatMap((phase) => within[phase]())
}

const activationOf = ({ plan }: Look, layer: number): string => plan.activations[layer - 1]!
/** Longer sums are not written out to their end. */
const MOST_TERMS = 6
/** What comes out of a layer: `x` of the inputs. */
const outOf = (layer: number): string => (layer === 0 ? 'x' : `a_${layer}`)
/** `f(z)` of an activation function, with its name. */
const applied = (name: string, what: string): string => `\\text{${name.replaceAll('_', ' ')}}(${what})`
const slope = (name: string, what: string): string => `\\text{${name.replaceAll('_', ' ')}}'(${what})`

type Rest = Omit<Line, 'key' | 'phase' | 'layer' | 'numbers'> & {
  /** Of what is written out; texts as they are. */
  readonly numbers: Readonly<Record<string, Live>>
}

/** A number, or its text where it has one of its own, coloured by its sign. */
const shown = (value: number, text = handy(value)): Cell => ({ text, look: lookOf(value) })

/** A line that is about one layer: `matrices` are written with the grids' names, `z = w x + b`. */
function line(look: Look, phase: Phase, layer: number, rest: Rest): Line {
  const place = look.placeOf(layer)
  const matrices = rest.grids.reduce((tex, grid) => tex.replace(`@${grid.name}`, texOf(grid, place)), rest.matrices)
  const cells = rest.grids.map((grid) => cellsOf(grid, place))
  return {
    key: `${phase} ${layer} ${rest.symbols}`,
    phase,
    layer,
    ...rest,
    matrices,
    numbers: Object.assign(
      Object.fromEntries(
        Object.entries(rest.numbers).map(([name, value]) => [name, typeof value === 'number' ? shown(value) : value]),
      ),
      ...cells,
    ) as Line['numbers'],
  }
}

/** `left0 right0 + left1 right1 + ...` as it is written, and its numbers. */
function products(left: Float64Array, right: Float64Array): { tex: string; numbers: Record<string, number> } {
  const terms = Array.from(left, (_, at) => at)
  const written = terms.slice(0, terms.length <= MOST_TERMS ? MOST_TERMS : 2)
  return {
    tex:
      written.map((at) => `#left${at} \\cdot #right${at}`).join(' + ') +
      (written.length < terms.length ? ' + \\dots' : ''),
    numbers: Object.fromEntries(
      terms.flatMap((at) => [
        [`left${at}`, left[at]!],
        [`right${at}`, right[at]!],
      ]),
    ),
  }
}

function sums(look: Look, layer: number): Line {
  const { plan, frame, film, placeOf } = look
  const { neuron } = placeOf(layer)
  const [rows, columns] = [plan.shown[layer]!, plan.shown[layer - 1]!]
  const layout = new Layout(plan.shown)
  const before = layout.of(film.inspection.a, layer - 1)
  const weights = layout.weights(frame.params, layer)
  const biases = layout.biases(frame.params, layer)
  const z = layout.of(film.inspection.z, layer)
  const { tex, numbers } = products(weights.subarray(neuron * columns, (neuron + 1) * columns), before)
  return line(look, 'forward', layer, {
    chooses: 'neuron',
    symbols: `z_${layer} = W_${layer}\\,${outOf(layer - 1)} + b_${layer}`,
    matrices: '@z = @w \\, @x + @b',
    grids: [
      column('z', z),
      { name: 'w', values: weights, rows, columns, down: 'neuron', across: 'input', marks: 'row' },
      { ...column('x', before, 'input'), marks: 'all' },
      column('b', biases),
    ],
    numbers: { ...numbers, bias: biases[neuron]!, sum: z[neuron]! },
    written: `z = ${tex} + #bias = #sum`,
    code: [codeOf('zs.append(')],
  })
}

function activations(look: Look, layer: number): Line {
  const { plan, film, placeOf } = look
  const { neuron } = placeOf(layer)
  const layout = new Layout(plan.shown)
  const [z, a] = [layout.of(film.inspection.z, layer), layout.of(film.inspection.a, layer)]
  const name = activationOf(look, layer)
  const softmax = name === 'softmax'
  const all = Array.from(z, (_, at) => at).slice(0, MOST_TERMS)
  const powers = all.map((at) => `e^{#sum${at}}`).join(' + ') + (z.length > MOST_TERMS ? ' + \\dots' : '')
  const call = name === 'relu' ? '\\max (0, #one)' : applied(name, '#one')
  const own = softmax ? ['e = np.exp(', 'return np.asarray(e / e.sum('] : [`"${name}": (`]
  return line(look, 'forward', layer, {
    chooses: 'neuron',
    symbols: `a_${layer} = ${applied(name, `z_${layer}`)}`,
    matrices: `@a = \\text{${name.replaceAll('_', ' ')}} \\left( @z \\right)`,
    grids: [column('a', a), softmax ? { ...column('z', z), down: null } : column('z', z)],
    numbers: {
      ...Object.fromEntries(all.map((at) => [`sum${at}`, z[at]!])),
      one: z[neuron]!,
      result: a[neuron]!,
    },
    written: `a = ${softmax ? `\\frac{e^{#one}}{${powers}}` : call} = #result`,
    code: [codeOf('activations.append('), ...own.map(codeOf)],
  })
}

/** What is to come out; NaN for a place of no example. */
const targetOf = ({ plan, film }: Look): Float64Array =>
  film.inspection.target ?? new Float64Array(plan.shown.at(-1)!).fill(NaN)

function loss(look: Look): Line {
  const { plan, film } = look
  const layer = plan.shown.length - 1
  const name = lossOf(plan.experiment.training.loss, plan)
  const a = new Layout(plan.shown).of(film.inspection.a, layer)
  const y = targetOf(look)
  const all = Array.from(a, (_, at) => at)
  const common = {
    chooses: 'nothing',
    matrices: `y = @y \\quad a_${layer} = @a`,
    grids: [column('y', y, null), column('a', a, null)],
    numbers: {
      ...Object.fromEntries(
        all.flatMap((at) => [
          [`y${at}`, y[at]!],
          [`a${at}`, a[at]!],
        ]),
      ),
      y: y[0]!,
      a: a[0]!,
      c: film.inspection.loss,
    },
  } as const
  if (name === 'cross_entropy') {
    const right = y.indexOf(1)
    const terms = all.length <= 4 ? `= -(${all.map((at) => `#y${at} \\cdot \\ln #a${at}`).join(' + ')})` : ''
    return line(look, 'loss', layer, {
      ...common,
      symbols: 'C = -\\sum_k y_k \\ln a_k',
      written: `C ${terms} ${right < 0 ? '' : `= -\\ln #a${right}`} = #c`,
      code: [codeOf(`"${name}": (`), codeOf('return np.asarray(shifted')],
    })
  }
  const { one, many, numbers } = LOSSES[name]!
  const formula = (a.length === 1 ? one : many).filter((tex) => !tex.startsWith('\\text'))
  return line(look, 'loss', layer, {
    ...common,
    symbols: `C ${formula.join(' ').replaceAll('#n', String(a.length))}`,
    written: a.length === 1 && name !== 'huber' ? `C ${numbers.join(' ')} = #c` : 'C = #c',
    code: [codeOf(`"${name}": (`)],
  })
}

/** Loss and activation go together: the last delta is a - y. */
const joined = ({ film }: Look): boolean => Number.isNaN(film.inspection.pulls[0] ?? NaN)

function delta(look: Look): Line {
  const { plan, film, placeOf } = look
  const layer = plan.shown.length - 1
  const { neuron } = placeOf(layer)
  const layout = new Layout(plan.shown)
  const { inspection } = film
  const [a, deltas, y] = [layout.of(inspection.a, layer), layout.of(inspection.deltas, layer), targetOf(look)]
  const name = lossOf(plan.experiment.training.loss, plan)
  const code = [codeOf('delta = LOSSES['), codeOf(`"${name}": (`)]
  if (joined(look)) {
    // Of several outputs, bce is their mean.
    const mean = name === 'bce' && a.length > 1
    const share = `\\frac{1}{${a.length}}`
    return line(look, 'delta', layer, {
      chooses: 'neuron',
      symbols: `\\delta_${layer} = ${mean ? `${share} (a_${layer} - y)` : `a_${layer} - y`}`,
      matrices: mean ? `@d = ${share} \\left( @a - @y \\right)` : '@d = @a - @y',
      grids: [column('d', deltas), column('a', a), column('y', y)],
      numbers: { one: a[neuron]!, y: y[neuron]!, result: deltas[neuron]! },
      written: `\\delta = ${mean ? `${share} (#one - #y)` : '#one - #y'} = #result`,
      code,
    })
  }
  const [pulls, slopes] = [inspection.pulls, layout.of(inspection.slopes, layer)]
  return line(look, 'delta', layer, {
    chooses: 'neuron',
    symbols: `\\delta_${layer} = \\frac{\\partial C}{\\partial a_${layer}} \\odot ${slope(activationOf(look, layer), `z_${layer}`)}`,
    matrices: '@d = @p \\odot @s',
    grids: [column('d', deltas), column('p', pulls), column('s', slopes)],
    numbers: { one: pulls[neuron]!, slope: slopes[neuron]!, result: deltas[neuron]! },
    written: '\\delta = #one \\cdot #slope = #result',
    code: [...code, codeOf('delta = delta * ACTIVATIONS[')],
  })
}

function deltaBefore(look: Look, layer: number): Line {
  const { plan, frame, film, placeOf } = look
  const { neuron } = placeOf(layer)
  const next = layer + 1
  const [rows, columns] = [plan.shown[layer]!, plan.shown[next]!]
  const layout = new Layout(plan.shown)
  const { inspection } = film
  const later = layout.of(inspection.deltas, next)
  const [deltas, slopes] = [layout.of(inspection.deltas, layer), layout.of(inspection.slopes, layer)]
  const turned = transposed(layout.weights(frame.params, next), columns, rows)
  const { tex, numbers } = products(turned.subarray(neuron * columns, (neuron + 1) * columns), later)
  const name = activationOf(look, layer)
  return line(look, 'back', layer, {
    chooses: 'neuron',
    symbols: `\\delta_${layer} = W_${next}^T\\,\\delta_${next} \\odot ${slope(name, `z_${layer}`)}`,
    matrices: '@d = @w \\, @e \\odot @s',
    grids: [
      column('d', deltas),
      { name: 'w', values: turned, rows, columns, down: 'neuron', across: null },
      { ...column('e', later), down: null },
      column('s', slopes),
    ],
    numbers: { ...numbers, slope: slopes[neuron]!, result: deltas[neuron]! },
    written: `\\delta = (${tex}) \\cdot #slope = #result`,
    code: [codeOf('delta = (delta @ self.weights'), codeOf(`"${name}": (`)],
  })
}

/** Rows as columns: of values (rows, columns), row by row. */
function transposed(values: Float64Array, rows: number, columns: number): Float64Array {
  const turned = new Float64Array(values.length)
  for (let row = 0; row < rows; row += 1)
    for (let at = 0; at < columns; at += 1) turned[at * rows + row] = values[row * columns + at]!
  return turned
}

const gradientCode = ({ plan }: Look, layer: number, kind: 'weights' | 'biases'): Code =>
  codeOf(layer === plan.shown.length - 1 ? 'grad_weights, grad_biases = [' : `grad_${kind}.insert(`)

function weightGradients(look: Look, layer: number): Line {
  const { plan, film, placeOf } = look
  const { neuron, input } = placeOf(layer)
  const [rows, columns] = [plan.shown[layer]!, plan.shown[layer - 1]!]
  const layout = new Layout(plan.shown)
  const { inspection } = film
  const [deltas, before] = [layout.of(inspection.deltas, layer), layout.of(inspection.a, layer - 1)]
  const grads = layout.weights(inspection.grads, layer)
  return line(look, 'gradients', layer, {
    chooses: 'weight',
    symbols: `\\frac{\\partial C}{\\partial W_${layer}} = \\delta_${layer}\\,${outOf(layer - 1)}^T`,
    matrices: '@g = @d \\, @x',
    grids: [
      { name: 'g', values: grads, rows, columns, down: 'neuron', across: 'input' },
      column('d', deltas),
      { name: 'x', values: before, rows: 1, columns, down: null, across: 'input' },
    ],
    numbers: { delta: deltas[neuron]!, one: before[input]!, result: grads[neuron * columns + input]! },
    written: '\\frac{\\partial C}{\\partial w} = #delta \\cdot #one = #result',
    code: [gradientCode(look, layer, 'weights')],
  })
}

function biasGradients(look: Look, layer: number): Line {
  const { plan, film, placeOf } = look
  const { neuron } = placeOf(layer)
  const layout = new Layout(plan.shown)
  const deltas = layout.of(film.inspection.deltas, layer)
  return line(look, 'gradients', layer, {
    chooses: 'neuron',
    symbols: `\\frac{\\partial C}{\\partial b_${layer}} = \\delta_${layer}`,
    matrices: '@g = @d',
    grids: [column('g', layout.biases(film.inspection.grads, layer)), column('d', deltas)],
    numbers: { delta: deltas[neuron]! },
    written: '\\frac{\\partial C}{\\partial b} = #delta',
    code: [gradientCode(look, layer, 'biases')],
  })
}

/** Gradient descent writes out what it takes away; other optimizers keep a memory, and only what comes of them is shown. */
function update(look: Look, layer: number, kind: 'weights' | 'biases'): Line {
  const { plan, frame, film, placeOf } = look
  const { neuron, input } = placeOf(layer)
  const weights = kind === 'weights'
  const [rows, columns] = [plan.shown[layer]!, weights ? plan.shown[layer - 1]! : 1]
  const layout = new Layout(plan.shown)
  const [before, gradients, after] = [frame.params, film.gradients, film.params].map((values) =>
    layout[kind](values, layer),
  )
  const at = weights ? neuron * columns + input : neuron
  const grid = (name: string, values: Float64Array, exact: boolean): Grid => ({
    name,
    values,
    rows,
    columns,
    down: 'neuron',
    across: weights ? 'input' : null,
    exact,
  })
  const symbol = `${weights ? 'W' : 'b'}_${layer}`
  const { optimizer, momentum, learning_rate: rate } = frame.training
  const [old, now] = apart(before![at]!, after![at]!)
  const plain = optimizer === 'sgd' && momentum === 0 && frame.frozen[layer - 1] !== 1
  const small = weights ? 'w' : 'b'
  return line(look, 'update', layer, {
    chooses: weights ? 'weight' : 'neuron',
    symbols: plain
      ? `${symbol} \\gets ${symbol} - \\eta\\,\\frac{\\partial C}{\\partial ${symbol}}`
      : `${symbol} \\gets \\dots`,
    matrices: plain ? '@n = @o - #rate \\cdot @g' : '@o \\to @n',
    grids: [grid('n', after!, true), grid('o', before!, true), grid('g', gradients!, false)],
    numbers: {
      rate: String(rate),
      before: shown(before![at]!, old),
      gradient: gradients![at]!,
      after: shown(after![at]!, now),
    },
    written: plain ? `${small} = #before - #rate \\cdot #gradient = #after` : `${small} = #before \\to #after`,
    code: [codeOf(weights ? 'W += step(' : 'b += step('), ...(plain ? [codeOf('return np.asarray(-lr * (g +')] : [])],
  })
}

/** Names of what there is to choose in a line. */
export const neuronsOf = (plan: Plan, layer: number): string[] =>
  Array.from({ length: plan.shown[layer]! }, (_, neuron) => neuronName(plan, layer, neuron))
export const inputsOf = (plan: Plan, layer: number): string[] =>
  Array.from({ length: plan.shown[layer - 1]! }, (_, input) => sourceName(plan, layer, input))

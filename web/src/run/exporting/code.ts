/** A trained network as Python's source for NumPy, PyTorch or Keras; mirrors exporting/code.py, byte for byte. */

import { thousands } from '../errors'
import { encode } from '../own'
import { repr } from '../repr'
import { expression } from './formulas'
import { littleEndian } from './protobuf'
import { COMPACT, FRAMEWORKS, KINDS, LINE, MODULES, UNPACKED, type Framework, type Table } from './tables'
import { filled, identifiers, listed, literal, prose } from './text'
import type { Layer, Trained } from './trained'

/** The source of a file whose predict() answers as the run does, in float64. */
export function code(net: Trained, framework: Framework): string {
  const table = FRAMEWORKS[framework]
  const parts = [
    ...definitions(net, table),
    network(net, table),
    features(net, table),
    predict(net, table),
    classify(net),
    numbers(net, table),
    load(net, table),
  ]
  const begin = `${docstring(net, table)}\n\n${imports(table, parts)}`
  return `${joined([begin, ...[names(net), ...parts].filter((part) => part !== '')])}\n`
}

/** Two empty lines around functions and classes, one elsewhere. */
function joined(parts: readonly string[]): string {
  const isBlock = (part: string): boolean => /^(?:def|class) /.test(part)
  return parts.reduce((body, part, place) => {
    const apart = isBlock(parts[place - 1]!) || isBlock(part) ? '\n\n\n' : '\n\n'
    return body + apart + part
  })
}

const sizesOf = ({ layers }: Trained): number[] => [layers[0]!.inputs, ...layers.map(({ outputs }) => outputs)]

function docstring(net: Trained, table: Table): string {
  const sizes = sizesOf(net).join('-')
  const steps = `after ${thousands(net.step)} step${net.step === 1 ? '' : 's'} of training`
  const lines = [
    `"""${prose(net.title)}: a network of ${sizes} neurons in ${table.title}, ${steps}.`,
    '',
    "predict() takes rows of COLUMNS in the data's own units, and answers in them. Written by neuroglow.",
  ]
  if (KINDS[net.kind]) lines.push(KINDS[net.kind]!)
  if (net.choice !== null) lines.push(`A column such as ${prose(net.choice)} is 1 where this is so, and 0 elsewhere.`)
  if (net.muted.length > 0) {
    const silent = net.muted.map(([layer, neuron]) => `${neuron + 1} of layer ${layer + 1}`).join(', ')
    lines.push(`Muted neurons have weights of 0: ${silent}.`)
  }
  return [...lines, '"""'].join('\n')
}

/** What these parts use, the standard library first. */
function imports(table: Table, parts: readonly string[]): string {
  const used = Object.entries(MODULES).flatMap(([call, line]) =>
    parts.some((part) => part.includes(call)) ? [line] : [],
  )
  const standard = used.filter((line) => line.startsWith('import'))
  const others = used.filter((line) => !line.startsWith('import'))
  return [...standard, ...(standard.length > 0 ? [''] : []), ...table.imports, ...others].join('\n')
}

/** The columns, and what is answered. */
function names({ columns, classes, targets }: Trained): string {
  const said = Object.entries({ COLUMNS: columns, CLASSES: classes, TARGETS: targets })
  return said.flatMap(([key, group]) => (group.length > 0 ? [`${key} = ${listed(group.map(literal))}`] : [])).join('\n')
}

/** Activations that the framework does not have, in the order in which layers need them. */
function definitions({ layers }: Trained, table: Table): string[] {
  return [...new Set(layers.map(({ activation }) => table.activations[activation]!.define))]
}

/** A line for each layer, counted from 1. */
function eachLayer({ layers }: Trained, template: string, table: Table): string[] {
  return layers.map(({ inputs, outputs, activation: name }, place) => {
    const values = { k: String(place + 1), n_in: String(inputs), n_out: String(outputs) }
    const activation = filled(table.activations[name]!.write, { z: filled(table.sums, values) })
    return filled(template, { ...values, activation }).replace(', activation=)', ')')
  })
}

/** The network as the framework has it. */
function network(net: Trained, table: Table): string {
  const [made, passed] = [table.made, table.passed].map((template) =>
    template === '' ? '' : eachLayer(net, template, table).join('\n'),
  )
  const sizes = sizesOf(net)
  return filled(table.network, { sizes: sizes.join('-'), n_in: String(sizes[0]), made: made!, passed: passed! })
}

/** The inputs, where they are more than the columns as they are. */
function features({ inputs, columns: all }: Trained, table: Table): string {
  if (inputs.length === 0) return ''
  const few = all.length <= UNPACKED
  const columns = few ? identifiers(all) : all.map((_, place) => `x[:, ${place}]`)
  const items = inputs.map((program) => expression(program, columns, table))
  const lines = ['def features(x):', '    """What the network sees: formulas in the columns."""']
  if (few && columns.length > 0) {
    lines.push(`    ${columns.length > 1 ? columns.join(', ') : `(${columns[0]},)`} = x.T`)
  }
  lines.push(`    return ${filled(table.stack, { inputs: listed(items, 4, true) })}`)
  return lines.join('\n')
}

/** From rows of the columns to answers, each in the data's own units. */
function predict(net: Trained, table: Table): string {
  const outputs = net.layers.at(-1)!.outputs
  const one = outputs === 1 ? 'answer' : `${outputs} answers`
  const lines = ['def predict(x):', `    """The ${one} to every row of x, as (rows, ${outputs})."""`, table.begin]
  const x = net.inputs.length > 0 ? 'features(x)' : 'x'
  if (net.scaling !== null) lines.push(`    x = (${x} - MEAN) / SCALE`)
  else if (net.inputs.length > 0) lines.push(`    x = ${x}`)
  lines.push(...(table.run === '' ? eachLayer(net, table.passed, table) : [table.run]))
  lines.push(net.target === null ? '    return x' : '    return x * TARGET_SCALE + TARGET_MEAN')
  return lines.join('\n')
}

/** The same as names of classes. */
function classify({ classes, threshold }: Trained): string {
  if (classes.length === 0) return ''
  const answer =
    threshold === null
      ? 'CLASSES[place] for place in predict(x).argmax(1)'
      : `CLASSES[int(answer > ${threshold})] for (answer,) in predict(x)`
  return `def classify(x):\n    """The class of every row of x."""\n    return [${answer}]`
}

/** What training has found. */
function numbers({ scaling, target, layers }: Trained, table: Table): string {
  const lines: string[] = []
  if (scaling !== null) {
    lines.push('# Mean and deviation of every input over the training examples.')
    lines.push(`MEAN = ${array(scaling.mean, table)}`, `SCALE = ${array(scaling.scale, table)}`)
  }
  if (target !== null) {
    lines.push('# The same of the answers.')
    lines.push(`TARGET_MEAN = ${array(target.mean, table)}`, `TARGET_SCALE = ${array(target.scale, table)}`)
  }
  lines.push('# Weights (outputs, inputs) and biases (outputs,) of every layer.')
  const count = layers.reduce((sum, { weights, biases }) => sum + weights.length + biases.length, 0)
  if (count > COMPACT) return [...lines, ...packed(layers, table)].join('\n')
  for (const [place, layer] of layers.entries()) {
    lines.push(`W${place + 1} = ${matrix(layer, table)}`, `b${place + 1} = ${array(layer.biases, table)}`)
  }
  return lines.join('\n')
}

function array(values: Float64Array, table: Table): string {
  return filled(table.array, { values: listed([...values].map(repr)) })
}

function matrix({ weights, inputs, outputs }: Layer, table: Table): string {
  const rows = Array.from({ length: outputs }, (_, row) =>
    listed([...weights.subarray(row * inputs, (row + 1) * inputs)].map(repr), 4),
  )
  return filled(table.array, { values: listed(rows, 0, true) })
}

/** All weights and biases as one text. */
function packed(layers: readonly Layer[], table: Table): string[] {
  const lines: string[] = []
  let at = 0
  for (const [place, { weights, biases, inputs, outputs }] of layers.entries()) {
    const [middle, end] = [at + weights.length, at + weights.length + biases.length]
    lines.push(`W${place + 1} = NUMBERS[${at}:${middle}].reshape(${outputs}, ${inputs})`)
    lines.push(`b${place + 1} = NUMBERS[${middle}:${end}]`)
    at = end
  }
  const text = encode(littleEndian(layers.flatMap(({ weights, biases }) => [weights, biases])))
  const pieces = Array.from({ length: Math.ceil(text.length / LINE) }, (_, piece) =>
    text.slice(piece * LINE, (piece + 1) * LINE),
  )
  return [`NUMBERS = ${filled(table.packed, { numbers: pieces.map((piece) => `${piece}\n`).join('') })}`, ...lines]
}

/** The weights get into the network. */
function load(net: Trained, table: Table): string {
  return filled(table.load, { loaded: table.loaded === '' ? '' : eachLayer(net, table.loaded, table).join('\n') })
}

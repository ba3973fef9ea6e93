/** A trained network as an ONNX file, in float64; mirrors exporting/onnx.py, byte for byte. */

import { columnsOf, type Program } from '../formula'
import { repr } from '../repr'
import { littleEndian, message, type Bytes, type Field } from './protobuf'
import { ONNX_ACTIVATIONS, ONNX_ARITY, ONNX_OPERATIONS } from './tables'
import { literal, prose } from './text'
import type { Scale, Trained } from './trained'

const [IR_VERSION, OPSET] = [8, 17]
const [DOUBLE, INT64] = [11, 7]
/** Kinds of attributes. */
const [INT, TENSOR] = [2, 4]

type Attributes = Readonly<Record<string, number | Bytes>>
type Names = Readonly<Record<string, string>>

/** Nodes and constants; every value has a name, which is an identifier. */
class Graph {
  readonly nodes: Bytes[] = []
  readonly constants = new Map<string, Bytes>()
  readonly #numbers = new Map<string, string>()

  /** An operator, and the name of what comes out of it. */
  node(kind: string, inputs: readonly string[], given = '', attributes: Attributes = {}): string {
    const name = given || `${kind.toLowerCase()}${this.nodes.length + 1}`
    const of = Object.entries(attributes).map(([key, value]): Field => [5, attribute(key, value)])
    this.nodes.push(message([...inputs.map((one): Field => [1, one]), [2, name], [3, name], [4, kind], ...of]))
    return name
  }

  /** A constant of this name. */
  array(name: string, values: Float64Array, shape: readonly number[] = [values.length]): string {
    this.constants.set(name, tensor(name, shape, DOUBLE, littleEndian([values])))
    return name
  }

  /** A constant number, once however often it is used. */
  number(word: string): string {
    const name =
      this.#numbers.get(word) ?? this.array(`number${this.#numbers.size + 1}`, Float64Array.of(Number(word)), [])
    this.#numbers.set(word, name)
    return name
  }

  /** A list of one whole number. */
  whole(value: number): string {
    const name = `whole${value}`
    const bytes = new DataView(new ArrayBuffer(8))
    bytes.setBigInt64(0, BigInt(value), true)
    this.constants.set(name, tensor(name, [1], INT64, new Uint8Array(bytes.buffer)))
    return name
  }

  /** What comes of operators on a stack, where names stand for values; its last node has this name. */
  calculate(text: string, values: Names, name = ''): string {
    const words = text.split(' ')
    const stack: string[] = []
    for (const [place, word] of words.entries()) {
      const count = ONNX_ARITY[word]
      if (count !== undefined) {
        const last = place === words.length - 1 ? name : ''
        stack.push(this.node(word, stack.splice(-count), last, word === 'Cast' ? { to: DOUBLE } : {}))
      } else stack.push(values[word] ?? this.number(word))
    }
    return stack[0]!
  }
}

/** A whole number, or a tensor. */
function attribute(name: string, value: number | Bytes): Bytes {
  const isNumber = typeof value === 'number'
  return message([
    [1, name],
    [isNumber ? 3 : 5, value],
    [20, isNumber ? INT : TENSOR],
  ])
}

/** A constant array, row by row, little-endian. */
function tensor(name: string, shape: readonly number[], kind: number, content: Bytes): Bytes {
  return message([...shape.map((size): Field => [1, size]), [2, kind], [8, name], [9, content]])
}

/** The file. */
export function onnx(net: Trained): Bytes {
  const graph = new Graph()
  let x = net.inputs.length > 0 ? features(graph, net) : 'x'
  if (net.scaling !== null) x = graph.calculate('x MEAN Sub SCALE Div', { x, ...scale(graph, net.scaling, '') })
  const y = layers(graph, net, x)
  if (net.target === null) graph.node('Identity', [y], 'y')
  else {
    const target = scale(graph, net.target, 'TARGET_')
    graph.calculate('y TARGET_SCALE Mul TARGET_MEAN Add', { y, ...target }, 'y')
  }
  return model(net, graph)
}

/** From what the network sees, by its name, to its outputs. */
function layers(graph: Graph, net: Trained, seen: string): string {
  return net.layers.reduce((x, { inputs, outputs, weights, biases, activation }, place) => {
    const k = place + 1
    const given = [x, graph.array(`W${k}`, weights, [outputs, inputs]), graph.array(`b${k}`, biases)]
    const values: { a: string } & Record<string, string> = {
      a: x,
      z: graph.node('Gemm', given, `z${k}`, { transB: 1 }),
    }
    for (const line of ONNX_ACTIVATIONS[activation]!.split('; ')) {
      const [name, text] = line.split(' = ')
      values[name!] = graph.calculate(text!, values, `${name}${k}`)
    }
    return values.a!
  }, seen)
}

function scale(graph: Graph, { mean, scale: deviation }: Scale, prefix: string): Names {
  const [first, second] = [`${prefix}MEAN`, `${prefix}SCALE`]
  return { [first]: graph.array(first, mean), [second]: graph.array(second, deviation) }
}

/** The inputs by their formulas, as the columns of one array. */
function features(graph: Graph, { inputs }: Trained): string {
  const used = [...new Set(inputs.flatMap(columnsOf))].sort((a, b) => a - b)
  const columns = Object.fromEntries(
    used.map((place) => [place, graph.node('Gather', ['x', graph.whole(place)], `column${place + 1}`, { axis: 1 })]),
  )
  const values = inputs.map((program) => {
    const value = formula(graph, program, columns)
    return columnsOf(program).length > 0 ? value : graph.node('Add', [zeros(graph), value])
  })
  return graph.node('Concat', values, 'features', { axis: 1 })
}

/** What comes of a formula in columns of these names. */
function formula(graph: Graph, { operations, arguments: places, constants }: Program, columns: Names): string {
  const stack: string[] = []
  for (const [step, operation] of operations.entries()) {
    const place = places[step]!
    if (operation === 'column') stack.push(columns[place]!)
    else if (operation === 'constant') stack.push(graph.number(repr(constants[place]!)))
    else {
      const text = ONNX_OPERATIONS[operation]!
      const [x, y] = stack.splice(text.includes(' y ') ? -2 : -1)
      stack.push(graph.calculate(text, { x: x!, y: y ?? '' }))
    }
  }
  return stack[0]!
}

/** A 0 for every row. */
function zeros(graph: Graph): string {
  const shape = graph.node('Concat', [graph.node('Shape', ['x'], '', { end: 1 }), graph.whole(1)], '', { axis: 0 })
  return graph.node('ConstantOfShape', [shape], '', { value: tensor('', [1], DOUBLE, new Uint8Array(8)) })
}

/** The file around a graph from x to y. */
function model(net: Trained, graph: Graph): Bytes {
  const { columns, classes, targets, threshold } = net
  const told = Object.entries({ columns, classes, targets }).filter(([, group]) => group.length > 0)
  const metadata = told.map(([key, group]) => [key, `[${group.map(literal).join(', ')}]`])
  metadata.push(['step', String(net.step)], ...(threshold === null ? [] : [['threshold', String(threshold)]]))
  const whole = message([
    ...graph.nodes.map((node): Field => [1, node]),
    [2, 'network'],
    ...[...graph.constants.values()].map((constant): Field => [5, constant]),
    [10, prose(net.title)],
    [11, rows('x', columns.length)],
    [12, rows('y', net.layers.at(-1)!.outputs)],
  ])
  const opset = message([
    [1, ''],
    [2, OPSET],
  ])
  const notes = metadata.map(([key, text]): Field => {
    const entry = message([
      [1, key!],
      [2, text!],
    ])
    return [14, entry]
  })
  return message([[1, IR_VERSION], [2, 'neuroglow'], [7, whole], [8, opset], ...notes])
}

/** What goes in, or comes out: as many rows as there are, of so many numbers. */
function rows(name: string, width: number): Bytes {
  const shape = message([
    [1, message([[2, 'rows']])],
    [1, message([[1, width]])],
  ])
  const type = message([
    [1, DOUBLE],
    [2, shape],
  ])
  return message([
    [1, name],
    [2, message([[1, type]])],
  ])
}

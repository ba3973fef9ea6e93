/** The examples of a run: split, scaled, and turned into what the network sees, all by functions of the engine. */

import type { Block, Engine } from '../engine/engine'
import { MANIFEST } from '../engine/generated/manifest'
import type { Dataset } from './dataset'
import { InputError, shown, thousands } from './errors'
import { depthOf, type Program } from './formula'
import type { Input, Resolved } from './recipe'

export type Vector = Block<'float64', 1>
export type Matrix = Block<'float64', 2>
export type Ints = Block<'int32', 1>

/** Formulas as the engine runs them, with the room that it needs for that. */
export type Formulas = {
  readonly starts: Ints
  readonly codes: Ints
  readonly arguments: Ints
  readonly constants: Vector
  readonly stack: Matrix
  readonly block: Matrix
}

export type Scaling = { readonly mean: Vector; readonly scale: Vector }

/** What the network sees, in the engine's memory, and how it comes from the data. */
export type Examples = {
  readonly x: Matrix
  readonly y: Matrix
  readonly x_test: Matrix
  readonly y_test: Matrix
  readonly formulas: Formulas
  /** All of the data, (columns, n), in its own units. */
  readonly columns: Matrix
  /** Of the inputs, and of the outputs, over the training examples; 0 and 1 where nothing is standardised. */
  readonly scaling: Scaling
  readonly target: Scaling
  /** The rows of the dataset in the split's order: those for training first, then those for the test, then what is never seen. */
  readonly rows: Int32Array
}

/**
 * Splits and scales the dataset and computes the network's inputs and targets.
 *
 * Without a test nothing is shuffled, so that a cyclic order goes through a table as it is written. Of a picture, whose
 * pixels follow each other, the first ones would be its upper edge: they are always shuffled. Points that were edited
 * have their split already.
 */
export function prepare(engine: Engine, resolved: Resolved, dataset: Dataset): Examples {
  const { train, test, inputs, outputs, low, high } = resolved
  const [first = [], last = []] = dataset.split ?? []
  const order = engine.array(
    'int32',
    dataset.split === undefined ? Int32Array.from({ length: dataset.rows }, (_, row) => row) : [...first, ...last],
  )
  const shuffled = dataset.split === undefined && (test > 0 || dataset.kind === 'picture')
  if (shuffled) engine.call.split({ seed: resolved.experiment.data.seed, order })
  const columns = engine.matrix('float64', dataset.columns.length, dataset.rows)
  columns.values.set(dataset.x)
  const values = engine.matrix('float64', dataset.targets.length, dataset.rows)
  values.values.set(dataset.values)
  const programs = inputs.map(({ program }) => program)
  const formulas = formulasOf(engine, programs, dataset.columns.length)
  const seen = (rows: Ints): { x: Matrix; y: Matrix } => {
    const x = engine.matrix('float64', inputs.length, rows.length)
    const y = engine.matrix('float64', outputs.length, rows.length)
    engine.call.features({ ...formulas, columns, rows, x })
    checkFinite(x, rows, inputs)
    if (resolved.task === 'regression') engine.call.value_targets({ values, rows, y })
    else engine.call.class_targets({ values: values.part(0, dataset.rows), rows, low, high, y })
    return { x, y }
  }
  const { x, y } = seen(order.part(0, train))
  const { x: x_test, y: y_test } = seen(order.part(train, train + test))
  const scaling = standardized(engine, x, x_test, resolved.scaleInputs)
  const target = standardized(engine, y, y_test, resolved.scaleTargets)
  return { x, y, x_test, y_test, formulas, columns, scaling, target, rows: order.copy() }
}

/** Standardises both in place, by mean and deviation of the first; 0 and 1 where this is not wanted. */
function standardized(engine: Engine, matrix: Matrix, heldOut: Matrix, wanted: boolean): Scaling {
  const count = matrix.shape[0]!
  const mean = engine.vector('float64', count)
  const scale = engine.array('float64', new Float64Array(count).fill(1))
  if (wanted) {
    engine.call.fit({ x: matrix, mean, scale })
    for (const x of [matrix, heldOut]) engine.call.standardize({ x, mean, scale })
  }
  return { mean, scale }
}

/** The programs of formulas in so many columns, with room to run them. */
export function formulasOf(engine: Engine, programs: readonly Program[], columns: number): Formulas {
  const [starts, constants] = [[0], [] as number[]]
  const [codes, places] = [[] as number[], [] as number[]]
  for (const { operations, arguments: given, constants: own } of programs) {
    for (const [step, operation] of operations.entries()) {
      codes.push(MANIFEST.codes.operations.indexOf(operation))
      places.push(given[step]! + (operation === 'constant' ? constants.length : 0)) // all constants stand in one array
    }
    constants.push(...own)
    starts.push(codes.length)
  }
  return {
    starts: engine.array('int32', starts),
    codes: engine.array('int32', codes),
    arguments: engine.array('int32', places),
    constants: engine.array('float64', constants),
    stack: engine.matrix('float64', Math.max(...programs.map(depthOf)), MANIFEST.block),
    block: engine.matrix('float64', columns, MANIFEST.block),
  }
}

/** Refuses inputs that are not numbers for some example: 1/x1 where x1 is 0. */
function checkFinite(x: Matrix, rows: Ints, inputs: readonly Input[]): void {
  const bad = x.values.findIndex((value) => !Number.isFinite(value))
  if (bad < 0) return
  const { name } = inputs[Math.floor(bad / rows.length)]!
  throw notFinite('network.inputs', name, rows.values[bad % rows.length]!)
}

/** A formula that gives no number for this row. */
export function notFinite(field: string, formula: string, row: number): InputError {
  return new InputError(
    field,
    `expected a number from ${shown(formula)} for every example, got none for example ${thousands(row + 1)}: ` +
      'change the formula',
  )
}

/** What of a run is drawn: columns of its data, the domain over them, and the examples as points. */

import { classColours, classPalette, namedColour, pixelColours, valueColours } from './colours'
import type { Dataset } from './dataset'
import { columnsOf } from './formula'
import { overOf, type Domain, type Over } from './maps'
import { SHOWN_POINTS, type Frame, type Palette, type Plane, type Points, type RGB } from './protocol'
import { batchOf, type Resolved } from './recipe'
import type { Run } from './run'
import { Shown } from './shown'

/** Of data with more columns the examples do not travel to the page: they could not be drawn over any two columns. */
const SCATTERED_COLUMNS = 100

export class Scene {
  readonly run: Run
  readonly shown: Shown
  /** Neurons of all layers, inputs included. */
  readonly neurons: number
  /** The dataset's columns that are drawn. */
  readonly columns: readonly number[]
  /** Of each of these columns, in the data's units; empty for pixels. */
  readonly domain: Domain
  readonly means: readonly number[]
  /** The classes' own colours, where a picture has few of them. */
  readonly classes: readonly RGB[] | null
  /** Rows of the dataset that are drawn, training examples first. */
  points!: Int32Array
  /** The value of each regression target that gets the full colour. */
  full!: Float64Array
  #dataset!: Dataset
  #trainPoints = 0

  constructor(run: Run) {
    this.run = run
    const { resolved, dataset } = run
    this.shown = new Shown(resolved)
    this.neurons = resolved.sizes.reduce((sum, size) => sum + size, 0)
    this.columns = drawnColumns(resolved, dataset)
    const drawn = dataset.kind === 'pixels' ? [] : this.columns
    this.domain = drawn.map((column) => domainOf(run, column))
    this.means = meansOf(run, drawn)
    const few = dataset.colours !== null && dataset.task === 'classification'
    this.classes = few ? dataset.classes.map(namedColour) : null
    this.#choosePoints()
  }

  /** Points belong to the dataset, which is another one once they have been edited. Tells whether it was. */
  follow(): boolean {
    if (this.run.dataset === this.#dataset) return false
    this.#choosePoints()
    return true
  }

  /** What maps are drawn over. */
  over(plane: Plane | null): Over | null {
    return overOf(this.columns, this.domain, this.means, plane)
  }

  /** The index among the points of the training example at this place; -1 when it is not one of them. */
  indexOf(place: number): number {
    return place < this.#trainPoints ? place : -1
  }

  /** The place of a point among the examples: of training, or of the test. */
  placeOf(index: number): readonly [part: 'train' | 'test', place: number] {
    const first = this.#trainPoints
    return index < first ? ['train', index] : ['test', index - first]
  }

  /** A number of the data, in its own units. */
  valueAt(column: number, row: number): number {
    const { columns } = this.run.examples
    return columns.values[column * columns.shape[1]! + row]!
  }

  /** What the plan says of the examples. */
  data(palette: Palette): NonNullable<Frame['data']> {
    const { train, test, experiment } = this.run.resolved
    return {
      points: this.#drawnPoints(palette),
      train,
      test,
      stepsPerEpoch: Math.ceil(train / batchOf(experiment.training, train)),
    }
  }

  /** RGBA of the points. */
  colours(palette: Palette): Uint8ClampedArray {
    const { engine, dataset, resolved, examples } = this.run
    if (dataset.colours !== null) return pixelColours(dataset.colours, this.points)
    if (resolved.task !== 'regression') {
      const numbers = Float64Array.from(this.points, (row) => dataset.values[row]!)
      return classColours(numbers, classPalette(palette, dataset.classes.length))
    }
    const mark = engine.mark()
    const rows = engine.array('int32', this.points)
    const y = engine.matrix('float64', dataset.targets.length, rows.length)
    const values = engine.array('float64', dataset.values).asMatrix(dataset.targets.length)
    engine.call.value_targets({ values, rows, y })
    engine.call.standardize({ x: y, ...examples.target })
    const colours = valueColours(engine, y.part(0, rows.length), this.full[0]!, palette)
    engine.release(mark)
    return colours
  }

  /** Of each pixel of a picture: 0 never seen, 1 in training, 2 in the test. */
  seen(): Uint8Array {
    const { dataset, resolved, examples } = this.run
    const { train, test } = resolved
    const seen = new Uint8Array(dataset.rows)
    for (const row of examples.rows.subarray(0, train)) seen[row] = 1
    for (const row of examples.rows.subarray(train, train + test)) seen[row] = 2
    return seen
  }

  /** A picture as it is, RGBA. */
  original(): Uint8ClampedArray {
    const { colours, rows } = this.run.dataset
    return pixelColours(
      colours!,
      Int32Array.from({ length: rows }, (_, pixel) => pixel),
    )
  }

  /** The examples that are drawn, and the value of each target that gets the full colour. */
  #choosePoints(): void {
    const { dataset, resolved, examples } = this.run
    const { train, test } = resolved
    const part = Math.min(1, SHOWN_POINTS / (train + test))
    this.#dataset = dataset
    this.#trainPoints = Math.ceil(train * part)
    this.points = Int32Array.of(
      ...examples.rows.subarray(0, this.#trainPoints),
      ...examples.rows.subarray(train, train + Math.floor(test * part)),
    )
    const { y } = examples
    const rows = resolved.task === 'regression' ? resolved.outputs.length : 0
    this.full = Float64Array.from({ length: Math.max(rows, 1) }, (_, row) =>
      rows === 0 ? 1 : largest(y.values.subarray(row * train, (row + 1) * train)),
    )
  }

  #drawnPoints(palette: Palette): Points {
    const { dataset } = this.run
    const { points } = this
    const drawn = this.domain.length > 0 && this.columns.length <= SCATTERED_COLUMNS ? this.columns : []
    return {
      count: points.length,
      rows: points.slice(),
      inputs: Float64Array.from(drawn.flatMap((column) => Array.from(points, (row) => this.valueAt(column, row)))),
      values: Float64Array.from(points, (row) => dataset.values[row]!),
      test: Uint8Array.from(points, (_, index) => (index < this.#trainPoints ? 0 : 1)),
      colours: this.colours(palette),
    }
  }
}

/** All columns of pixels; both (or the one) of data that can be drawn on a plane (or a line); else those that inputs are made of. */
function drawnColumns({ inputs, kind }: Resolved, { columns }: Dataset): number[] {
  const all = columns.map((_, column) => column)
  const used = new Set(inputs.flatMap(({ program }) => columnsOf(program)))
  return kind === 'pixels' || all.length <= 2 || used.size === 0 ? all : all.filter((column) => used.has(column))
}

const PLANE = 6
const MARGIN = 0.08

/**
 * Where a map of a column begins and ends: -6 to 6 for points, or further where the user's own lie; the edges of a
 * picture; a little beyond the data of a table.
 */
function domainOf({ dataset, given, examples }: Run, column: number): readonly [number, number] {
  if (dataset.kind === 'picture') {
    const edge = dataset.size![column]! / Math.max(...dataset.size!)
    return [-edge, edge]
  }
  if (dataset.kind === 'points' && given === null) return [-PLANE, PLANE]
  const values = examples.columns.values.subarray(column * dataset.rows, (column + 1) * dataset.rows)
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const margin = low < high ? MARGIN * (high - low) : 1
  if (dataset.kind === 'table') return [low - margin, high + margin]
  return [low < -PLANE ? low - margin : -PLANE, high > PLANE ? high + margin : PLANE]
}

/** The mean of some columns. */
function meansOf({ engine, examples }: Run, columns: readonly number[]): number[] {
  if (columns.length === 0) return []
  const mark = engine.mark()
  const count = examples.columns.shape[0]!
  const [mean, scale] = [engine.vector('float64', count), engine.vector('float64', count)]
  engine.call.fit({ x: examples.columns, mean, scale })
  const means = columns.map((column) => mean.values[column]!)
  engine.release(mark)
  return means
}

/** The largest magnitude, at least 1. */
function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 1)
}

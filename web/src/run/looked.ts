/** What a frame is about: an example, or a place that is none. */

import type { Matrix } from './examples'
import type { Want } from './protocol'
import type { Scene } from './scene'

/** The example that was stepped to: its place among the training examples, and in its batch. */
export type Example = { readonly place: number; readonly position: number; readonly batch: number }

export type Looked = {
  /** Of all of the dataset's columns, (columns, 1), in the engine's memory. */
  readonly columns: Matrix
  /** Of the columns that are drawn, in the data's units. */
  readonly inputs: Float64Array
  /** Its index among the points, -1 when it is not one of them; null for a place. */
  readonly index: number | null
  /** As the network sees it; null for a place. */
  readonly target: Float64Array | null
}

/** The example that was stepped to; else the place that is wanted, or the example, or the first one. */
export function lookAt(scene: Scene, want: Pick<Want, 'probe' | 'example'>, stepped: Example | null): Looked {
  if (stepped !== null) return exampleAt(scene, scene.indexOf(stepped.place), 'train', stepped.place)
  if (want.probe?.length === scene.columns.length) {
    const columns = columnsWith(scene, (nth) => want.probe![nth]!)
    return { columns, inputs: drawn(scene, columns), index: null, target: null }
  }
  const index = want.example !== null && want.example in scene.points ? want.example : 0
  return exampleAt(scene, index, ...scene.placeOf(index))
}

function exampleAt(scene: Scene, index: number, part: 'train' | 'test', place: number): Looked {
  const { examples, resolved } = scene.run
  const row = examples.rows[part === 'train' ? place : resolved.train + place]!
  const columns = columnsWith(scene, (_, column) => scene.valueAt(column, row))
  const { values, shape } = part === 'train' ? examples.y : examples.y_test
  const [outputs, count] = shape as [number, number]
  const target = Float64Array.from({ length: outputs }, (_, output) => values[output * count + place]!)
  return { columns, inputs: drawn(scene, columns), index, target }
}

/** All of the dataset's columns; those that are not drawn are 0. */
function columnsWith({ run, columns }: Scene, value: (nth: number, column: number) => number): Matrix {
  const all = run.engine.matrix('float64', run.dataset.columns.length, 1)
  for (const [nth, column] of columns.entries()) all.values[column] = value(nth, column)
  return all
}

const drawn = ({ columns }: Scene, all: Matrix): Float64Array =>
  Float64Array.from(columns, (column) => all.values[column]!)

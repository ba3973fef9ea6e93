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
  const { engine, dataset, examples } = scene.run
  const place = stepped === null && want.probe?.length === scene.columns.length ? want.probe : null
  const index = stepped !== null ? scene.indexOf(stepped.place) : want.example
  const [part, at] = stepped === null ? scene.placeOf(points(scene, index)) : (['train', stepped.place] as const)
  const row = examples.rows[part === 'train' ? at : scene.run.resolved.train + at]!
  const columns = engine.matrix('float64', dataset.columns.length, 1)
  for (const [nth, column] of scene.columns.entries()) {
    columns.values[column] = place?.[nth] ?? scene.valueAt(column, row)
  }
  const inputs = Float64Array.from(scene.columns, (column) => columns.values[column]!)
  if (place !== null) return { columns, inputs, index: null, target: null }
  const y = part === 'train' ? examples.y : examples.y_test
  const target = Float64Array.from({ length: y.shape[0]! }, (_, output) => y.values[output * y.shape[1]! + at]!)
  return { columns, inputs, index: stepped === null ? points(scene, index) : index, target }
}

/** An index of the points that there is; else that of the first one. */
const points = (scene: Scene, index: number | null): number => (index !== null && index in scene.points ? index : 0)

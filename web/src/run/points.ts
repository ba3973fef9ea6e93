/** Points that can be edited: added, moved and removed while a run goes on. Mirrors data/points.py. */

import { LIMITS } from '../engine/generated/schema'
import type { Dataset, Split } from './dataset'
import { InputError, shown, thousands } from './errors'
import type { Own, Point, PointsEdit } from './protocol'

const EDITS = ['move', 'remove', 'add'] as const
/** Of a point's numbers. */
const LARGEST = 1e6

/** How many of n examples a share for the test is: at least one stays for training. */
export const heldOut = (n: number, share: number): number => Math.min(Math.floor(n * share + 0.5), n - 1)

/** The dataset of points, each its columns and then its value or the index of its class. */
export function pointsDataset(
  columns: readonly string[],
  classes: readonly string[],
  points: readonly Point[],
): Dataset {
  return {
    columns,
    groups: new Map(),
    x: Float64Array.from(columns.flatMap((_, column) => points.map((point) => point[column]!))),
    rows: points.length,
    targets: ['y'],
    task: classes.length > 0 ? 'classification' : 'regression',
    classes,
    values: Float64Array.from(points, (point) => point[columns.length]!),
    kind: 'points',
    size: null,
    colours: null,
    notices: [],
  }
}

/** The points of a dataset. */
function pointsOf({ columns, rows, x, values }: Dataset): number[][] {
  return Array.from({ length: rows }, (_, row) => [
    ...columns.map((_, column) => x[column * rows + row]!),
    values[row]!,
  ])
}

/** The points of a dataset as data of the user's own. */
export function ownPoints(dataset: Dataset): Own {
  const { columns, classes } = dataset
  return { kind: 'points', name: 'points', columns, classes, points: pointsOf(dataset) }
}

/**
 * The dataset after a checked edit: first rows are moved, then removed, then points are added at the end. `split`: its
 * rows for training and for the test; what becomes of them, with this share for the test, `splitAfter` says.
 */
export function edited(dataset: Dataset, edit: PointsEdit, split: Split, share: number): Dataset {
  const { move = [], remove = [], add = [] } = edit
  const points: Point[] = pointsOf(dataset)
  for (const [row, ...point] of move) points[row] = point
  const gone = new Set(remove)
  const left = points.filter((_, row) => !gone.has(row))
  const { targets, notices } = dataset
  const changed = pointsDataset(dataset.columns, dataset.classes, [...left, ...add])
  return { ...changed, targets, notices, split: splitAfter(edit, dataset.rows, split, share) }
}

/**
 * The rows for training and for the test after an edit of so many rows: points that stay keep their side. A point that
 * is added goes to the test where that has less than its share, else to training, which is never empty.
 */
export function splitAfter({ remove = [], add = [] }: PointsEdit, rows: number, split: Split, share: number): Split {
  const gone = new Set(remove)
  let left = 0
  const place = Array.from({ length: rows }, (_, row) => (gone.has(row) ? -1 : left++))
  const [train, test] = split.map((side) => Array.from(side, (row) => place[row]!).filter((row) => row >= 0)) as [
    number[],
    number[],
  ]
  for (let row = left; row < left + add.length; row += 1) {
    if (test.length < heldOut(row + 1, share)) test.push(row)
    else train.push(row)
  }
  if (train.length === 0) train.push(test.shift()!)
  return [Int32Array.from(train), Int32Array.from(test)]
}

/** Whether this holds nothing but what an edit of points is made of. */
export function isPointsEdit(value: unknown): value is PointsEdit {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.keys(value).every((key) => (EDITS as readonly string[]).includes(key))
}

/** How many points there are after an edit. Throws an InputError when it does not fit these points. */
export function checkPoints(
  edit: PointsEdit,
  { kind, columns, classes, rows: count }: Pick<Dataset, 'kind' | 'columns' | 'classes' | 'rows'>,
): number {
  if (kind !== 'points') {
    throw new InputError('points', `expected points to edit, got data of the kind ${kind}: change the data themselves`)
  }
  for (const [name, entries] of Object.entries(edit) as [string, unknown][]) {
    if (!Array.isArray(entries)) {
      throw new InputError('points', `expected a list of what to ${name}, got ${shown(entries)}: write [...]`)
    }
  }
  const { move = [], remove = [], add = [] } = edit
  if (move.length + remove.length + add.length === 0) {
    throw new InputError('points', 'expected points to move, remove or add, got none: name some')
  }
  for (const entry of move as readonly unknown[]) {
    if (!Array.isArray(entry) || entry.length === 0) throw wrongPoint(entry, ['row', ...columns])
    checkPoint(entry.slice(1), columns, classes)
  }
  for (const point of add) checkPoint(point, columns, classes)
  const rows = [...move.map(([row]) => row), ...remove]
  for (const row of rows) checkPlace('row', row, count)
  const seen = new Set<number>()
  for (const row of rows) {
    if (seen.has(row)) {
      throw new InputError('points', `expected different rows to edit, got ${thousands(row)} twice: name each once`)
    }
    seen.add(row)
  }
  const left = count - remove.length + add.length
  if (left < 2 || left > LIMITS.points) {
    throw new InputError(
      'points',
      `expected 2 to ${thousands(LIMITS.points)} points after an edit, got ${thousands(left)}: add or remove fewer`,
    )
  }
  return left
}

/** Throws an InputError when this is no point of such a dataset. */
export function checkPoint(
  point: unknown,
  columns: readonly string[],
  classes: readonly string[],
  field = 'points',
): asserts point is Point {
  if (!Array.isArray(point) || point.length !== columns.length + 1) throw wrongPoint(point, columns, field)
  for (const value of point as unknown[]) {
    if (typeof value !== 'number' || !(Math.abs(value) <= LARGEST)) {
      throw new InputError(
        field,
        `expected finite numbers of at most ${thousands(LARGEST)} in points, got ${shown(value)}: choose others`,
      )
    }
  }
  if (classes.length > 0) checkPlace('class', point.at(-1), classes.length, field)
}

function wrongPoint(point: unknown, names: readonly string[], field = 'points'): InputError {
  return new InputError(
    field,
    `expected points such as [${names.join(', ')}, value or class], got ${shown(point)}: correct or remove it`,
  )
}

/** Throws an InputError when `place` does not count one of `size` things. */
function checkPlace(name: string, place: unknown, size: number, field = 'points'): void {
  if (Number.isInteger(place) && 0 <= (place as number) && (place as number) < size) return
  throw new InputError(
    field,
    `expected a whole number from 0 to ${thousands(size - 1)} for ${name}, got ${shown(place)}: choose another`,
  )
}

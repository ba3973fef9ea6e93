import { expect, test } from 'vitest'
import type { Point, Points, PointsEdit } from './protocol'
import { gone, placed, rounded, Sheet, Spray, together, type Change, type Drawn } from './sheet'

/** Points of two columns and a value, as the page gets them; `rows` in the order in which they are drawn. */
function pointsOf(points: readonly Point[], rows = points.map((_, row) => row)): Points {
  const count = rows.length
  const drawn = rows.map((row) => points[row]!)
  return {
    count,
    rows: Int32Array.from(rows),
    inputs: Float64Array.from([...drawn.map(([x]) => x!), ...drawn.map(([, y]) => y!)]),
    values: Float64Array.from(drawn, ([, , value]) => value!),
    test: Uint8Array.from(rows, (row) => row % 2),
    colours: Uint8ClampedArray.from(drawn.flatMap(([, , value]) => [value!, 0, 0, 255])),
  }
}

/** What the worker does with an edit. */
function done(points: readonly Point[], { move = [], remove = [], add = [] }: PointsEdit): Point[] {
  const moved = [...points]
  for (const [row, ...point] of move) moved[row] = point
  return [...moved.filter((_, row) => !remove.includes(row)), ...add]
}

const DATA: readonly Point[] = [
  [0, 0, 0],
  [1, 1, 1],
  [2, 2, 0],
  [3, 3, 1],
]
const colour = (value: number): number[] => [value, 1, 1, 255]
const seen = (sheet: Sheet): (Point | undefined)[] => sheet.ids.map((id) => sheet.get(id))

test('the worker is told what was done since it was last told', () => {
  const sheet = new Sheet(pointsOf(DATA), 4)
  const id = sheet.fresh()
  sheet.apply(placed([[id, [9, 9, 1]]]))
  sheet.apply(placed([[2, [5, 5, 0]]]))
  sheet.apply(gone([0]))
  expect(sheet.take()).toEqual({ move: [[2, 5, 5, 0]], remove: [0], add: [[9, 9, 1]] })
  expect(sheet.take()).toBeNull()
  sheet.apply(placed([[id, [8, 8, 1]]]))
  expect(sheet.take()).toEqual({ move: [[3, 8, 8, 1]] })
})

test('what comes to nothing is not told', () => {
  const sheet = new Sheet(pointsOf(DATA), 4)
  sheet.apply(sheet.apply(placed([[1, [7, 7, 1]]])))
  const id = sheet.fresh()
  sheet.apply(placed([[id, [9, 9, 1]]]))
  sheet.apply(gone([id]))
  sheet.apply(sheet.apply(sheet.empty))
  expect(sheet.waits).toBe(false)
  expect(sheet.take()).toBeNull()
})

test('every change can be undone, also after the worker was told, and its rows are others by then', () => {
  const sheet = new Sheet(pointsOf(DATA), 4)
  let worker = [...DATA]
  const tell = (): void => {
    worker = done(worker, sheet.take() ?? {})
  }
  const id = sheet.fresh()
  const inverses: Change[] = []
  for (const change of [placed([[3, [4, 4, 1]]]), gone([1, 2]), placed([[id, [9, 9, 0]]]), gone([3]), sheet.empty]) {
    inverses.push(sheet.apply(change))
    tell()
    expect(worker).toEqual(seen(sheet))
  }
  for (const inverse of inverses.reverse()) {
    sheet.apply(inverse)
    tell()
  }
  expect([...worker].sort()).toEqual([...DATA].sort())
})

test('the inverse of several changes in one brings back what was before the first', () => {
  const sheet = new Sheet(pointsOf(DATA), 4)
  const first = sheet.apply(placed([[0, [5, 5, 0]]]))
  const second = sheet.apply(placed([[0, [6, 6, 0]]]))
  sheet.apply(together(second, first))
  expect(sheet.get(0)).toEqual([0, 0, 0])
})

test('points that did not travel to the page are counted, removed and not made up', () => {
  const sheet = new Sheet(pointsOf(DATA, [2, 0]), 4)
  expect([sheet.count, sheet.ids]).toEqual([4, [0, 2]])
  const inverse = sheet.apply(sheet.empty)
  expect(sheet.count).toBe(0)
  sheet.apply(inverse)
  expect(sheet.waits).toBe(false)
  sheet.apply(sheet.empty)
  expect(sheet.take()).toEqual({ remove: [0, 1, 2, 3] })
  sheet.apply(inverse)
  expect(sheet.take()?.add).toHaveLength(2)
  expect(sheet.count).toBe(2)
})

test('points are drawn before the worker answers, those that it knows in their kind and colour', () => {
  const known: Drawn = { points: pointsOf(DATA, [3, 1, 0, 2]), ids: [3, 1, 0, 2] }
  const sheet = new Sheet(known.points, 4)
  sheet.apply(gone([1]))
  sheet.apply(placed([[0, [5, 6, 0]]]))
  sheet.apply(placed([[sheet.fresh(), [7, 8, 1]]]))
  const { points, ids } = sheet.drawn(known, colour)
  expect(ids).toEqual([3, 0, 2, 4])
  expect([...points.inputs]).toEqual([3, 5, 2, 7, 3, 6, 2, 8])
  expect([...points.values]).toEqual([1, 0, 0, 1])
  expect([...points.test]).toEqual([1, 0, 0, 0])
  expect([...points.rows]).toEqual([3, 0, 2, -1])
  expect([...points.colours.subarray(12)]).toEqual([1, 1, 1, 255])
  expect([...points.colours.subarray(0, 4)]).toEqual([1, 0, 0, 255])
})

test('ids by row follow what the worker was told', () => {
  const sheet = new Sheet(pointsOf(DATA), 4)
  const id = sheet.fresh()
  sheet.apply(gone([1]))
  sheet.apply(placed([[id, [9, 9, 1]]]))
  sheet.take()
  expect(sheet.at([0, 1, 2, 3])).toEqual([0, 2, 3, id])
})

test('a spray is as dense on a slow path as on a fast one, and near it', () => {
  const half = (): number => 0.5
  const fast = new Spray(0, 0).to(100, 0, half)
  const spray = new Spray(0, 0)
  const slow = Array.from({ length: 100 }, (_, at) => spray.to(at + 1, 0, half)).flat()
  expect(slow).toHaveLength(fast.length)
  for (const [index, [x, y]] of slow.entries()) {
    expect(x).toBeCloseTo(fast[index]![0])
    expect(Math.hypot(x - 10 * (index + 1), y)).toBeLessThan(8)
  }
  expect(new Spray(0, 0).to(3, 4)).toEqual([])
})

test('coordinates have four figures', () => {
  expect([1.23456, -0.000123456, 1234.56].map(rounded)).toEqual([1.235, -0.0001235, 1235])
})

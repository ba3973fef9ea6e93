import { expect, test } from 'vitest'
import { Edits } from './edits'
import type { PointsEdit } from './protocol'

/** What the worker does with an edit: move, remove, add. */
function done(points: readonly number[], { move = [], remove = [], add = [] }: PointsEdit): number[] {
  const moved = [...points]
  for (const [row, value] of move) moved[row] = value!
  return [...moved.filter((_, row) => !remove.includes(row)), ...add.map(([value]) => value!)]
}

test('what is done while an edit is on its way becomes one edit', () => {
  const edits = new Edits()
  edits.add({ move: [[3, 1, 1, 0]] })
  expect(edits.take()).toEqual({ move: [[3, 1, 1, 0]] })
  edits.add({ move: [[3, 2, 1, 0]] })
  edits.add({ move: [[3, 2, 2, 0]], add: [[5, 5, 1]] })
  edits.add({ add: [[6, 6, 1]] })
  expect(edits.take()).toEqual({ move: [[3, 2, 2, 0]], add: [[5, 5, 1], [6, 6, 1]] }) // prettier-ignore
  expect(edits.take()).toBeNull()
})

test('a point that is removed is not moved', () => {
  const edits = new Edits()
  edits.add({ move: [[3, 1, 1, 0]] })
  edits.add({ remove: [3] })
  edits.add({ remove: [3] })
  expect(edits.take()).toEqual({ remove: [3] })
})

test('rows are those that are shown, whatever is on its way', () => {
  const edits = new Edits()
  let [worker, shown] = [
    [10, 11, 12, 13, 14, 15],
    [10, 11, 12, 13, 14, 15],
  ]
  const send = (): void => {
    worker = done(worker, edits.take()!)
    edits.answered()
  }
  const show = (): void => {
    shown = worker
    edits.shown()
  }
  edits.add({ remove: [1, 3] })
  send()
  edits.add({ remove: [shown.indexOf(14), shown.indexOf(11)] }) // 11 is gone already
  edits.add({ move: [[shown.indexOf(15), 25]] })
  send()
  expect(worker).toEqual([10, 12, 25])
  edits.add({ remove: [shown.indexOf(12)] })
  show()
  edits.add({ move: [[shown.indexOf(25), 35]] })
  send()
  expect(worker).toEqual([10, 35])
  show()
  edits.add({ move: [[shown.indexOf(35), 45]], add: [[50]] })
  send()
  expect(worker).toEqual([10, 45, 50])
})

test('an edit that comes to nothing is not sent', () => {
  const edits = new Edits()
  edits.add({ remove: [0] })
  edits.take()
  edits.add({ remove: [0] })
  edits.add({ move: [[0, 1]] })
  expect(edits.take()).toBeNull()
})

import { expect, test } from 'vitest'
import { Changes, type Tail } from './changes'
import type { Action, LogEntry, PointsEdit } from './protocol'

const NOTHING: Tail = { snapshots: [], history: new Float64Array(), furthest: 0, breaks: null }
const edit = (input: number | null, value: number): Action => ({ edit: { layer: 0, neuron: 0, input, value } })
const mute = (neuron: number, muted = true): Action => ({ mute: { layer: 0, neuron, muted } })
const points = (what: PointsEdit): Action => ({ points: what })

function log(...entries: LogEntry[]): Changes {
  const changes = new Changes()
  for (const entry of entries) changes.add(entry)
  return changes
}
const undo = (changes: Changes, step: number): number => {
  const back = changes.undo(step, () => NOTHING)
  changes.taken = changes.entries.length
  return back
}

test('the last change of the same thing at the same step is replaced, and no other one', () => {
  expect(log([3, edit(0, 1)], [3, edit(0, 2)]).entries).toEqual([[3, edit(0, 2)]])
  expect(log([3, edit(0, 1)], [4, edit(0, 2)]).entries.length).toBe(2)
  expect(log([3, edit(0, 1)], [3, edit(null, 2)], [3, edit(0, 3)]).entries.length).toBe(3)
  expect(log([3, mute(1)], [3, mute(1, false)]).entries).toEqual([[3, mute(1, false)]])
  expect(log([3, { set: { l1: 1, l2: 1 } }], [3, { set: { l2: 2, l1: 2 } }]).entries.length).toBe(1)
  expect(log([3, { set: { l1: 1, l2: 1 } }], [3, { set: { l2: 2 } }]).entries.length).toBe(2)
})

test.each<[string, LogEntry[], number, number]>([
  [
    'edits of one weight over steps',
    [
      [1, mute(0)],
      [3, edit(0, 1)],
      [9, edit(0, 2)],
    ],
    1,
    3,
  ],
  [
    'other weights on their own',
    [
      [3, edit(0, 1)],
      [9, edit(1, 2)],
    ],
    1,
    9,
  ],
  [
    'settings by their keys',
    [
      [1, { set: { l1: 1 } }],
      [2, { set: { l1: 2 } }],
      [5, { set: { l1: 3 } }],
    ],
    0,
    1,
  ],
  [
    'moves of one point',
    [
      [1, points({ move: [[4, 0, 0, 1]] })],
      [2, points({ move: [[4, 1, 0, 1]] })],
    ],
    0,
    1,
  ],
  [
    'other changes of points on their own',
    [
      [1, points({ add: [[0, 0, 1]] })],
      [2, points({ add: [[0, 0, 1]] })],
    ],
    1,
    2,
  ],
])('undo takes back %s', (_, entries, left, step) => {
  const changes = log(...entries)
  expect(undo(changes, 20)).toBe(step)
  expect(changes.entries).toEqual(entries.slice(0, left))
  expect(changes.redo()).toMatchObject({ entries: entries.slice(left), step: 20 })
  expect(changes.entries).toEqual(entries)
})

test('undo takes what lies ahead along, and something new leaves nothing to redo', () => {
  const changes = log([1, mute(0)], [5, mute(1)], [9, mute(2)])
  changes.taken = 2
  expect(undo(changes, 7)).toBe(5)
  expect([changes.undoable, changes.redoable]).toEqual([true, true])
  expect(undo(changes, 5)).toBe(1)
  expect(() => undo(changes, 1)).toThrow(/a change to undo, got none before this step/)
  expect(changes.redo().step).toBe(5)
  expect(changes.redo().entries.length).toBe(2)
  expect(changes.entries.length).toBe(3)
  expect(() => changes.redo()).toThrow(/an undone change to redo, got none/)
  changes.taken = 3
  undo(changes, 9)
  changes.add([9, mute(3)])
  expect(changes.redoable).toBe(false)
})

test('a copy goes its own way', () => {
  const changes = log([1, mute(0)], [5, mute(1)])
  undo(changes, 5)
  const copy = changes.copy()
  copy.redo()
  copy.add([9, mute(2)])
  expect([changes.entries.length, changes.redoable]).toEqual([1, true])
})

test('only what is new is told, points by their number', () => {
  const changes = log([1, mute(0)])
  expect(changes.tell(false)).toEqual({ from: 0, entries: [[1, mute(0)]].map(([step, action]) => ({ step, action })) })
  expect(changes.tell(false)).toBeNull()
  changes.add([2, points({ remove: [3, 4], add: [[0, 0, 1]] })])
  expect(changes.tell(false)).toEqual({
    from: 1,
    entries: [{ step: 2, action: { points: { move: 0, remove: 2, add: 1 } } }],
  })
  undo(changes, 2)
  expect(changes.tell(false)).toEqual({ from: 1, entries: [] })
  expect(changes.tell(true)?.entries.length).toBe(1)
})

test('what undone changes remember of the run is bounded', () => {
  const many = { ...NOTHING, snapshots: Array(2000).fill({}) as Tail['snapshots'] }
  const changes = log([1, mute(0)], [2, mute(1)])
  for (const step of [2, 1]) {
    changes.undo(step, () => many)
    changes.taken = changes.entries.length
  }
  expect(changes.redo().tail).toBe(many)
  expect(changes.redo().tail).toBeNull()
})

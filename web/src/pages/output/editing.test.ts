import { flushSync } from 'svelte'
import { afterEach, expect, test, vi } from 'vitest'
import type { Playback } from '../../run/playback.svelte'
import type { Plan, Point, PointsEdit, Start } from '../../run/protocol'
import { PALETTE } from '../../run/testing'
import type { At } from '../../views/hand'
import { Editing } from './editing.svelte'

/** A run of points on the plane (or on a line) that answers edits as the worker does, or refuses them. */
class Fake {
  rows: Point[]
  plan: Plan
  points: Plan['points']
  began = 1
  problem: { field: string; message: string } | null = null
  hold: string | null = null
  playing = true
  asked = {}
  edits: PointsEdit[] = []
  starts: Start[] = []
  refuse = false

  constructor(rows: Point[], columns = ['x1', 'x2'], classes = ['0', '1']) {
    this.rows = rows
    this.plan = { columns, classes, domain: columns.map(() => [-6, 6]), kind: 'points', target: 'y' } as unknown as Plan
    this.points = this.#send()
  }

  #send(): Plan['points'] {
    const count = this.rows.length
    const width = this.plan.columns.length
    this.points = {
      count,
      rows: Int32Array.from(this.rows, (_, row) => count - 1 - row), // in another order than the dataset's
      inputs: Float64Array.from(
        [0, 1].slice(0, width).flatMap((column) => this.rows.map((point) => point[column]!).reverse()),
      ),
      values: Float64Array.from(this.rows.map((point) => point[width]!).reverse()),
      test: new Uint8Array(count),
      colours: new Uint8ClampedArray(4 * count),
    }
    this.plan = { ...this.plan, train: count, test: 0 }
    return this.points
  }

  pause = (): void => {
    this.playing = false
  }
  play = (): void => {
    this.playing = true
  }
  start = (start: Start): Promise<void> => {
    this.starts.push(start)
    return Promise.resolve()
  }

  async editPoints(edit: PointsEdit): Promise<void> {
    await Promise.resolve()
    this.edits.push(edit)
    if (this.refuse) {
      this.problem = { field: 'points', message: 'no' }
      return
    }
    const { move = [], remove = [], add = [] } = edit
    for (const [row, ...point] of move) this.rows[row] = point
    this.rows = [...this.rows.filter((_, row) => !remove.includes(row)), ...add]
    this.#send()
  }
}

const DATA: readonly Point[] = [
  [0, 0, 0],
  [2, 2, 1],
  [4, 4, 0],
]

function begin(fake: Fake): { editing: Editing; at: (x: number, y: number, shift?: boolean) => At } {
  const editing = new Editing(
    () => fake as unknown as Playback,
    () => PALETTE,
  )
  editing.sync()
  const at = (x: number, y: number, shift = false): At => ({
    place: [x, y],
    unit: [0.1, 0.1],
    shift,
    near: () => {
      const { count, inputs } = fake.points === editing.points ? fake.points : editing.points
      const far = (index: number): number => Math.hypot(inputs[index]! - x, (inputs[count + index] ?? y) - y)
      return Array.from({ length: count }, (_, index) => index).filter((index) => far(index) < 0.5)
    },
  })
  return { editing, at }
}

const settled = async (): Promise<void> => {
  await vi.runAllTimersAsync()
  flushSync()
}

vi.useFakeTimers()
afterEach(() => {
  vi.clearAllTimers()
})

test('a click adds a point of the chosen class, which can be undone and done again', async () => {
  const fake = new Fake([...DATA])
  const { editing, at } = begin(fake)
  editing.choose('add')
  editing.value = 1
  editing.press(at(-3, 1))
  expect(editing.points.count).toBe(4) // before the worker has answered
  editing.release()
  await settled()
  expect(fake.rows).toEqual([...DATA, [-3, 1, 1]])
  editing.undo()
  await settled()
  expect(fake.rows).toEqual(DATA)
  editing.redo()
  await settled()
  expect(fake.rows).toEqual([...DATA, [-3, 1, 1]])
})

test('a stroke sprays points, all of which one undo takes back', async () => {
  const fake = new Fake([...DATA])
  const { editing, at } = begin(fake)
  editing.choose('add')
  editing.press(at(-5, -5))
  for (let x = -5; x <= 5; x += 0.25) editing.drag([at(x, -5)])
  editing.release()
  await settled()
  expect(fake.rows).toHaveLength(DATA.length + 1 + 10)
  expect(fake.rows.slice(3).every(([x, y]) => Math.abs(x!) <= 6 && Math.abs(y! + 5) < 1)).toBe(true)
  editing.undo()
  await settled()
  expect(fake.rows).toEqual(DATA)
})

test('a point is dragged with any of two tools, and keeps its class', async () => {
  for (const tool of ['add', 'move'] as const) {
    const fake = new Fake([...DATA])
    const { editing, at } = begin(fake)
    editing.choose(tool)
    editing.value = 0
    editing.press(at(2.1, 2))
    editing.drag([at(3.1, 3), at(-2.9, 5)])
    editing.release()
    await settled()
    expect(fake.rows).toEqual([
      [0, 0, 0],
      [-3, 5, 1],
      [4, 4, 0],
    ])
    editing.undo()
    await settled()
    expect(fake.rows).toEqual(DATA)
  }
})

test('points go with shift, with Delete and under the eraser', async () => {
  const fake = new Fake([...DATA])
  const { editing, at } = begin(fake)
  editing.choose('move')
  editing.press(at(0, 0, true))
  await settled()
  expect(fake.rows).toEqual(DATA.slice(1))
  editing.undo()
  await settled()
  editing.press(at(4, 4))
  editing.release()
  editing.remove(null)
  await settled()
  expect(fake.rows.map(([x]) => x)).toEqual([2, 0])
  editing.undo()
  await settled()
  editing.choose('erase')
  editing.press(at(0, 0))
  editing.drag([at(1, 1)])
  editing.release()
  await settled()
  expect(fake.rows.map(([x]) => x)).toEqual([2, 4])
})

test('without points the run waits for two new ones, and goes on with them', async () => {
  const fake = new Fake([...DATA])
  const { editing, at } = begin(fake)
  editing.choose('add')
  editing.clear()
  await settled()
  expect([fake.hold, fake.playing, fake.edits.length, editing.points.count]).toEqual([
    'Add at least two points',
    false,
    0,
    0,
  ])
  editing.press(at(1, 1))
  editing.release()
  await settled()
  expect(fake.edits).toHaveLength(0)
  editing.press(at(-1, -1))
  editing.release()
  await settled()
  expect([fake.hold, fake.playing]).toEqual([null, true])
  expect(fake.rows).toEqual([
    [1, 1, 0],
    [-1, -1, 0],
  ])
  editing.undo()
  expect(fake.hold).not.toBeNull()
  editing.undo()
  editing.undo()
  await settled()
  expect(fake.hold).toBeNull()
  expect([...fake.rows].sort()).toEqual([...DATA].sort())
})

test('what was cleared and brought back is not told', async () => {
  const fake = new Fake([...DATA])
  const { editing } = begin(fake)
  editing.clear()
  editing.undo()
  await settled()
  expect([fake.edits.length, fake.hold, fake.playing]).toEqual([0, null, true])
})

test('what is refused is as it was', async () => {
  const fake = new Fake([...DATA])
  const { editing, at } = begin(fake)
  fake.refuse = true
  editing.choose('add')
  editing.press(at(1, -1))
  editing.release()
  await settled()
  expect(editing.points).toBe(fake.points)
  expect(editing.undoable).toBe(false)
})

test('another run takes what could be undone, and the wait, with it', async () => {
  const fake = new Fake([...DATA])
  const { editing } = begin(fake)
  editing.clear()
  await settled()
  fake.began += 1
  editing.sync()
  expect([editing.undoable, fake.hold, editing.points === fake.points]).toEqual([false, null, true])
})

test('the keyboard walks, adds, moves and removes', async () => {
  const fake = new Fake([...DATA])
  const { editing, at } = begin(fake)
  editing.choose('add')
  editing.walk(at(-2, 0))
  expect(editing.cursor).toEqual([-2, 0])
  editing.press(at(-2, 0))
  editing.release()
  await settled()
  expect(fake.rows.at(-1)).toEqual([-2, 0, 0])
  editing.choose('move')
  editing.press(at(-2, 0))
  editing.release()
  editing.walk(at(-1, 0))
  editing.walk(at(-1, 1))
  editing.drop()
  await settled()
  expect(fake.rows.at(-1)).toEqual([-1, 1, 0])
  editing.remove(at(-1, 1))
  await settled()
  expect(fake.rows).toEqual(DATA)
})

test('on a line, the height is the value', async () => {
  const fake = new Fake(
    [
      [0, 1],
      [2, 3],
    ],
    ['x'],
    [],
  )
  const { editing, at } = begin(fake)
  editing.choose('add')
  editing.press(at(-1, 20))
  editing.release()
  await settled()
  editing.choose('move')
  editing.press(at(0, 1))
  editing.drag([at(0.5, 2)])
  editing.release()
  await settled()
  expect(fake.rows).toEqual([
    [0.5, 2],
    [2, 3],
    [-1, 20],
  ])
})

test('pasted points join the others; unknown classes begin another run; nonsense is explained', async () => {
  const fake = new Fake([...DATA])
  const { editing } = begin(fake)
  await editing.paste('1\t5\t1')
  await settled()
  expect(fake.rows.at(-1)).toEqual([1, 5, 1])
  await editing.paste('1\t5\tcat\n2\t5\tdog')
  expect(fake.starts).toMatchObject([{ experiment: { data: { source: 'points' } }, own: { classes: ['cat', 'dog'] } }])
  await editing.paste('nonsense')
  expect(editing.problem).toContain("got 'nonsense'")
})

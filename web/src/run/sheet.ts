/** Points as they are edited by hand: every point keeps its id, whatever becomes of the rows of the dataset. */

import type { Point, Points, PointsEdit } from './protocol'

/** What becomes of points, by their ids: where each is from now on, or null for gone. A new id is a new point. */
export type Change = ReadonlyMap<number, Point | null>

/** A point that is among the data but not among those that travel to the page. */
const UNSEEN: Point = []

export const NOTHING: Change = new Map()
export const gone = (ids: readonly number[]): Change => new Map(ids.map((id) => [id, null]))
export const placed = (points: readonly (readonly [id: number, point: Point])[]): Change => new Map(points)

/** One change after another, as one. */
export function together(first: Change, second: Change): Change {
  return new Map([...first, ...second])
}

/** The points of a run: those that the worker knows of, and what it is still to be told. */
export class Sheet {
  /** The columns of a point, without its value. */
  readonly #columns: number
  /** The points as the worker has them, row by row, once it has done what it was told. */
  readonly #told = new Map<number, Point>()
  /** The points as they are. */
  readonly #points: Map<number, Point>
  /** What has become of points since. */
  #untold = new Map<number, Point | null>()
  #next: number

  /** `total`: the rows of the dataset, of which `points` may be only a part. */
  constructor(points: Points, total: number) {
    const { count, inputs, values } = points
    this.#columns = inputs.length / count
    this.#next = total
    for (let row = 0; row < total; row++) this.#told.set(row, UNSEEN)
    for (const [index, row] of points.rows.entries()) {
      const place = Array.from({ length: this.#columns }, (_, column) => inputs[column * count + index]!)
      this.#told.set(row, [...place, values[index]!])
    }
    this.#points = new Map(this.#told)
  }

  get count(): number {
    return this.#points.size
  }

  /** The rows of the worker's dataset, once it has done what it was told. */
  get told(): number {
    return this.#told.size
  }

  /** Whether there is something that the worker was not told of. */
  get waits(): boolean {
    return this.#untold.size > 0
  }

  /** Those of all points that can be seen. */
  get ids(): number[] {
    return [...this.#points].filter(([, point]) => point !== UNSEEN).map(([id]) => id)
  }

  /** The ids of points that the worker has, by their rows. */
  at(rows: ArrayLike<number>): number[] {
    const order = [...this.#told.keys()]
    return Array.from(rows, (row) => order[row]!)
  }

  get(id: number): Point | undefined {
    return this.#points.get(id)
  }

  /** An id for a new point. */
  fresh(): number {
    return this.#next++
  }

  /** Does it, and gives what would undo it. */
  apply(change: Change): Change {
    const inverse = new Map<number, Point | null>()
    for (const [id, point] of change) {
      inverse.set(id, this.#points.get(id) ?? null)
      if (point === null) this.#points.delete(id)
      else this.#points.set(id, point)
      if (point === (this.#told.get(id) ?? null)) this.#untold.delete(id)
      else this.#untold.set(id, point)
    }
    return inverse
  }

  /** Every point goes. */
  get empty(): Change {
    return gone([...this.#points.keys()])
  }

  /** What the worker is to be told now, null for nothing. From here on it counts as told. */
  take(): PointsEdit | null {
    const rows = new Map([...this.#told.keys()].map((id, row) => [id, row]))
    const move: [number, ...number[]][] = []
    const remove: number[] = []
    const add: Point[] = []
    for (const [id, point] of this.#untold) {
      const row = rows.get(id)
      if (point === UNSEEN)
        this.#points.delete(id) // it was removed for good: nobody here knows where it was
      else if (point === null) {
        remove.push(row!)
        this.#told.delete(id)
      } else {
        if (row === undefined) add.push(point)
        else move.push([row, ...point])
        this.#told.set(id, point)
      }
    }
    this.#untold = new Map()
    if (move.length + remove.length + add.length === 0) return null
    return {
      ...(move.length > 0 ? { move } : {}),
      ...(remove.length > 0 ? { remove } : {}),
      ...(add.length > 0 ? { add } : {}),
    }
  }

  /**
   * The points as they are now, to be drawn before the worker has answered. Those among the `known` ones keep their kind
   * and, as long as their value is the same, their colour; `colour` gives the others theirs.
   */
  drawn({ points: known, ids }: Drawn, colour: (value: number) => ArrayLike<number>): Drawn {
    const places = new Map(ids.map((id, index) => [id, index]))
    const all = [...ids.filter((id) => this.#points.has(id)), ...this.ids.filter((id) => !places.has(id))]
    const count = all.length
    const points = {
      count,
      rows: new Int32Array(count).fill(-1),
      inputs: new Float64Array(this.#columns * count),
      values: new Float64Array(count),
      test: new Uint8Array(count),
      colours: new Uint8ClampedArray(4 * count),
    }
    for (const [index, id] of all.entries()) {
      const point = this.#points.get(id)!
      const value = point[this.#columns]!
      for (let column = 0; column < this.#columns; column++) points.inputs[column * count + index] = point[column]!
      points.values[index] = value
      const before = places.get(id)
      if (before !== undefined) {
        points.rows[index] = known.rows[before]!
        points.test[index] = known.test[before]!
      }
      const same = before !== undefined && known.values[before] === value
      points.colours.set(same ? known.colours.subarray(4 * before, 4 * before + 4) : colour(value), 4 * index)
    }
    return { points, ids: all }
  }
}

/** Points, and the id of each of them. */
export type Drawn = { readonly points: Points; readonly ids: readonly number[] }

/** Pixels between two points of a spray, and how far they scatter. */
const SPACING = 10
const SCATTER = 8

/** Drops points along a path at an even density. */
export class Spray {
  #left = SPACING
  #last: readonly [number, number]

  constructor(x: number, y: number) {
    this.#last = [x, y]
  }

  /** The drops on the way to this place; everything in pixels. `random`: numbers from 0 to 1. */
  to(x: number, y: number, random: () => number = Math.random): [x: number, y: number][] {
    const [fromX, fromY] = this.#last
    const length = Math.hypot(x - fromX, y - fromY)
    const drops: [number, number][] = []
    let at = this.#left
    for (; at <= length; at += SPACING) {
      const angle = 2 * Math.PI * random()
      const distance = SCATTER * Math.sqrt(random())
      const share = at / length
      drops.push([
        fromX + share * (x - fromX) + distance * Math.cos(angle),
        fromY + share * (y - fromY) + distance * Math.sin(angle),
      ])
    }
    this.#left = at - length
    this.#last = [x, y]
    return drops
  }
}

/** A coordinate without figures that nobody has aimed at. */
export const rounded = (value: number): number => Number(value.toPrecision(4))

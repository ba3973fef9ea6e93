/** The plane as a hidden layer of two neurons sees it, and what the rest of the network makes of that. */

import type { Matrix } from './examples'
import { Kept, once } from './kept'
import type { Maps, Over } from './maps'
import type { Palette, Plane, Space } from './protocol'
import type { Scene } from './scene'

/** Places along one side of the grid, and pixels along one side of the answers. */
const SIZE = 48
const ANSWERS = 64
const MARGIN = 0.05
/** Activations between these, whatever enters. */
const BOUNDED: Readonly<Record<string, readonly [number, number]>> = {
  tanh: [-1, 1],
  sin: [-1, 1],
  sigmoid: [0, 1],
}
/** What is larger has left every picture. */
const LARGEST = 1e100

type Side = readonly [low: number, high: number]

export class Spaces {
  readonly #scene: Scene
  readonly #maps: Maps
  readonly #kept = new Kept<Space>()

  constructor(scene: Scene, maps: Maps) {
    this.#scene = scene
    this.#maps = maps
  }

  forget(): void {
    this.#kept.forget()
  }

  /** null unless this is a hidden layer of two neurons, and maps are drawn over a plane. */
  get(
    layer: number,
    look: { readonly palette: Palette; readonly plane: Plane | null },
    palette: Matrix,
    exact: boolean,
    millis: number,
  ): Space | null {
    const { run } = this.#scene
    const { sizes } = run.resolved
    const over = this.#scene.over(look.plane)
    const hidden = 0 < layer && layer < sizes.length - 1 && sizes[layer] === 2
    if (!hidden || over === null || over.down < 0) return null
    const key = JSON.stringify([layer, look.palette, look.plane])
    const space = this.#kept.get(run, key, exact, millis, () => once(() => this.#make(layer, over, palette)))
    return { ...space, grid: space.grid.slice(), points: space.points.slice(), colours: space.colours.slice() }
  }

  #make(layer: number, over: Over, palette: Matrix): Space {
    const { engine, resolved } = this.#scene.run
    const mark = engine.mark()
    const first = resolved.sizes.slice(0, layer).reduce((sum, size) => sum + size, 0)
    const grid = pairs(this.#maps.values(over, first, 2, SIZE, SIZE))
    const points = this.#points(layer)
    const bounded = BOUNDED[resolved.activations[layer - 1]!]
    const [across, down] = [0, 1].map((axis) => sideOf(bounded ?? reachOf(axis, grid, points)))
    const space = {
      layer,
      size: SIZE,
      grid,
      points,
      answers: ANSWERS,
      colours: this.#answers(layer, across!, down!, palette),
      bounds: [across!, down!],
    } as const
    engine.release(mark)
    return space
  }

  /** Where the layer puts the points: x, y of each. */
  #points(layer: number): Float64Array {
    const { run, points } = this.#scene
    const { engine, examples, network, work, resolved } = run
    const rows = engine.array('int32', points)
    const x = engine.matrix('float64', resolved.inputs.length, rows.length)
    engine.call.features({ ...examples.formulas, columns: examples.columns, rows, x })
    engine.call.standardize({ x, ...examples.scaling })
    const values = engine.matrix('float64', 2, rows.length)
    engine.call.layer_values({ ...network, ...work, layer, x, values })
    return pairs(values)
  }

  /** RGBA of what the rest of the network answers to pairs of activations between these. */
  #answers(layer: number, across: Side, down: Side, palette: Matrix): Uint8ClampedArray {
    const { run, full } = this.#scene
    const { engine, network, work, resolved } = run
    const places = ANSWERS * ANSWERS
    const values = engine.matrix('float64', 2, places)
    const middle = ([low, high]: Side, cell: number): number => low + (high - low) * ((cell + 0.5) / ANSWERS)
    for (let place = 0; place < places; place += 1) {
      values.values[place] = middle(across, place % ANSWERS)
      values.values[places + place] = middle(down, ANSWERS - 1 - Math.floor(place / ANSWERS)) // the highest row first
    }
    const outputs = engine.matrix('float64', resolved.outputs.length, places)
    engine.call.answers_from({ ...network, ...work, layer, values, outputs })
    return this.#maps.painted(outputs, palette, full)
  }
}

/** Two rows as x, y of one place after the other. */
function pairs({ values }: Matrix): Float64Array {
  const count = values.length / 2
  return Float64Array.from(values, (_, k) => values[(k % 2) * count + Math.floor(k / 2)]!)
}

/** How far the finite ones among these go along an axis. */
function reachOf(axis: number, ...lists: readonly Float64Array[]): Side {
  let [low, high] = [Infinity, -Infinity]
  for (const list of lists) {
    for (let k = axis; k < list.length; k += 2) {
      const value = list[k]!
      if (!(Math.abs(value) < LARGEST)) continue
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  }
  return low <= high ? [low, high] : [-1, 1]
}

/** A little more than that on both sides. */
function sideOf([low, high]: Side): Side {
  const margin = low < high ? MARGIN * (high - low) : 1
  return [low - margin, high + margin]
}

/** What neurons do over two columns of the data, or along one: maps and curves, painted by the engine. */

import type { Plane } from './protocol'
import type { Matrix, Vector } from './examples'
import type { Run } from './run'
import type { Shown } from './shown'

/** Networks with more neurons are drawn without maps: each map holds what one of them does at every pixel. */
const MAPPED_NEURONS = 2048

/** So many times further from 0, every value has its full colour. */
const FAR = 1e200

/** Two of the dataset's columns, or one (down = -1), from and to where they go, and what all columns are held at. */
export type Over = {
  readonly across: number
  readonly down: number
  readonly bounds: readonly number[]
  readonly held: Float64Array
}

export type Domain = readonly (readonly [low: number, high: number])[]

/** What maps are drawn over: the plane that is wanted if it fits, else both columns (or the one) that there are. */
export function overOf(
  columns: readonly number[],
  domain: Domain,
  means: readonly number[],
  plane: Plane | null,
): Over | null {
  if (domain.length === 0) return null
  const held = new Float64Array(Math.max(...columns) + 1)
  if (columns.length <= 2) return over(columns, domain, 0, columns.length - 1 || -1, held)
  if (plane === null || !fits(plane, columns.length)) return null
  for (const [place, column] of columns.entries()) held[column] = (plane.held ?? means)[place]!
  return over(columns, domain, plane.across, plane.down, held)
}

function over(columns: readonly number[], domain: Domain, across: number, down: number, held: Float64Array): Over {
  const bounds = [...domain[across]!, ...(domain[down] ?? [0, 0])]
  return { across: columns[across]!, down: columns[down] ?? -1, bounds, held }
}

function fits({ across, down, held }: Plane, columns: number): boolean {
  const places = [across, down]
  return (
    places.every((place) => Number.isInteger(place) && 0 <= place && place < columns) &&
    across !== down &&
    (held === null || (held.length === columns && held.every(Number.isFinite)))
  )
}

export class Maps {
  readonly #run: Run
  readonly #shown: Shown
  readonly #neurons: number

  constructor(run: Run, shown: Shown) {
    this.#run = run
    this.#shown = shown
    this.#neurons = run.resolved.sizes.reduce((sum, size) => sum + size, 0)
  }

  /** Whether the network is small enough for maps of all its neurons. */
  get fit(): boolean {
    return this.#neurons <= MAPPED_NEURONS
  }

  /**
   * RGBA of a map of every shown neuron, and the value of its full colour.
   *
   * @param full that of each output's value
   * @param discrete whether every value but 0 gets it
   */
  maps(
    over: Over,
    side: number,
    palette: Matrix,
    full: Float64Array,
    discrete = false,
  ): { maps: Uint8ClampedArray; scales: Float64Array } {
    const { engine } = this.#run
    const values = this.values(over, 0, this.#neurons, side, side)
    const scales = this.scales(values, full)
    this.centre(values)
    if (discrete) this.#sharpen(values)
    const colours = engine.vector('uint8', 4 * values.length)
    engine.call.paint_maps({ values, scales, palette, colours })
    return {
      maps: new Uint8ClampedArray(this.#shown.neurons(colours.values, 4 * side * side).buffer),
      scales: this.#shown.neurons(scales.values, 1),
    }
  }

  /** What every shown neuron answers at so many places from left to right. */
  lines(over: Over, places: number, full: Float64Array): { lines: Float64Array; scales: Float64Array } {
    const values = this.values(over, 0, this.#neurons, places, 1)
    const scales = this.scales(values, full)
    return { lines: this.#shown.neurons(values.values, places), scales: this.#shown.neurons(scales.values, 1) }
  }

  /** RGBA of the answer: the winning class, or the first output's value. */
  surface(over: Over, side: number, palette: Matrix, full: Float64Array, discrete = false): Uint8ClampedArray {
    const { resolved } = this.#run
    const classes = resolved.task === 'classes'
    const outputs = resolved.outputs.length
    const values = this.values(over, this.#neurons - outputs, classes ? outputs : 1, side, side)
    return this.painted(values, palette, full, discrete)
  }

  /** RGBA of answers (outputs, places). */
  painted(values: Matrix, palette: Matrix, full: Float64Array, discrete = false): Uint8ClampedArray {
    const { engine, resolved } = this.#run
    const places = values.shape[1]!
    const colours = engine.vector('uint8', 4 * places)
    if (resolved.task === 'classes') {
      if (discrete) this.#sharpen(values)
      engine.call.paint_classes({ values, palette, colours })
    } else {
      const first = values.part(0, places).asMatrix(1)
      this.centre(first)
      if (discrete) this.#sharpen(first)
      const scales = engine.array('float64', full.subarray(0, 1))
      engine.call.paint_maps({ values: first, scales, palette, colours })
    }
    return new Uint8ClampedArray(colours.values)
  }

  /** Places along a line with the answers there, in the data's units. */
  curve(over: Over, count: number): Float64Array {
    const { engine, resolved, examples } = this.#run
    const outputs = resolved.outputs.length
    const answers = this.values(over, this.#neurons - outputs, outputs, count, 1)
    engine.call.in_units({ x: answers, ...examples.target })
    const [low, high] = over.bounds as [number, number]
    const curve = new Float64Array((1 + outputs) * count)
    for (let k = 0; k < count; k += 1) {
      curve[(1 + outputs) * k] = low + (high - low) * ((k + 0.5) / count) // the middle of a cell, as in the engine's maps
      for (let j = 0; j < outputs; j += 1) curve[(1 + outputs) * k + 1 + j] = answers.values[j * count + k]!
    }
    return curve
  }

  /** Answers of the first output, in the data's units for values, the highest row of the plane first. */
  relief(over: Over, side: number): Float64Array {
    const { engine, resolved, examples } = this.#run
    const answers = this.values(over, this.#neurons - resolved.outputs.length, 1, side, side)
    const { mean, scale } = examples.target
    engine.call.in_units({ x: answers, mean: mean.part(0, 1), scale: scale.part(0, 1) })
    return answers.copy()
  }

  /** The value of each neuron's full colour, from what all of them do (neurons, places). */
  scales(values: Matrix, full: Float64Array): Vector {
    const { engine, network, resolved } = this.#run
    const scales = engine.vector('float64', this.#neurons)
    engine.call.map_scales({ ...network, values, scales })
    if (resolved.task === 'regression') scales.values.set(full, this.#neurons - full.length)
    return scales
  }

  /** A single output between 0 and 1, the last of these neurons, is painted like one between -1 and 1: its threshold in the middle. */
  centre(values: Matrix): void {
    if (this.#run.resolved.task !== 'unsigned') return
    const [neurons, places] = values.shape as [number, number]
    const { engine } = this.#run
    const x = values.part((neurons - 1) * places, neurons * places).asMatrix(1)
    engine.call.in_units({ x, mean: engine.array('float64', [-1]), scale: engine.array('float64', [2]) })
  }

  /** Values so far from 0 that their colours are full. */
  #sharpen(values: Matrix): void {
    const { engine } = this.#run
    const rows = values.shape[0]!
    const [mean, scale] = [engine.vector('float64', rows), engine.vector('float64', rows)]
    scale.values.fill(FAR)
    engine.call.in_units({ x: values, mean, scale })
  }

  /** The activations of neurons from `first` on: (neurons, height * width). */
  values(over: Over, first: number, neurons: number, width: number, height: number): Matrix {
    const { engine, network, work, examples } = this.#run
    const values = engine.matrix('float64', neurons, width * height)
    const held = engine.vector('float64', examples.columns.shape[0]!) // columns that no input is made of stay 0
    held.values.set(over.held)
    engine.call.neuron_maps({
      ...network,
      ...work,
      ...examples.formulas,
      ...examples.scaling,
      held,
      across: over.across,
      down: over.down,
      bounds: engine.array('float64', over.bounds),
      width,
      height,
      first,
      values,
    })
    return values
  }
}

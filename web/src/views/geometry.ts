/** Where everything in the network's picture stands. Nothing here depends on the run's numbers. */

import { call } from '../engine/drawing'
import type { Picked as Pick, Plan } from '../run/protocol'
import { cellAt, type Box } from './image'

/**
 * A row of the input column: an input of the network, or one that could be switched on (`neuron` is then null). One that
 * was `typed` can be forgotten.
 */
export type Slot = { readonly name: string; readonly neuron: number | null; readonly typed?: boolean }

export type Layer = {
  /** The middle of the layer. */
  readonly x: number
  /** Where each drawn neuron stands: one above the other, in several columns where there are many. */
  readonly xs: readonly number[]
  readonly ys: readonly number[]
  /** Side of a neuron's square. */
  readonly size: number
  /** Neurons that there was no room for. */
  readonly hidden: number
}

export type Geometry = {
  readonly width: number
  readonly height: number
  /** Side of a neuron's square, the pixels of an image apart. */
  readonly size: number
  readonly layers: readonly Layer[]
  /** The y of each drawn slot. */
  readonly slots: readonly number[]
  /** Where inputs that are pixels are drawn as one image. */
  readonly image: Box | null
  /** Where the first weight of layer l + 1 stands in a frame's `params`, and where its first bias does. */
  readonly weights: readonly number[]
  readonly biases: readonly number[]
  /** Where the first neuron of a layer stands in a frame's arrays of neurons. */
  readonly neurons: readonly number[]
  /** A layer's neurons in a frame, drawn or not. */
  readonly shown: readonly number[]
}

export type { Pick }

/** Where the heads of the layers have their room. */
export const TOP = 60

const longest = (names: readonly string[]): number => names.reduce((most, name) => Math.max(most, name.length), 0)

/** The engine knows where everything stands: films ask it, too. */
export function layOut(plan: Plan, slots: readonly Slot[], width: number, height: number, compact = false): Geometry {
  const { shown, sizes } = plan
  const [across, down] = (plan.kind === 'pixels' ? plan.size : null) ?? [0, 0]
  const all = shown.reduce((sum, count) => sum + count, 0)
  const [xs, ys] = [new Float64Array(all), new Float64Array(all)]
  const slotYs = new Float64Array(slots.length)
  const [middles, sides] = [new Float64Array(shown.length), new Float64Array(shown.length)]
  const drawn = new Int32Array(shown.length)
  const picture = new Float64Array(6)
  call('lay_out', {
    width,
    height,
    compact: Number(compact),
    across,
    down,
    longest_input: longest(slots.map(({ name }) => name)),
    longest_output: longest(plan.outputNames),
    shown: Int32Array.from(shown),
    slots: Int32Array.from(slots, ({ neuron }) => neuron ?? -1),
    xs,
    ys,
    slot_ys: slotYs,
    middles,
    sides,
    drawn,
    picture,
  })
  const [whole, size, ...box] = picture as unknown as [number, number, number, number, number, number]
  const [weights, biases, neurons] = [[], [], [0]] as [number[], number[], number[]]
  let parameter = 0
  for (let layer = 1; layer < shown.length; layer++) {
    weights.push(parameter)
    biases.push(parameter + shown[layer - 1]! * shown[layer]!)
    parameter += (shown[layer - 1]! + 1) * shown[layer]!
    neurons.push(neurons[layer - 1]! + shown[layer - 1]!)
  }
  return {
    width: whole,
    height,
    size,
    layers: shown.map((_, layer) => {
      const [first, count] = [neurons[layer]!, drawn[layer]!]
      const part = (values: Float64Array): number[] => [...values.subarray(first, first + count)]
      return { x: middles[layer]!, xs: part(xs), ys: part(ys), size: sides[layer]!, hidden: sizes[layer]! - count }
    }),
    slots: [...slotYs].filter((y) => y > 0), // of those that there is room for
    image: across === 0 ? null : { left: box[0], top: box[1], width: box[2], height: box[3] },
    weights,
    biases,
    neurons,
    shown,
  }
}

/** The index of a weight or bias in a frame's `params`, `widths` and `colours`. */
export function parameter(
  { weights, biases, shown }: Geometry,
  layer: number,
  neuron: number,
  part: 'bias' | number,
): number {
  return part === 'bias' ? biases[layer - 1]! + neuron : weights[layer - 1]! + neuron * shown[layer - 1]! + part
}

export const biasSpot = (x: number, y: number, size: number): [number, number] => [x - size / 2 + 1, y + size / 2 - 1]

/** The box around a layer's neurons, to point at them; null where there is no such layer. */
export function spotOf({ layers, height }: Geometry, layer: number): Box | null {
  const spot = layers[layer]
  if (spot === undefined || spot.xs.length === 0) return null
  const reach = spot.size / 2 + AROUND
  const [left, top] = [Math.min(...spot.xs) - reach, Math.max(4, Math.min(...spot.ys) - reach)]
  const [right, bottom] = [Math.max(...spot.xs) + reach, Math.min(height - 4, Math.max(...spot.ys) + reach)]
  return { left, top, width: right - left, height: bottom - top }
}
const AROUND = 10

const REACH = 7

/** What the pointer is at: a bias before its neuron, a neuron before the nearest edge. The edges of pixels are too many. */
export function pick(
  geometry: Geometry,
  { size: pixels }: { readonly size: Plan['size'] },
  x: number,
  y: number,
): Pick | null {
  const { layers, image } = geometry
  const pixel = image === null || pixels === null ? null : cellAt(pixels, image, x, y)
  if (pixel !== null) return { layer: 0, neuron: pixel, part: 'neuron' }
  for (const [layer, { xs, ys, size }] of layers.entries()) {
    if (layer === 0 && image !== null) continue
    for (const [neuron, middle] of ys.entries()) {
      const centre = xs[neuron]!
      if (layer > 0) {
        const [bx, by] = biasSpot(centre, middle, size)
        if (Math.hypot(x - bx, y - by) <= REACH) return { layer, neuron, part: 'bias' }
      }
      if (Math.abs(x - centre) <= size / 2 && Math.abs(y - middle) <= size / 2) return { layer, neuron, part: 'neuron' }
    }
  }
  return nearestEdge(geometry, x, y)
}

function nearestEdge({ layers, image }: Geometry, x: number, y: number): Pick | null {
  let best: Pick | null = null
  let nearest = REACH
  for (let layer = image === null ? 1 : 2; layer < layers.length; layer += 1) {
    const [from, to] = [layers[layer - 1]!, layers[layer]!]
    const bends = new Map<number, Bend | null>() // one for each pair of columns
    for (const [neuron, y1] of to.ys.entries()) {
      const end = to.xs[neuron]! - to.size / 2
      for (const [input, y0] of from.ys.entries()) {
        const start = from.xs[input]! + from.size / 2
        const key = start * 1e5 + end
        let bend = bends.get(key)
        if (bend === undefined) bends.set(key, (bend = bendAt(start, end, x)))
        if (bend === null) continue
        const distance = Math.abs(y - (y0 + (y1 - y0) * bend.share)) / Math.hypot(1, (y1 - y0) * bend.slope)
        if (distance < nearest) {
          nearest = distance
          best = { layer, neuron, part: input }
        }
      }
    }
  }
  return best
}

/** How far a curve has come from its y0 to its y1, and how steep it is there. */
type Bend = { readonly share: number; readonly slope: number }

/** All curves between two columns are at the same t at this x; they are y0 + (y1 - y0) (3 t^2 - 2 t^3). */
function bendAt(start: number, end: number, x: number): Bend | null {
  const share = (x - start) / (end - start)
  if (share < 0 || share > 1) return null
  let [low, high] = [0, 1]
  for (let round = 0; round < 24; round++) {
    const t = (low + high) / 2
    if (1.5 * t * (1 - t) + t * t * t < share) low = t
    else high = t
  }
  return {
    share: low * low * (3 - 2 * low),
    slope: (6 * low * (1 - low)) / ((end - start) * (1.5 * (1 - 2 * low) + 3 * low * low)),
  }
}

export const same = (a: Pick | null, b: Pick | null): boolean =>
  a === b || (a !== null && b !== null && a.layer === b.layer && a.neuron === b.neuron && a.part === b.part)

/** Whether a network has what was picked. */
export function stands(plan: Plan, { layer, neuron, part }: Pick): boolean {
  if (neuron >= (plan.shown[layer] ?? 0)) return false
  return typeof part !== 'number' || part < (plan.shown[layer - 1] ?? 0)
}

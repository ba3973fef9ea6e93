/** Where everything in the network's picture stands. Nothing here depends on the run's numbers. */

import type { Plan } from '../run/protocol'

/**
 * A row of the input column: an input of the network, or one that could be switched on (`neuron` is then null). One that
 * was `typed` can be forgotten.
 */
export type Slot = { readonly name: string; readonly neuron: number | null; readonly typed?: boolean }

export type Layer = {
  readonly x: number
  /** The y of each drawn neuron. */
  readonly ys: readonly number[]
  /** Neurons that there was no room for. */
  readonly hidden: number
}

export type Geometry = {
  readonly width: number
  readonly height: number
  /** Side of a neuron's square. */
  readonly size: number
  readonly layers: readonly Layer[]
  /** The y of each drawn slot. */
  readonly slots: readonly number[]
  /** Where the first weight of layer l + 1 stands in a frame's `params`, and where its first bias does. */
  readonly weights: readonly number[]
  readonly biases: readonly number[]
  /** Where the first neuron of a layer stands in a frame's arrays of neurons. */
  readonly neurons: readonly number[]
  /** A layer's neurons in a frame, drawn or not. */
  readonly shown: readonly number[]
}

/** A neuron, its bias, or the weight from an input. Layer 0 is the inputs. */
export type Pick = { readonly layer: number; readonly neuron: number; readonly part: 'neuron' | 'bias' | number }

export const TOP = 60
const BOTTOM = 52
const SMALLEST = 18
const LARGEST = 96
const COLUMN = 74
const NARROW = 600
const NARROW_COLUMN = 66
const CHARACTER = 7.2

function margin(names: readonly string[], width: number): number {
  const longest = names.reduce((most, name) => Math.max(most, name.length), 0)
  return Math.min(width * 0.15, 132, Math.max(30, 18 + longest * CHARACTER))
}

export function layOut(plan: Plan, slots: readonly Slot[], width: number, height: number): Geometry {
  const { shown, sizes } = plan
  const room = Math.max(SMALLEST, height - TOP - BOTTOM)
  const rows = Math.max(1, Math.floor(room / (SMALLEST + 6)))
  const drawn = shown.map((count, layer) => Math.min(layer === 0 ? slots.length : count, rows))
  const tallest = Math.max(...drawn, 1)
  const ideal = Math.min(LARGEST, Math.max(44, Math.min(width / 17, height / 14)))
  const pitch = Math.min(room / tallest, ideal * 1.5)
  const size = Math.round(Math.max(SMALLEST, Math.min(ideal, pitch * 0.76, width < NARROW ? 34 : LARGEST)))

  const left = margin(
    slots.map((slot) => slot.name),
    width,
  )
  const right = margin(plan.outputNames, width)
  const first = left + size / 2
  const column = Math.max(
    width < NARROW ? NARROW_COLUMN : COLUMN,
    size + 30,
    (width - left - right - size) / (shown.length - 1),
  )
  const last = first + column * (shown.length - 1)
  const spread = (count: number): number[] =>
    Array.from({ length: count }, (_, row) => TOP + room / 2 + (row - (count - 1) / 2) * pitch)

  const slotYs = spread(drawn[0]!)
  const layers = shown.map((count, layer): Layer => {
    const x = Math.round(first + column * layer)
    if (layer > 0) return { x, ys: spread(drawn[layer]!), hidden: sizes[layer]! - drawn[layer]! }
    const ys: number[] = []
    for (let neuron = 0; neuron < count; neuron++) {
      const y = slotYs[slots.findIndex((slot) => slot.neuron === neuron)]
      if (y === undefined) break
      ys.push(y)
    }
    return { x, ys, hidden: sizes[0]! - ys.length }
  })

  const weights: number[] = []
  const biases: number[] = []
  const neurons: number[] = [0]
  let parameter = 0
  for (let layer = 1; layer < shown.length; layer++) {
    weights.push(parameter)
    biases.push(parameter + shown[layer - 1]! * shown[layer]!)
    parameter += (shown[layer - 1]! + 1) * shown[layer]!
    neurons.push(neurons[layer - 1]! + shown[layer - 1]!)
  }
  return {
    width: Math.max(width, Math.round(last + size / 2 + right)),
    height,
    size,
    layers,
    slots: slotYs,
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

const REACH = 7

/** What the pointer is at: a bias before its neuron, a neuron before the nearest edge. */
export function pick(geometry: Geometry, x: number, y: number): Pick | null {
  const { layers, size } = geometry
  for (const [layer, { x: centre, ys }] of layers.entries()) {
    for (const [neuron, middle] of ys.entries()) {
      if (layer > 0) {
        const [bx, by] = biasSpot(centre, middle, size)
        if (Math.hypot(x - bx, y - by) <= REACH) return { layer, neuron, part: 'bias' }
      }
      if (Math.abs(x - centre) <= size / 2 && Math.abs(y - middle) <= size / 2) return { layer, neuron, part: 'neuron' }
    }
  }

  // All edges between two columns are at the same t at this x; their curves are y0 + (y1 - y0) (3 t^2 - 2 t^3).
  const layer = layers.findIndex((next, index) => index > 0 && x < next.x)
  if (layer < 1) return null
  const start = layers[layer - 1]!.x + size / 2
  const end = layers[layer]!.x - size / 2
  const share = (x - start) / (end - start)
  if (share < 0 || share > 1) return null
  let [low, high] = [0, 1]
  for (let round = 0; round < 24; round++) {
    const t = (low + high) / 2
    if (1.5 * t * (1 - t) + t * t * t < share) low = t
    else high = t
  }
  const bend = low * low * (3 - 2 * low)
  const slope = (6 * low * (1 - low)) / ((end - start) * (1.5 * (1 - 2 * low) + 3 * low * low))

  let best: Pick | null = null
  let nearest = REACH
  for (const [neuron, y1] of layers[layer]!.ys.entries()) {
    for (const [input, y0] of layers[layer - 1]!.ys.entries()) {
      const distance = Math.abs(y - (y0 + (y1 - y0) * bend)) / Math.hypot(1, (y1 - y0) * slope)
      if (distance < nearest) {
        nearest = distance
        best = { layer, neuron, part: input }
      }
    }
  }
  return best
}

export const same = (a: Pick | null, b: Pick | null): boolean =>
  a === b || (a !== null && b !== null && a.layer === b.layer && a.neuron === b.neuron && a.part === b.part)

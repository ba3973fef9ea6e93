/** Where everything in the network's picture stands. Nothing here depends on the run's numbers. */

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

export const TOP = 60
const BOTTOM = 52
/** Where a network is one of several, it has little room, and no more around it than it needs. */
const COMPACT = { top: 38, bottom: 20, column: 40 }
const SMALLEST = 18
const LARGEST = 96
/** Share of the distance between two neurons that their squares take. */
const SQUARE = 0.76
/** Where squares would be smaller than this, layers get several columns, at most so many, of larger ones. */
const CRAMPED = 30
const WRAPPED = 48
const COLUMNS = 5
/** Between the columns of a layer, and at least between two layers. */
const BESIDE = 8
const GAP = 30
const COLUMN = 74
const NARROW = 600
const NARROW_COLUMN = 66
const CHARACTER = 7.2
const LARGEST_IMAGE = 280

/** Room for names beside a layer; more of it where there are few layers. */
function margin(names: readonly string[], width: number, layers: number): number {
  const longest = names.reduce((most, name) => Math.max(most, name.length), 0)
  return Math.min(width * (layers > 3 ? 0.15 : 0.24), 132, Math.max(30, 18 + longest * CHARACTER))
}

export function layOut(plan: Plan, slots: readonly Slot[], width: number, height: number, compact = false): Geometry {
  const { shown, sizes } = plan
  const narrow = width < NARROW
  const least = narrow ? NARROW_COLUMN : COLUMN
  const { top, bottom, column } = compact ? COMPACT : { top: TOP, bottom: BOTTOM, column: least }
  const room = Math.max(SMALLEST, height - top - bottom)
  const pixels = plan.kind === 'pixels' ? plan.size : null
  const box = pixels === null ? null : imageBox(pixels, width, room, top)
  const names = slots.map((slot) => slot.name)
  const left = box === null ? margin(names, width, shown.length) : narrow ? 14 : 28
  const right = margin(plan.outputNames, width, shown.length)
  const counts = shown.map((count, layer) => (layer > 0 ? count : pixels === null ? slots.length : 1))

  const ideal = Math.min(LARGEST, Math.max(44, Math.min(width / 17, height / 14)), narrow ? 34 : LARGEST)
  const fitting = Math.max(1, Math.floor(room / (SMALLEST + 6)))
  const arrange = (size: number): Arrangement => {
    const most = Math.max(1, Math.floor((room * SQUARE) / size))
    // Inputs and outputs have their names beside them, and so one column.
    const columns = counts.map((count, layer) =>
      layer === 0 || layer === counts.length - 1 ? 1 : Math.min(COLUMNS, Math.ceil(count / most)),
    )
    const rows = counts.map((count, layer) => Math.min(Math.ceil(count / columns[layer]!), fitting))
    const widths = columns.map((count, layer) =>
      layer === 0 && box !== null ? box.width : count * size + (count - 1) * BESIDE,
    )
    const taken = left + right + widths.reduce((sum, each) => sum + each, 0)
    const pitch = Math.min(room / Math.max(...rows), ideal * 1.5)
    return { columns, rows, widths, pitch, gap: (width - taken) / (shown.length - 1) }
  }
  /** In single columns, as large as there is room for. */
  const single = Math.min(ideal, (room / Math.max(...counts.map((count) => Math.min(count, fitting)))) * SQUARE)
  let size = Math.floor(Math.max(SMALLEST, single)) // larger ones would not fit into the column
  if (single < CRAMPED && !compact) {
    const fits = (one: number): boolean => {
      const { rows, gap, pitch } = arrange(one)
      return gap >= 2 * one && pitch * SQUARE >= one && rows[0]! <= fitting
    }
    let larger = Math.round(Math.min(ideal, WRAPPED))
    while (larger > size && !fits(larger)) larger -= 1
    size = Math.max(size, larger)
  }
  const { columns, rows, widths, pitch, gap: even } = arrange(size)
  const gap = Math.max(compact ? 0 : GAP, column - size, even)
  const spread = (count: number): number[] =>
    Array.from({ length: count }, (_, row) => top + room / 2 + (row - (count - 1) / 2) * pitch)

  const slotYs = spread(pixels === null ? rows[0]! : 0)
  let edge = left
  const layers = shown.map((count, layer): Layer => {
    const start = edge
    edge += widths[layer]! + gap
    const x = Math.round(start + widths[layer]! / 2)
    if (layer > 0) {
      const drawn = Math.min(count, rows[layer]! * columns[layer]!)
      const ys = spread(rows[layer]!)
      const places = Array.from({ length: drawn }, (_, neuron) => neuron)
      // The last column may have fewer: it then stands in the middle, too.
      const short = (rows[layer]! * columns[layer]! - drawn) * (pitch / 2)
      const last = (columns[layer]! - 1) * rows[layer]!
      return {
        x,
        xs: places.map((neuron) => start + size / 2 + Math.floor(neuron / rows[layer]!) * (size + BESIDE)),
        ys: places.map((neuron) => ys[neuron % rows[layer]!]! + (neuron >= last ? short : 0)),
        size,
        hidden: sizes[layer]! - drawn,
      }
    }
    if (pixels !== null && box !== null) {
      const cell = box.width / pixels[0]
      const places = Array.from({ length: count }, (_, pixel) => pixel)
      return {
        x,
        xs: places.map((pixel) => start + (0.5 + (pixel % pixels[0])) * cell),
        ys: places.map((pixel) => box.top + (0.5 + Math.floor(pixel / pixels[0])) * cell),
        size: cell,
        hidden: sizes[0]! - count,
      }
    }
    const ys: number[] = []
    for (let neuron = 0; neuron < count; neuron++) {
      const y = slotYs[slots.findIndex((slot) => slot.neuron === neuron)]
      if (y === undefined) break
      ys.push(y)
    }
    return { x, xs: ys.map(() => x), ys, size, hidden: sizes[0]! - ys.length }
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
    width: Math.max(width, Math.round(edge - gap + right)),
    height,
    size,
    layers,
    slots: slotYs,
    image: box === null ? null : { ...box, left },
    weights,
    biases,
    neurons,
    shown,
  }
}

/** Columns and rows of each layer, how wide it is, how far its neurons stand apart, and what is left between layers. */
type Arrangement = {
  readonly columns: readonly number[]
  readonly rows: readonly number[]
  readonly widths: readonly number[]
  readonly pitch: number
  readonly gap: number
}

/** An image as large as there is room for beside the network. */
function imageBox(
  [columns, rows]: readonly [width: number, height: number],
  width: number,
  room: number,
  top: number,
): Box {
  const cell = Math.min(Math.min(LARGEST_IMAGE, width * 0.3) / columns, Math.min(LARGEST_IMAGE, room * 0.7) / rows)
  const [across, down] = [cell * columns, cell * rows]
  return { left: 0, top: top + (room - down) / 2, width: across, height: down }
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

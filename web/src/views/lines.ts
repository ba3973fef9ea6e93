/** Draws the weights' lines on Canvas. Every width, colour and opacity comes with the frame. */

import { call } from '../engine/drawing'
import { css } from './canvas.svelte'
import { parameter, type Geometry } from './geometry'
import type { Scene } from './network'

/** Widths are drawn in steps of half a pixel, opacities and light in twelfths. */
export const STEPS = 12
/** Weights have two colours; more would share them. */
const HUES = 8
export const HALO = 0.22
/** Of the weights between two layers the largest are drawn, so many. */
const MOST_LINES = 240
/** So many lines can be drawn in a frame without holding it up. */
const FEW_LINES = 160
/** Large pictures have bolder lines. */
export const boldness = (size: number): number => Math.max(1, size / 54)

/** Lines of one colour, opacity and width are stroked together: many strokes cost more than long paths. */
export class Strokes {
  #edges = new Map<number, number[]>()

  add(key: number, edge: Edge): void {
    let edges = this.#edges.get(key)
    if (edges === undefined) this.#edges.set(key, (edges = []))
    edges.push(...edge)
  }

  /** Thin lines first, so that thick ones lie above them. */
  draw(context: CanvasRenderingContext2D, style: (key: number) => void): void {
    for (const key of [...this.#edges.keys()].sort((a, b) => a - b)) {
      const edges = this.#edges.get(key)!
      context.beginPath()
      for (let at = 0; at < edges.length; at += 4)
        trace(context, edges[at]!, edges[at + 1]!, edges[at + 2]!, edges[at + 3]!)
      style(key)
      context.stroke()
    }
  }
}

export function trace(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  const middle = (x0 + x1) / 2
  context.moveTo(x0, y0)
  context.bezierCurveTo(middle, y0, middle, y1, x1, y1)
}

/** The level from `least` on, in STEPS, from which on there are about `most` of some lights, 0 to 1. */
export const cut = (lights: Float32Array, least: number, most: number): number =>
  call('light_cut', { lights, least, most })

export type Edge = readonly [x0: number, y0: number, x1: number, y1: number]

export function edgeOf({ layers }: Geometry, layer: number, neuron: number, input: number): Edge {
  const [from, to] = [layers[layer - 1]!, layers[layer]!]
  return [from.xs[input]! + from.size / 2 + 1, from.ys[input]!, to.xs[neuron]! - to.size / 2 - 1, to.ys[neuron]!]
}

/** How many lines there are into a layer. */
const linesInto = ({ layers }: Geometry, layer: number): number =>
  layers[layer - 1]!.ys.length * layers[layer]!.ys.length

/**
 * The lines of the weights. Those of a large network take longer than a frame has: while a run goes on, they are drawn
 * layer by layer, in turns, each layer's on a sheet of its own.
 */
export class Lines {
  readonly #sheets: CanvasRenderingContext2D[] = []
  #look: readonly unknown[] = []
  #turn = 0

  draw(context: CanvasRenderingContext2D, scene: Scene): void {
    const { geometry, palette, pick, moving } = scene
    const layers = geometry.layers.length - 1
    let [count, room] = [0, FEW_LINES]
    for (let layer = 1; layer <= layers; layer += 1) count += Math.min(MOST_LINES, linesInto(geometry, layer))
    // What is recorded, a picture for example, has them all as lines.
    if (count <= FEW_LINES || !(context instanceof CanvasRenderingContext2D)) {
      for (let layer = 1; layer <= layers; layer += 1) drawLines(context, scene, layer)
      return
    }
    const look = [geometry, palette, pick, devicePixelRatio]
    if (!moving || look.some((part, index) => part !== this.#look[index])) room = Infinity
    this.#look = look
    for (let turn = 0; turn < layers && room > 0; turn += 1) {
      this.#turn = (this.#turn % layers) + 1
      drawLines(this.#sheet(scene, this.#turn), scene, this.#turn)
      room -= Math.min(MOST_LINES, linesInto(geometry, this.#turn))
    }
    for (let layer = 1; layer <= layers; layer += 1) {
      const { canvas } = this.#sheets[layer]!
      const [left, width] = spanOf(geometry, layer)
      context.drawImage(canvas, left, 0, width, geometry.height)
    }
  }

  /** An empty sheet between two layers. */
  #sheet({ geometry }: Scene, layer: number): CanvasRenderingContext2D {
    const sheet = (this.#sheets[layer] ??= document.createElement('canvas').getContext('2d')!)
    const [left, width] = spanOf(geometry, layer)
    const { canvas } = sheet
    const ratio = devicePixelRatio
    const [columns, rows] = [Math.round(width * ratio), Math.round(geometry.height * ratio)]
    if (canvas.width !== columns || canvas.height !== rows) {
      canvas.width = columns
      canvas.height = rows
    }
    sheet.setTransform(1, 0, 0, 1, 0, 0)
    sheet.clearRect(0, 0, columns, rows)
    sheet.setTransform(ratio, 0, 0, ratio, -left * ratio, 0)
    return sheet
  }
}

/** From where the lines into a layer begin, and how wide they reach: whole pixels. */
function spanOf({ layers }: Geometry, layer: number): [left: number, width: number] {
  const [from, to] = [layers[layer - 1]!, layers[layer]!]
  const left = Math.floor(Math.min(...from.xs) + from.size / 2)
  return [left, Math.max(1, Math.ceil(Math.max(...to.xs) - to.size / 2) - left)]
}

/**
 * How each line into a layer is drawn, by neuron, then by input: its opacity in STEPS, 0 for none, and its width in halves
 * of a pixel. It is the weight's size that counts; between an image and the first layer what the weight carries, unless
 * its neuron or its pixel is the chosen one.
 */
function looksOf({ geometry, frame, pick }: Scene, layer: number): { levels: Uint8Array; halves: Uint8Array } {
  const { shown, weights, biases, neurons, image } = geometry
  const [from, to] = [weights[layer - 1]!, biases[layer - 1]!]
  const [inputs, outputs] = [geometry.layers[layer - 1]!.ys.length, geometry.layers[layer]!.ys.length]
  const chosen = pick !== null && pick.part === 'neuron' ? pick : null
  const [levels, halves] = [new Uint8Array(inputs * outputs), new Uint8Array(inputs * outputs)]
  const muted = (of: number, count: number): Uint8Array => frame.muted.subarray(neurons[of]!, neurons[of]! + count)
  call('line_looks', {
    shown: shown[layer - 1]!,
    image: Number(layer === 1 && image !== null),
    frozen: frame.frozen[layer - 1]!,
    chosen: Number(chosen !== null),
    chosen_input: chosen?.layer === layer - 1 ? chosen.neuron : -1,
    chosen_neuron: chosen?.layer === layer ? chosen.neuron : -1,
    params: frame.params.subarray(from, to),
    widths: frame.widths.subarray(from, to),
    colours: frame.colours.subarray(4 * from, 4 * to),
    edge_glow: frame.probe.edgeGlow.subarray(from, to),
    muted_inputs: muted(layer - 1, inputs),
    muted_neurons: muted(layer, outputs),
    sizes: new Float64Array(to - from),
    levels,
    halves,
  })
  return { levels, halves }
}

function drawLines(context: CanvasRenderingContext2D, scene: Scene, layer: number): void {
  const { geometry, frame } = scene
  const { colours } = frame
  const lines = new Strokes()
  const hues: string[] = []
  const known = new Map<number, number>()
  const { levels, halves } = looksOf(scene, layer)
  const inputs = geometry.layers[layer - 1]!.ys.length

  for (const [place, level] of levels.entries()) {
    if (level === 0) continue
    const [neuron, input] = [Math.floor(place / inputs), place % inputs]
    const index = parameter(geometry, layer, neuron, input)
    const byte = 4 * index
    const rgb = (colours[byte]! << 16) | (colours[byte + 1]! << 8) | colours[byte + 2]!
    let hue = known.get(rgb)
    if (hue === undefined) {
      hue = hues.length % HUES
      known.set(rgb, hue)
      hues.push(css(colours, byte))
    }
    lines.add((halves[place]! * (STEPS + 1) + level) * HUES + hue, edgeOf(geometry, layer, neuron, input))
  }

  lines.draw(context, (key) => {
    const look = Math.floor(key / HUES)
    context.strokeStyle = hues[key % HUES]!
    context.globalAlpha = (look % (STEPS + 1)) / STEPS
    context.lineWidth = (Math.floor(look / (STEPS + 1)) / 2) * boldness(geometry.size)
  })
  context.globalAlpha = 1
}

/** The weight that is pointed at, and the pinned one, which has a halo. */
export function drawChosenLines(context: CanvasRenderingContext2D, { geometry, pick, pinned, ink }: Scene): void {
  for (const chosen of [pinned, pick]) {
    if (chosen === null || typeof chosen.part !== 'number') continue
    if (geometry.layers[chosen.layer]?.ys[chosen.neuron] === undefined) continue
    if (geometry.layers[chosen.layer - 1]?.ys[chosen.part] === undefined) continue
    context.beginPath()
    trace(context, ...edgeOf(geometry, chosen.layer, chosen.neuron, chosen.part))
    context.strokeStyle = ink.text
    if (chosen === pinned) {
      context.globalAlpha = HALO
      context.lineWidth = 9
      context.stroke()
      context.globalAlpha = 1
    }
    context.lineWidth = 2
    context.stroke()
  }
}

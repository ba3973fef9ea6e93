/** Draws the network on Canvas: edges, glow, neuron maps, biases. Every width, colour and map comes with the frame. */

import type { Frame, Palette, RGB } from '../run/protocol'
import type { Ink } from '../theme/theme.svelte'
import { css, type Picture } from './canvas.svelte'
import { brief } from './numbers'
import { biasSpot, parameter, type Geometry, type Pick } from './geometry'
import { drawImage, type Box } from './image'

export type Scene = {
  readonly geometry: Geometry
  readonly frame: Frame
  /** All neuron maps in a row, `map` pixels each; null without maps. */
  readonly atlas: Picture | null
  readonly map: number
  /** Of pixels: their columns and rows, and what each neuron of the first layer looks for, one image below the other. */
  readonly pixels: readonly [width: number, height: number] | null
  readonly filters: Picture | null
  readonly palette: Palette
  /** In the dark theme: the signal of the shown example as light. */
  readonly glow: Glow | null
  readonly ink: Ink
  readonly pick: Pick | null
  /** 0 to 1: how far the signal's pulse has come through the network; null for none. */
  readonly pulse: number | null
  /** While a run goes on, some lines of a large network may be a few frames old. */
  readonly moving: boolean
}

/** Widths are drawn in steps of half a pixel, opacities and light in twelfths. */
const STEPS = 12
const WIDTHS = 16
/** Weights have two colours; more would share them. */
const HUES = 8
const FADED = 0.18
/** Wide soft lines are costly: only weights with so many twelfths of light get one, and about so many of them. */
const BRIGHT = 4
const LIT = 32
/** Of the weights between two layers the largest are drawn, so many. */
const MOST_LINES = 240
/** So many lines can be drawn in a frame without holding it up. */
const FEW_LINES = 160
/** Between an image and the first layer the lines are the signal's: about so many, and only where there is some. */
const SIGNALS = 160
/** From so many weights between two layers on, lines become finer and fainter, so that one can see through them. */
const DENSE = 120
const FINEST = 0.55
/** Large pictures have bolder lines. */
const boldness = (size: number): number => Math.max(1, size / 54)
/** Smaller neurons have corners so little round that their maps need not be cut to them, which is costly. */
const SMALL = 30
const SMALL_CORNER = 3
/** Neurons from this size on have room for their activation as a number. */
const NUMBERED = 32

/** Lines of one colour, opacity and width are stroked together: many strokes cost more than long paths. */
class Strokes {
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

function trace(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  const middle = (x0 + x1) / 2
  context.moveTo(x0, y0)
  context.bezierCurveTo(middle, y0, middle, y1, x1, y1)
}

/** The light around neurons: one soft disc per sign, ready in the size in which it is drawn. */
export class Glow {
  readonly colours: readonly [RGB, RGB]
  readonly #ratio = devicePixelRatio
  readonly #discs: readonly HTMLCanvasElement[]

  constructor(palette: Palette, radius: number) {
    this.colours = [palette.negative, palette.positive]
    this.#discs = this.colours.map((colour) => {
      const disc = document.createElement('canvas')
      const middle = Math.ceil(radius * this.#ratio)
      disc.width = disc.height = 2 * middle
      const context = disc.getContext('2d')!
      const light = context.createRadialGradient(middle, middle, 0.34 * middle, middle, middle, middle)
      light.addColorStop(0, css(colour, 0, 1))
      light.addColorStop(0.35, css(colour, 0, 0.42))
      light.addColorStop(0.7, css(colour, 0, 0.1))
      light.addColorStop(1, css(colour, 0, 0))
      context.fillStyle = light
      context.fillRect(0, 0, 2 * middle, 2 * middle)
      return disc
    })
  }

  /** On whole pixels, where copying is fastest. */
  disc(context: CanvasRenderingContext2D, x: number, y: number, strength: number): void {
    const disc = this.#discs[strength < 0 ? 0 : 1]!
    const side = disc.width / this.#ratio
    const snap = (value: number): number => Math.round(value * this.#ratio) / this.#ratio
    context.globalAlpha = Math.min(1, Math.abs(strength))
    context.drawImage(disc, snap(x - side / 2), snap(y - side / 2), side, side)
    context.globalAlpha = 1
  }
}

export function drawNetwork(context: CanvasRenderingContext2D, scene: Scene, lines: Lines): void {
  if (scene.glow !== null) drawLight(context, scene, scene.glow)
  lines.draw(context, scene)
  drawNeurons(context, scene)
}

/** The signal of the shown example: light along the weights that carry most of it, and around the neurons. */
function drawLight(context: CanvasRenderingContext2D, { geometry, frame, pick, pulse }: Scene, glow: Glow): void {
  const { layers, neurons } = geometry
  const { neuronGlow, edgeGlow } = frame.probe

  if (pick === null || pick.part !== 'neuron') {
    const lights = new Strokes()
    const least = cut(levels(edgeGlow), BRIGHT, LIT)
    eachEdge(geometry, (index, layer, neuron, input) => {
      if (Math.round(edgeGlow[index]! * STEPS) < least) return
      const level = Math.round(edgeGlow[index]! * STEPS * passing(pulse, layer - 0.5, layers.length))
      lights.add(2 * level + (frame.params[index]! < 0 ? 0 : 1), edgeOf(geometry, layer, neuron, input))
    })
    lights.draw(context, (key) => {
      const level = Math.floor(key / 2) / STEPS
      context.strokeStyle = css(glow.colours[key % 2]!)
      context.globalAlpha = 0.04 + 0.1 * level
      context.lineWidth = 5 + 9 * level
    })
    context.globalAlpha = 1
  }

  for (const [layer, { xs, ys }] of layers.entries()) {
    if (layer === 0 && geometry.image !== null) continue // an image shows its own light
    for (const [neuron, y] of ys.entries()) {
      const light = 0.62 * neuronGlow[neurons[layer]! + neuron]! * passing(pulse, layer, layers.length)
      if (Math.abs(light) > 0.02) glow.disc(context, xs[neuron]!, y, light)
    }
  }
}

/** The pulse brings light to one layer after the other; before and behind it there is less. */
function passing(pulse: number | null, layer: number, layers: number): number {
  if (pulse === null) return 1
  return 0.35 + 1.15 * Math.max(0, 1 - Math.abs(pulse * (layers - 1) - layer))
}

/** The level from `least` on, from which on there are about `most`; `counts`: how many there are of each level. */
function cut(counts: readonly number[], least: number, most: number): number {
  let level = counts.length - 1
  let count = counts[level]!
  while (level > least && count + counts[level - 1]! <= most) {
    level -= 1
    count += counts[level]!
  }
  return level
}

function levels(values: Float32Array, from = 0, to = values.length): number[] {
  const counts = new Array<number>(STEPS + 1).fill(0)
  for (let index = from; index < to; index += 1) counts[Math.round(values[index]! * STEPS)]! += 1
  return counts
}

type Edge = readonly [x0: number, y0: number, x1: number, y1: number]

function eachEdge(
  geometry: Geometry,
  visit: (index: number, layer: number, neuron: number, input: number) => void,
): void {
  const { layers } = geometry
  for (let layer = 1; layer < layers.length; layer++) {
    const from = layers[layer - 1]!
    const to = layers[layer]!
    for (let neuron = 0; neuron < to.ys.length; neuron++) {
      for (let input = 0; input < from.ys.length; input++) {
        visit(parameter(geometry, layer, neuron, input), layer, neuron, input)
      }
    }
  }
}

function edgeOf({ layers }: Geometry, layer: number, neuron: number, input: number): Edge {
  const [from, to] = [layers[layer - 1]!, layers[layer]!]
  return [from.xs[input]! + from.size / 2 + 1, from.ys[input]!, to.xs[neuron]! - to.size / 2 - 1, to.ys[neuron]!]
}

/** How much of their width and opacity lines keep where there are so many between two layers. */
const veilOf = (lines: number): number => Math.max(FINEST, Math.min(1, Math.sqrt(DENSE / lines)))

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
    if (count <= FEW_LINES) {
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
 * How strongly each line into a layer is drawn, in STEPS, or 0; by neuron, then by input. It is the weight's size that
 * counts; between an image and the first layer what the weight carries, unless its neuron or its pixel is the chosen one.
 */
function strengths({ geometry, frame, pick }: Scene, layer: number): Uint8Array {
  const { colours, params, probe } = frame
  const [inputs, neurons] = [geometry.layers[layer - 1]!.ys.length, geometry.layers[layer]!.ys.length]
  const chosen = pick !== null && pick.part === 'neuron' ? pick : null
  const signals = layer === 1 && geometry.image !== null
  const dim = signals ? cut(levels(probe.edgeGlow, 0, geometry.biases[0]!), 2, SIGNALS) : 0
  const least = signals || inputs * neurons <= MOST_LINES ? 0 : leastOf(geometry, params, layer)
  const veil = veilOf(inputs * neurons)
  const drawn = new Uint8Array(inputs * neurons)
  for (let neuron = 0; neuron < neurons; neuron += 1) {
    for (let input = 0; input < inputs; input += 1) {
      const index = parameter(geometry, layer, neuron, input)
      const mine = chosen !== null && touches(chosen, layer, neuron, input)
      let strength = (colours[4 * index + 3]! / 255) * STEPS
      if (signals && !mine) {
        const signal = Math.round(probe.edgeGlow[index]! * STEPS)
        strength = signal >= dim ? 1 + signal : 0
      } else if (!mine && Math.abs(params[index]!) < least) strength = 0
      const kept = mine ? 1 : chosen === null ? veil : FADED
      drawn[neuron * inputs + input] = Math.min(STEPS, Math.round(strength * kept))
    }
  }
  return drawn
}

/** The size of the smallest of a layer's weights that are drawn. */
function leastOf(geometry: Geometry, params: Float64Array, layer: number): number {
  const start = geometry.weights[layer - 1]!
  const sizes = params.slice(start, geometry.biases[layer - 1])
  for (let index = 0; index < sizes.length; index += 1) sizes[index] = Math.abs(sizes[index]!)
  return sizes.sort()[Math.max(0, sizes.length - MOST_LINES)] ?? 0
}

function drawLines(context: CanvasRenderingContext2D, scene: Scene, layer: number): void {
  const { geometry, frame, pick } = scene
  const { widths, colours } = frame
  const lines = new Strokes()
  const hues: string[] = []
  const known = new Map<number, number>()
  const drawn = strengths(scene, layer)
  const inputs = geometry.layers[layer - 1]!.ys.length
  const veil = veilOf(drawn.length)

  for (const [place, level] of drawn.entries()) {
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
    const width = Math.min(WIDTHS, Math.max(1, Math.round(2 * widths[index]! * veil)))
    lines.add((width * (STEPS + 1) + level) * HUES + hue, edgeOf(geometry, layer, neuron, input))
  }

  lines.draw(context, (key) => {
    const look = Math.floor(key / HUES)
    context.strokeStyle = hues[key % HUES]!
    context.globalAlpha = (look % (STEPS + 1)) / STEPS
    context.lineWidth = (Math.floor(look / (STEPS + 1)) / 2) * boldness(geometry.size)
  })
  context.globalAlpha = 1

  if (pick !== null && pick.layer === layer && typeof pick.part === 'number') {
    context.beginPath()
    trace(context, ...edgeOf(geometry, layer, pick.neuron, pick.part))
    context.strokeStyle = scene.ink.text
    context.lineWidth = 2
    context.stroke()
  }
}

function touches(chosen: Pick, layer: number, neuron: number, input: number): boolean {
  return (layer === chosen.layer && neuron === chosen.neuron) || (layer - 1 === chosen.layer && input === chosen.neuron)
}

function drawNeurons(context: CanvasRenderingContext2D, scene: Scene): void {
  const { geometry, frame, ink, pick } = scene
  const { layers, neurons, image } = geometry
  context.imageSmoothingQuality = 'low'
  context.font = `500 ${Math.round(geometry.size * 0.26)}px Inter, sans-serif`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  if (image !== null) drawInputs(context, scene)
  for (const [layer, { xs, ys, size }] of layers.entries()) {
    if (layer === 0 && image !== null) continue
    const [half, corner] = [size / 2, size < SMALL ? SMALL_CORNER : Math.min(10, size / 4.2)]
    for (const [neuron, y] of ys.entries()) {
      const index = neurons[layer]! + neuron
      const x = xs[neuron]!
      context.beginPath()
      context.roundRect(x - half, y - half, size, size, corner)
      drawInside(context, scene, layer, neuron, x, y)
      const chosen = pick !== null && pick.part === 'neuron' && pick.layer === layer && pick.neuron === neuron
      const filter = layer === 1 && scene.filters !== null
      context.lineWidth = chosen || filter ? 2 : 1
      context.strokeStyle = chosen ? ink.text : filter ? css(frame.probe.colours, 4 * index) : ink.edge
      context.stroke()
      if (layer > 0) drawBias(context, scene, layer, neuron, x, y)
    }
  }
}

/** What a neuron does, within its square: a map, a line, what it looks for, or its activation as colour and number. */
function drawInside(
  context: CanvasRenderingContext2D,
  scene: Scene,
  layer: number,
  neuron: number,
  x: number,
  y: number,
): void {
  const { geometry, frame, atlas, map, filters, pixels, palette, ink } = scene
  const { size, neurons } = geometry
  const index = neurons[layer]! + neuron
  const half = size / 2
  const small = size < SMALL
  if (atlas !== null) {
    context.imageSmoothingEnabled = true
    if (!small) {
      context.save()
      context.clip()
    }
    // Half a pixel is left out on each side: smoothing would mix in the neighbouring map.
    context.drawImage(atlas.canvas, 0, index * map + 0.5, map, map - 1, x - half, y - half, size, size)
    if (!small) context.restore()
    return
  }
  const filter = layer === 1 && filters !== null && pixels !== null
  context.fillStyle = frame.lines === null && !filter ? css(frame.probe.colours, 4 * index) : css(palette.zero)
  context.fill()
  if (filter) {
    if (!small) {
      context.save()
      context.clip()
    }
    drawFilter(context, scene, neuron, { left: x - half, top: y - half, width: size, height: size })
    if (!small) context.restore()
  } else if (frame.lines !== null) drawLine(context, scene, frame.lines, index, x, y)
  else if (size >= NUMBERED) {
    context.fillStyle = ink.text
    context.fillText(brief(frame.probe.a[index]!), x, y + 0.5)
  }
}

function drawBias(
  context: CanvasRenderingContext2D,
  { geometry, frame, ink, pick }: Scene,
  layer: number,
  neuron: number,
  x: number,
  y: number,
): void {
  const { size } = geometry
  const [bx, by] = biasSpot(x, y, size)
  const bias = parameter(geometry, layer, neuron, 'bias')
  const radius = (1.4 + 0.65 * frame.widths[bias]!) * boldness(size)
  context.beginPath()
  context.arc(bx, by, radius + 1.4, 0, 7)
  context.fillStyle = ink.bg
  context.fill()
  context.beginPath()
  context.arc(bx, by, radius, 0, 7)
  context.fillStyle = css(frame.colours, 4 * bias, 0.35 + (0.65 * frame.colours[4 * bias + 3]!) / 255)
  context.fill()
  if (pick !== null && pick.part === 'bias' && pick.layer === layer && pick.neuron === neuron) {
    context.strokeStyle = ink.text
    context.lineWidth = 1.5
    context.stroke()
  }
}

/** The image that goes in; while a neuron of the first layer is pointed at, what that one looks for. */
function drawInputs(context: CanvasRenderingContext2D, scene: Scene): void {
  const { geometry, frame, pixels, filters, ink, pick } = scene
  const { image } = geometry
  if (image === null || pixels === null) return
  const { left, top, width, height } = image
  context.beginPath()
  context.roundRect(left - 6, top - 6, width + 12, height + 12, 10)
  context.fillStyle = css(scene.palette.zero)
  context.fill()
  context.lineWidth = 1
  context.strokeStyle = ink.edge
  context.stroke()
  if (pick !== null && pick.layer === 1 && pick.part === 'neuron' && filters !== null) {
    drawFilter(context, scene, pick.neuron, image)
  } else drawImage(context, frame.probe.inputs, pixels, image, ink)
  if (pick !== null && pick.layer === 0 && pick.part === 'neuron') {
    const cell = width / pixels[0]
    context.beginPath()
    context.rect(left + (pick.neuron % pixels[0]) * cell, top + Math.floor(pick.neuron / pixels[0]) * cell, cell, cell)
    context.lineWidth = 2
    context.strokeStyle = ink.text
    context.stroke()
  }
}

/** The weights of a neuron of the first layer, each where its pixel is. */
function drawFilter(
  context: CanvasRenderingContext2D,
  { filters, pixels }: Scene,
  neuron: number,
  { left, top, width, height }: Box,
): void {
  if (filters === null || pixels === null) return
  const scale = Math.min(width / pixels[0], height / pixels[1])
  const [across, down] = [scale * pixels[0], scale * pixels[1]]
  context.imageSmoothingEnabled = false
  context.drawImage(
    filters.canvas,
    0,
    neuron * pixels[1],
    pixels[0],
    pixels[1],
    left + (width - across) / 2,
    top + (height - down) / 2,
    across,
    down,
  )
  context.imageSmoothingEnabled = true
}

/** One input: what the neuron answers, from left to right, within its square; its full colour is at the edge. */
function drawLine(
  context: CanvasRenderingContext2D,
  { geometry: { size, shown }, frame, ink }: Scene,
  lines: Float64Array,
  index: number,
  x: number,
  y: number,
): void {
  const places = lines.length / shown.reduce((sum, count) => sum + count, 0)
  const scale = frame.scales?.[index] ?? 1
  const reach = size / 2 - 5
  context.beginPath()
  for (let place = 0; place < places; place++) {
    const height = Math.max(-1, Math.min(1, lines[index * places + place]! / scale))
    const at = x - reach + (2 * reach * place) / (places - 1)
    if (place === 0) context.moveTo(at, y - reach * height)
    else context.lineTo(at, y - reach * height)
  }
  context.lineWidth = 1.6
  context.lineJoin = 'round'
  context.strokeStyle = ink.text
  context.stroke()
}

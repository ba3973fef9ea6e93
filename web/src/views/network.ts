/** Draws the network on Canvas: light, lines, neuron maps, biases. Every width, colour and map comes with the frame. */

import type { Frame, Palette } from '../run/protocol'
import type { Ink } from '../theme/theme.svelte'
import { css, type Picture } from './canvas.svelte'
import type { Filming } from './film'
import type { Glow } from './glow'
import { brief } from './numbers'
import { biasSpot, parameter, type Geometry, type Pick } from './geometry'
import { drawImage, type Box } from './image'
import { boldness, cut, drawChosenLines, edgeOf, HALO, STEPS, Strokes, type Lines } from './lines'

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
  /** What is pointed at, or else pinned; and what is pinned. */
  readonly pick: Pick | null
  readonly pinned: Pick | null
  /** 0 to 1: how far the signal's pulse has come through the network; null for none. */
  readonly pulse: number | null
  /** While a run goes on, some lines of a large network may be a few frames old. */
  readonly moving: boolean
  /** One update in slow motion; null for the ordinary picture. */
  readonly film: Filming | null
}

/** Wide soft lines are costly: only weights with so many twelfths of light get one, and about so many of them. */
const BRIGHT = 4
const LIT = 32
/** Smaller neurons have corners so little round that their maps need not be cut to them, which is costly. */
const SMALL = 30
const SMALL_CORNER = 3
/** Neurons from this size on have room for their activation as a number. */
const NUMBERED = 32
/** How far silent neurons stand back. */
const SILENT = 0.62

export function drawNetwork(context: CanvasRenderingContext2D, scene: Scene, lines: Lines): void {
  const { glow, film } = scene
  const back = film === null ? 0 : film.veil
  if (glow !== null && back < 1) drawLight(context, scene, glow, 1 - back)
  lines.draw(context, scene)
  drawChosenLines(context, scene)
  film?.drawLight(context, scene)
  drawNeurons(context, scene)
  film?.drawMarks(context, scene)
}

/** The signal of the shown example: light along the weights that carry most of it, and around the neurons. */
function drawLight(
  context: CanvasRenderingContext2D,
  { geometry, frame, pick, pulse }: Scene,
  glow: Glow,
  brightness: number,
): void {
  const { layers, neurons } = geometry
  const { neuronGlow, edgeGlow } = frame.probe

  if (pick === null || pick.part !== 'neuron') {
    const lights = new Strokes()
    const least = cut(edgeGlow, BRIGHT, LIT)
    eachEdge(geometry, (index, layer, neuron, input) => {
      if (Math.round(edgeGlow[index]! * STEPS) < least) return
      const level = Math.round(edgeGlow[index]! * STEPS * passing(pulse, layer - 0.5, layers.length))
      lights.add(2 * level + (frame.params[index]! < 0 ? 0 : 1), edgeOf(geometry, layer, neuron, input))
    })
    lights.draw(context, (key) => {
      const level = Math.floor(key / 2) / STEPS
      context.strokeStyle = css(glow.colours[key % 2]!)
      context.globalAlpha = (0.04 + 0.1 * level) * brightness
      context.lineWidth = 5 + 9 * level
    })
    context.globalAlpha = 1
  }

  for (const [layer, { xs, ys }] of layers.entries()) {
    if (layer === 0 && geometry.image !== null) continue // an image shows its own light
    for (const [neuron, y] of ys.entries()) {
      const light = 0.62 * brightness * neuronGlow[neurons[layer]! + neuron]! * passing(pulse, layer, layers.length)
      if (Math.abs(light) > 0.02) glow.disc(context, xs[neuron]!, y, light)
    }
  }
}

/** The pulse brings light to one layer after the other; before and behind it there is less. */
function passing(pulse: number | null, layer: number, layers: number): number {
  if (pulse === null) return 1
  return 0.35 + 1.15 * Math.max(0, 1 - Math.abs(pulse * (layers - 1) - layer))
}

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

export const cornerOf = (size: number): number => (size < SMALL ? SMALL_CORNER : Math.min(10, size / 4.2))

function drawNeurons(context: CanvasRenderingContext2D, scene: Scene): void {
  const { geometry, frame, film, ink, pick, pinned } = scene
  const { layers, neurons, image } = geometry
  context.imageSmoothingQuality = 'low'
  context.font = `500 ${Math.round(geometry.size * 0.26)}px Inter, sans-serif`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  if (image !== null) drawInputs(context, scene)
  for (const [layer, { xs, ys, size }] of layers.entries()) {
    if (layer === 0 && image !== null) continue
    const [half, corner] = [size / 2, cornerOf(size)]
    for (const [neuron, y] of ys.entries()) {
      const index = neurons[layer]! + neuron
      const x = xs[neuron]!
      outline(context, x, y, half, corner)
      drawInside(context, scene, layer, neuron, x, y)
      const silent = frame.muted[index] === 1
      const back = Math.max(silent ? SILENT : 0, film === null ? 0 : film.dimmed(layer))
      if (back > 0) drawBack(context, back, ink)
      const chosen = isNeuron(pick, layer, neuron)
      const filter = layer === 1 && scene.filters !== null
      context.lineWidth = chosen || filter ? 2 : 1
      context.strokeStyle = chosen ? ink.text : filter ? css(frame.probe.colours, 4 * index) : ink.edge
      context.stroke()
      if (silent) strike(context, x, y, half, ink)
      if (isNeuron(pinned, layer, neuron)) drawHalo(context, x, y, half + 5, corner + 5, ink)
      if (layer > 0) drawBias(context, scene, layer, neuron, x, y)
    }
  }
}

const isNeuron = (chosen: Pick | null, layer: number, neuron: number): boolean =>
  chosen !== null && chosen.part === 'neuron' && chosen.layer === layer && chosen.neuron === neuron

/** The path at hand steps back. */
function drawBack(context: CanvasRenderingContext2D, share: number, ink: Ink): void {
  context.globalAlpha = share
  context.fillStyle = ink.bg
  context.fill()
  context.globalAlpha = 1
}

/** A silent neuron is struck through. */
function strike(context: CanvasRenderingContext2D, x: number, y: number, half: number, ink: Ink): void {
  const reach = half - Math.max(3, half / 4)
  for (const [colour, width] of [
    [ink.bg, 5],
    [ink.muted, 2],
  ] as const) {
    context.beginPath()
    context.moveTo(x - reach, y + reach)
    context.lineTo(x + reach, y - reach)
    context.lineCap = 'round'
    context.lineWidth = width
    context.strokeStyle = colour
    context.stroke()
  }
  context.lineCap = 'butt'
}

function outline(context: CanvasRenderingContext2D, x: number, y: number, half: number, corner: number): void {
  context.beginPath()
  context.roundRect(x - half, y - half, 2 * half, 2 * half, corner)
}

/** Around what is pinned. */
function drawHalo(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  half: number,
  corner: number,
  ink: Ink,
): void {
  outline(context, x, y, half, corner)
  context.globalAlpha = HALO
  context.lineWidth = 6
  context.strokeStyle = ink.text
  context.stroke()
  context.globalAlpha = 1
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
  } else if (frame.lines !== null) {
    drawLine(context, scene, frame.lines, index, x, y)
    outline(context, x, y, half, cornerOf(size)) // which is what is stroked next
  } else if (size >= NUMBERED) {
    context.fillStyle = ink.text
    context.fillText(brief(frame.probe.a[index]!), x, y + 0.5)
  }
}

function drawBias(
  context: CanvasRenderingContext2D,
  { geometry, frame, ink, pick, pinned }: Scene,
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
  const is = (chosen: Pick | null): boolean =>
    chosen !== null && chosen.part === 'bias' && chosen.layer === layer && chosen.neuron === neuron
  if (is(pick)) {
    context.strokeStyle = ink.text
    context.lineWidth = 1.5
    context.stroke()
  }
  if (is(pinned)) drawHalo(context, bx, by, radius + 4.5, radius + 4.5, ink)
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

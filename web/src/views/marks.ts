/** The numbers and signs of slow motion: answers and targets at the outputs, which way neurons should go, what weights become. */

import { placeOn } from './curves'
import type { Shot } from './film'
import { biasSpot, parameter, type Geometry } from './geometry'
import { edgeOf } from './lines'
import type { Scene } from './network'
import { loss, short, signed } from './numbers'
import { say } from './say-later'

const FONT = '500 12px Inter, sans-serif'
const PILL = 22
const PADDING = 9
/** Where the network is narrower than this, there is room for short words only. */
const NARROW = 600
/** The largest changes that get their numbers, at most. */
const NUMBERED = 4
/** A change is worth its numbers from this share of the largest one on. */
const NOTABLE = 0.25

export type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number }

const apart = (a: Box, b: Box): boolean =>
  a.left + a.width <= b.left || b.left + b.width <= a.left || a.top + a.height <= b.top || b.top + b.height <= a.top

/** The first of some places for a label that keeps clear of those that stand already; null when there is none. */
export function settle(places: readonly Box[], standing: readonly Box[]): Box | null {
  return places.find((place) => standing.every((other) => apart(place, other))) ?? null
}

/** A box of this size around a place, inside the picture. */
export function around(x: number, y: number, width: number, height: number, geometry: Geometry): Box {
  const inside = (value: number, room: number, most: number): number =>
    Math.max(4 + room / 2, Math.min(most - 4 - room / 2, value))
  return {
    left: inside(x, width, geometry.width) - width / 2,
    top: inside(y, height, geometry.height) - height / 2,
    width,
    height,
  }
}

/** Beside each output its target; of an only output its answer and the loss, too. */
export function drawAnswers(
  context: CanvasRenderingContext2D,
  scene: Scene,
  { film: { inspection }, moment }: Shot,
  colour: string,
  strength: number,
): void {
  const { geometry, ink } = scene
  const { target, a, loss: error } = inspection
  if (target === null || moment > 3.3) return
  const layer = geometry.layers.length - 1
  const { xs, ys, size } = geometry.layers[layer]!
  const answer = (output: number): string => short(Number(a[geometry.neurons[layer]! + output]!.toPrecision(3)))
  const aim = (output: number): string => short(Number(target[output]!.toPrecision(3)))
  context.globalAlpha = strength
  context.font = FONT
  if (ys.length === 1) {
    const [x, y] = [xs[0]!, ys[0]!]
    const far = size / 2 + 10 + PILL / 2
    pill(context, geometry, x, y - far, say('answer', answer(0)), ink.text, scene)
    pill(context, geometry, x, y + far, say('target', aim(0)), ink.text, scene)
    pill(context, geometry, x, y + far + PILL + 5, say('loss-is', loss(error)), colour, scene)
  } else {
    for (const [output, y] of ys.entries()) {
      const words = geometry.width < NARROW ? `→ ${aim(output)}` : say('answer-target', answer(output), aim(output))
      haloed(context, words, xs[output]! - size / 2 - 10, y, target[output]! > 0 ? ink.text : ink.muted, ink.bg)
    }
    const below = Math.max(...ys) + size / 2 + 8 + PILL / 2
    pill(context, geometry, xs[0]!, below, say('loss-is', loss(error)), colour, scene)
  }
  context.globalAlpha = 1
}

/** Which way a neuron's sum should go: a triangle at its corner, upwards where more of it would lower the loss. */
export function drawWishes(
  context: CanvasRenderingContext2D,
  { geometry, ink }: Scene,
  { film: { errorGlow } }: Shot,
  colour: string,
  strength: (layer: number) => number,
): void {
  for (const [layer, { xs, ys, size }] of geometry.layers.entries()) {
    if (layer === 0) continue
    for (const [neuron, y] of ys.entries()) {
      const wrong = errorGlow[geometry.neurons[layer]! + neuron]!
      const alpha = strength(layer) * Math.min(1, 2.5 * Math.abs(wrong))
      if (alpha < 0.05) continue
      const [x, top] = [xs[neuron]! + size / 2 - 1, y - size / 2 + 1]
      const reach = Math.max(3.5, Math.min(6, size / 8))
      const up = wrong < 0 ? 1 : -1
      context.globalAlpha = alpha
      context.beginPath()
      context.moveTo(x - reach, top + 0.8 * reach * up)
      context.lineTo(x + reach, top + 0.8 * reach * up)
      context.lineTo(x, top - reach * up)
      context.closePath()
      context.lineJoin = 'round'
      context.lineWidth = 4
      context.strokeStyle = ink.bg
      context.stroke()
      context.fillStyle = colour
      context.fill()
    }
  }
  context.globalAlpha = 1
}

/** What the weights and biases that change most become. */
export function drawChanges(
  context: CanvasRenderingContext2D,
  scene: Scene,
  { film, frame }: Shot,
  strength: number,
): void {
  const { geometry, ink, palette } = scene
  const most = geometry.width < NARROW ? NUMBERED - 2 : NUMBERED
  const neurons = squares(geometry)
  const standing: Box[] = []
  context.globalAlpha = strength
  context.font = FONT
  for (const { index, places } of largest(geometry, film.changeGlow, most)) {
    const words = `${signed(frame.params[index]!)} → ${signed(film.params[index]!)}`
    const width = context.measureText(words).width + 2 * PADDING
    const boxes = places.map(([x, y]) => around(x, y, width, PILL, geometry))
    const box = settle(boxes, [...standing, ...neurons]) ?? settle(boxes, standing)
    if (box === null) continue
    standing.push(box)
    const [red, green, blue] = film.changeGlow[index]! < 0 ? palette.negative : palette.positive
    pillIn(context, box, words, ink.text, scene, `rgb(${red}, ${green}, ${blue})`)
  }
  context.globalAlpha = 1
}

/** The parameters that change most, the largest change first, with places where their numbers may stand, the best first. */
export function largest(
  geometry: Geometry,
  changes: Float32Array,
  most: number,
): { readonly index: number; readonly places: readonly (readonly [x: number, y: number])[] }[] {
  const found: { index: number; size: number; places: () => (readonly [number, number])[] }[] = []
  for (let layer = 1; layer < geometry.layers.length; layer += 1) {
    const { xs, ys, size } = geometry.layers[layer]!
    for (const [neuron, y] of ys.entries()) {
      const bias = parameter(geometry, layer, neuron, 'bias')
      const [x, below] = biasSpot(xs[neuron]!, y, size)
      const beside: [number, number][] = [
        [x - 60, below + 6],
        [x - 60, below - 18],
        [x, below + 20],
      ]
      found.push({ index: bias, size: Math.abs(changes[bias]!), places: () => beside })
      for (const input of geometry.layers[layer - 1]!.ys.keys()) {
        const index = parameter(geometry, layer, neuron, input)
        const places = (): (readonly [number, number])[] =>
          [0.5, 0.35, 0.65, 0.25, 0.75].map((share) => placeOn(edgeOf(geometry, layer, neuron, input), share))
        found.push({ index, size: Math.abs(changes[index]!), places })
      }
    }
  }
  return found
    .filter(({ size }) => size >= NOTABLE)
    .sort((a, b) => b.size - a.size)
    .slice(0, most)
    .map(({ index, places }) => ({ index, places: places() }))
}

/** The neurons' squares: numbers stay clear of them. */
function squares({ layers, image }: Geometry): Box[] {
  return layers.flatMap(({ xs, ys, size }, layer) =>
    layer === 0 && image !== null
      ? [image]
      : ys.map((y, neuron) => ({ left: xs[neuron]! - size / 2, top: y - size / 2, width: size, height: size })),
  )
}

function pill(
  context: CanvasRenderingContext2D,
  geometry: Geometry,
  x: number,
  y: number,
  words: string,
  colour: string,
  scene: Scene,
): void {
  const width = context.measureText(words).width + 2 * PADDING
  pillIn(context, around(x, y, width, PILL, geometry), words, colour, scene)
}

function pillIn(
  context: CanvasRenderingContext2D,
  { left, top, width, height }: Box,
  words: string,
  colour: string,
  { ink }: Scene,
  edge = ink.edge,
): void {
  context.beginPath()
  context.roundRect(left, top, width, height, height / 2)
  context.fillStyle = ink.surface
  context.fill()
  context.lineWidth = 1
  context.strokeStyle = edge
  context.stroke()
  context.fillStyle = colour
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(words, left + width / 2, top + height / 2 + 0.5)
}

/** Words that end at x, on a ground that keeps them readable. */
function haloed(
  context: CanvasRenderingContext2D,
  words: string,
  x: number,
  y: number,
  colour: string,
  ground: string,
): void {
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  context.lineWidth = 5
  context.strokeStyle = ground
  context.strokeText(words, x, y)
  context.fillStyle = colour
  context.fillText(words, x, y)
}

/**
 * Draws one update in slow motion: the signal runs forward as comets of light, the error comes back as strings of beads in
 * a colour of its own, then the weights that change glow. What is how bright comes with the film; when, from phases.ts.
 */

import { call } from '../engine/drawing'
import type { Film, Frame, RGB } from '../run/protocol'
import { css } from './canvas.svelte'
import { Curves, part, placeOn } from './curves'
import { parameter, type Geometry } from './geometry'
import { Disc } from './glow'
import { boldness, cut, edgeOf, STEPS, type Edge } from './lines'
import { drawAnswers, drawChanges, drawWishes } from './marks'
import { cornerOf, type Scene } from './network'
import { lightAt, type Light } from './phases'

/** A moment of an update: the film, the frame that it begins with, and when (see phases.ts). */
export type Shot = { readonly film: Film; readonly frame: Frame; readonly moment: number }

/** About so many lines carry light at once. */
const CARRYING = 140
/** How long comets and strings of beads are, as shares of their way; how they thin out towards their ends. */
const TRAIL = 0.55
const THINNING = [
  { reach: 1, alpha: 0.16, width: 1 },
  { reach: 0.5, alpha: 0.34, width: 0.75 },
  { reach: 0.2, alpha: 0.8, width: 0.5 },
] as const

/** Discs of light in the colours and the size that they were last needed in. */
export class Projector {
  #look: readonly unknown[] = []
  #lights: Lights | null = null

  lights({ palette, geometry: { size } }: Scene): Lights {
    const look = [palette, size, devicePixelRatio]
    if (this.#lights === null || look.some((value, index) => value !== this.#look[index])) {
      this.#look = look
      const { negative, positive, classes } = palette
      const colours = [negative, positive, classes[ERROR_CLASS] ?? positive] as const
      const discs = (radius: number): Discs => colours.map((colour) => new Disc(colour, radius)) as unknown as Discs
      this.#lights = { colours, neurons: discs(size * 1.25), heads: discs(7 * boldness(size)) }
    }
    return this.#lights
  }

  at(shot: Shot): Filming {
    return new Filming(shot, this)
  }
}

/** The error has the colour of a class that stands apart from both signs. */
const ERROR_CLASS = 3
type Discs = readonly [negative: Disc, positive: Disc, error: Disc]
export type Lights = { readonly colours: readonly [RGB, RGB, RGB]; readonly neurons: Discs; readonly heads: Discs }
const ERROR = 2

export class Filming {
  /** The frame as it is at this moment: its weights are on their way. */
  readonly frame: Frame
  /** How far the ordinary picture stands back, 0 to 1. */
  readonly veil: number
  readonly #shot: Shot
  readonly #projector: Projector
  readonly #moment: number
  readonly #light: Light

  constructor(shot: Shot, projector: Projector) {
    this.#shot = shot
    this.#projector = projector
    this.#moment = shot.moment
    this.#light = lightAt(shot.moment, shot.frame.frozen.length + 1)
    this.frame = onTheWay(shot, this.#light.changed)
    this.veil = this.#light.veil
  }

  /** How far a layer's neurons stand back, 0 to 1. */
  dimmed(layer: number): number {
    return this.#light.layers[layer]!.dimmed
  }

  /** What runs along the lines and glows behind the neurons. */
  drawLight(context: CanvasRenderingContext2D, scene: Scene): void {
    if (this.veil > 0) {
      context.globalAlpha = this.veil
      context.fillStyle = scene.ink.bg
      context.fillRect(0, 0, scene.geometry.width, scene.geometry.height)
      context.globalAlpha = 1
    }
    const lights = this.#projector.lights(scene)
    context.save()
    // Light adds up in the dark; on paper, colours do.
    context.globalCompositeOperation = scene.glow === null ? 'multiply' : 'lighter'
    context.lineCap = 'round'
    if (this.#light.signal > 0) this.#drawSignal(context, scene, lights)
    if (this.#light.error > 0) this.#drawError(context, scene, lights)
    if (this.#light.change > 0) this.#drawChange(context, scene, lights)
    context.restore()
  }

  /** What is seen on the neurons and beside them: rims, answers and targets, numbers. */
  drawMarks(context: CanvasRenderingContext2D, scene: Scene): void {
    const lights = this.#projector.lights(scene)
    this.#drawRims(context, scene, lights)
    const colour = css(lights.colours[ERROR])
    const { error, change, layers } = this.#light
    if (this.#moment > 2) drawWishes(context, scene, this.#shot, colour, (layer) => error * layers[layer]!.returned)
    if (error > 0) drawAnswers(context, scene, this.#shot, colour, Math.min(1, 1.5 * error))
    if (this.#moment > 3) drawChanges(context, scene, this.#shot, change)
  }

  #drawSignal(
    context: CanvasRenderingContext2D,
    { geometry, frame }: Scene,
    { colours, neurons, heads }: Lights,
  ): void {
    const { neuronGlow, edgeGlow } = frame.probe
    const { signal: bright, layers } = this.#light
    const bold = boldness(geometry.size)
    const paths = new Curves()
    const trails = new Curves()
    eachLit(geometry, edgeGlow, (edge, layer, index, input) => {
      const gone = layers[layer]!.sent
      if (gone <= 0) return
      const level = Math.max(1, Math.round(edgeGlow[index]! * STEPS))
      const raises = frame.params[index]! * neuronGlow[geometry.neurons[layer - 1]! + input]! >= 0 ? 1 : 0
      const look = 2 * level + raises
      paths.add(look, part(edge, 0, Math.min(1, gone)))
      if (gone - TRAIL < 1) {
        for (const [place, { reach }] of THINNING.entries()) {
          const [from, to] = [Math.max(0, gone - TRAIL * reach), Math.min(1, gone)]
          if (from < to) trails.add(look * THINNING.length + place, part(edge, from, to))
        }
      }
      if (gone < 1) heads[raises].draw(context, ...placeOn(edge, gone), 0.25 + 0.75 * edgeGlow[index]!)
    })
    paths.draw(context, (look) => {
      const level = Math.floor(look / 2) / STEPS
      context.strokeStyle = css(colours[look % 2]!)
      for (const [width, alpha] of SOFT) {
        context.globalAlpha = bright * alpha * (0.2 + 0.8 * level)
        context.lineWidth = width * (0.35 + level) * bold
        context.stroke()
      }
    })
    trails.draw(context, (look) => {
      const [key, { alpha, width }] = [Math.floor(look / THINNING.length), THINNING[look % THINNING.length]!]
      const level = Math.floor(key / 2) / STEPS
      context.strokeStyle = css(colours[key % 2]!)
      context.globalAlpha = bright * alpha * (0.3 + 0.7 * level)
      context.lineWidth = (2 + 4.5 * level) * width * bold
      context.stroke()
    })
    eachNeuron(geometry, (layer, index, x, y) => {
      const { arrived, flash } = layers[layer]!
      const strength = bright * neuronGlow[index]! * (0.7 * arrived + 0.5 * flash)
      if (Math.abs(strength) > 0.02) neurons[strength < 0 ? 0 : 1].draw(context, x, y, Math.abs(strength))
    })
    context.globalAlpha = 1
  }

  #drawError(context: CanvasRenderingContext2D, { geometry }: Scene, { colours, neurons, heads }: Lights): void {
    const { film } = this.#shot
    const { error: bright, layers } = this.#light
    const bold = boldness(geometry.size)
    const strings = new Curves()
    context.strokeStyle = css(colours[ERROR])
    if (this.#moment > 2) {
      eachLit(geometry, film.backGlow, (edge, layer, index) => {
        const gone = layers[layer]!.sentBack
        if (gone <= 0) return
        const level = Math.max(1, Math.round(film.backGlow[index]! * STEPS))
        strings.add(level, part(edge, 1 - Math.min(1, gone), 1))
        if (gone < 1) heads[ERROR].draw(context, ...placeOn(edge, 1 - gone), 0.2 + 0.8 * film.backGlow[index]!)
      })
      strings.draw(context, (key) => {
        const level = key / STEPS
        context.globalAlpha = 0.1 * bright * level
        context.lineWidth = 10 * level * bold
        context.stroke()
        // Beads that travel to the left: the way back is told from the way forth at a glance.
        const width = (1.6 + 2.6 * level) * bold
        context.setLineDash([0.01, 2.6 * width])
        context.lineDashOffset = (this.#moment - 2) * 260 * bold
        context.globalAlpha = bright * (0.25 + 0.7 * level)
        context.lineWidth = width
        context.stroke()
        context.setLineDash([])
      })
    }
    eachNeuron(geometry, (layer, index, x, y) => {
      if (layer === 0) return
      const appears = layer === layers.length - 1 ? 1 : layers[layer]!.returned
      const strength = bright * appears * Math.abs(film.errorGlow[index]!)
      if (strength > 0.02) neurons[ERROR].draw(context, x, y, 0.85 * strength)
    })
    context.globalAlpha = 1
  }

  #drawChange(context: CanvasRenderingContext2D, { geometry }: Scene, { colours, heads }: Lights): void {
    const { changeGlow } = this.#shot.film
    const bright = this.#light.change
    const bold = boldness(geometry.size)
    const sizes = changeGlow.map(Math.abs)
    const lines = new Curves()
    eachLit(geometry, sizes, (edge, _, index) => {
      const level = Math.round(sizes[index]! * STEPS)
      if (level > 0) lines.add(2 * level + (changeGlow[index]! < 0 ? 0 : 1), part(edge, 0, 1))
    })
    lines.draw(context, (look) => {
      const level = Math.floor(look / 2) / STEPS
      context.strokeStyle = css(colours[look % 2]!)
      for (const [width, alpha] of SOFT) {
        context.globalAlpha = bright * alpha * level
        context.lineWidth = width * (0.4 + 1.2 * level) * bold
        context.stroke()
      }
    })
    for (const [layer, { xs, ys, size }] of geometry.layers.entries()) {
      if (layer === 0) continue
      for (const [neuron, y] of ys.entries()) {
        const change = changeGlow[parameter(geometry, layer, neuron, 'bias')]!
        const [x, below] = [xs[neuron]! - size / 2 + 1, y + size / 2 - 1]
        if (Math.abs(change) > 0.04) heads[change < 0 ? 0 : 1].draw(context, x, below, bright * Math.abs(change))
      }
    }
    context.globalAlpha = 1
  }

  /** Neurons that light has just reached have a bright edge; the error's rings grow around the outputs. */
  #drawRims(context: CanvasRenderingContext2D, { geometry, frame }: Scene, { colours }: Lights): void {
    const { film } = this.#shot
    const { signal, error, rings, layers } = this.#light
    eachNeuron(geometry, (layer, index, x, y, size) => {
      const light = frame.probe.neuronGlow[index]!
      const { flash, returned } = layers[layer]!
      rim(context, x, y, size, 0, colours[light < 0 ? 0 : 1], signal * flash * Math.abs(light))
      if (layer === 0 || error === 0) return
      const wrong = Math.abs(film.errorGlow[index]!)
      const last = layer === layers.length - 1
      rim(context, x, y, size, 3, colours[ERROR], error * Math.sqrt(wrong) * (last ? 1 : returned))
      if (!last) return
      for (const grown of rings) {
        if (grown > 0 && grown < 1) rim(context, x, y, size, 3 + 30 * grown, colours[ERROR], wrong * (1 - grown))
      }
    })
    context.globalAlpha = 1
  }
}

/** Wide and faint, then finer and brighter: what light along a line is made of. */
const SOFT = [
  [11, 0.1],
  [5, 0.2],
  [1.6, 0.5],
] as const

/** The frame with its weights' widths and colours so far on their way from before to after the update. */
function onTheWay({ film, frame }: Shot, share: number): Frame {
  if (share === 0) return frame
  const widths = new Float32Array(frame.widths.length)
  const colours = new Uint8ClampedArray(frame.colours.length)
  call('blend_lines', {
    share,
    widths: frame.widths,
    colours: frame.colours,
    widths_after: film.widths,
    colours_after: film.colours,
    widths_now: widths,
    colours_now: colours,
  })
  return { ...frame, widths, colours }
}

/** The lines that carry most light, where they run. */
function eachLit(
  geometry: Geometry,
  light: Float32Array,
  visit: (edge: Edge, layer: number, index: number, input: number) => void,
): void {
  const least = cut(light, 1, CARRYING)
  for (let layer = 1; layer < geometry.layers.length; layer += 1) {
    const [inputs, neurons] = [geometry.layers[layer - 1]!.ys.length, geometry.layers[layer]!.ys.length]
    for (let neuron = 0; neuron < neurons; neuron += 1) {
      for (let input = 0; input < inputs; input += 1) {
        const index = parameter(geometry, layer, neuron, input)
        if (Math.round(light[index]! * STEPS) < least) continue
        visit(edgeOf(geometry, layer, neuron, input), layer, index, input)
      }
    }
  }
}

function eachNeuron(
  geometry: Geometry,
  visit: (layer: number, index: number, x: number, y: number, size: number) => void,
): void {
  for (const [layer, { xs, ys, size }] of geometry.layers.entries()) {
    if (layer === 0 && geometry.image !== null) continue
    for (const [neuron, y] of ys.entries()) visit(layer, geometry.neurons[layer]! + neuron, xs[neuron]!, y, size)
  }
}

function rim(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  size: number,
  beyond: number,
  colour: RGB,
  strength: number,
): void {
  if (strength < 0.02) return
  const half = size / 2 + beyond
  context.beginPath()
  context.roundRect(x - half, y - half, 2 * half, 2 * half, cornerOf(size) + beyond)
  context.globalAlpha = Math.min(1, strength)
  context.strokeStyle = css(colour)
  context.lineWidth = 2
  context.stroke()
}

/** Draws a timeline: the losses as hills, the present and the future of it, marks, and epochs along the line. */

import { scaleLog } from './scale'
import type { Ink } from '../theme/theme.svelte'
import { FONT } from './axes'
import { grouped } from './numbers'
import { epochTicks, sampled, stepOf, type Axis, type Mark, type Sample } from './timeline'
import type { Track } from './tracks'
import { say } from './say'

/** CSS pixels: the picture, and where its line is. */
export const HEIGHT = 48
export const LINE = 32
const TOP = 4
const MARK = 2.5

export type TimelineScene = {
  readonly axis: Axis
  readonly width: number
  readonly tracks: readonly Track[]
  readonly marks: readonly Mark[]
  /** The step of the present. */
  readonly now: number
  /** The step from which on the weights are no numbers; null: nowhere. */
  readonly lost: number | null
  readonly ink: Ink
}

type Curve = { readonly samples: readonly Sample[]; readonly colour: string; readonly kind: 'train' | 'test' }

export function drawTimeline(context: CanvasRenderingContext2D, scene: TimelineScene): void {
  const { axis, width, tracks, marks, now, lost, ink } = scene
  const present = axis.place(now) * width
  const curves = curvesOf(scene)
  const finite = curves.flatMap(({ samples }) => samples).filter(({ end }) => !Number.isNaN(end))
  if (finite.length > 0) {
    const low = finite.reduce((least, sample) => Math.min(least, sample.low), Infinity)
    const high = finite.reduce((most, sample) => Math.max(most, sample.high), 0)
    // A loss that hardly moves is drawn as one that hardly moves.
    const y = scaleLog([Math.min(low, high / 2), high], [LINE - 4, TOP])
    for (const curve of curves) {
      if (curve.kind === 'train' && tracks.length === 1) hill(context, curve.samples, y, ink.text)
    }
    for (const curve of curves) outline(context, curve, y)
  }
  veil(context, present, width, ink.surface)
  if (lost !== null) lostPart(context, axis.place(lost) * width, width, ink)
  line(context, present, axis, scene)
  for (const mark of marks) dot(context, mark.x, mark.x <= present, ink)
  numbers(context, scene)
}

function curvesOf({ axis, width, tracks, ink }: TimelineScene): Curve[] {
  return tracks.flatMap((track) => {
    const alone = tracks.length === 1
    const samples = (column: number, value: number): readonly Sample[] => {
      const rows = sampled(track.history, column, axis, width)
      const { step, furthest } = track.frame
      if (step < furthest || !(value > 0) || !Number.isFinite(value)) return rows
      return [...rows, { x: axis.place(step) * width, low: value, high: value, end: value }]
    }
    const train = samples(2, track.frame.trainLoss)
    const colour = alone ? ink.text : track.colour
    const curve: Curve = { samples: train, colour, kind: 'train' }
    if (!alone) return [curve] // several runs are told apart by their colours, and with tests they would be too many
    return [{ samples: samples(3, track.frame.testLoss), colour: ink.faint, kind: 'test' }, curve]
  })
}

type Height = (value: number) => number

function outline(context: CanvasRenderingContext2D, { samples, colour, kind }: Curve, y: Height): void {
  context.beginPath()
  trace(context, samples, y)
  context.lineJoin = 'round'
  context.lineWidth = kind === 'train' ? 1.5 : 1
  context.strokeStyle = colour
  context.stroke()
}

/** Goes along the samples; at one that is a gap the pen is lifted. */
function trace(context: CanvasRenderingContext2D, samples: readonly Sample[], y: Height): void {
  let pen = false
  for (const { x, low, high, end } of samples) {
    if (!Number.isNaN(end)) {
      if (!pen) context.moveTo(x, y(end))
      else if (low === high) context.lineTo(x, y(end))
      else {
        context.lineTo(x, y(low))
        context.lineTo(x, y(high))
        context.lineTo(x, y(end))
      }
    }
    pen = !Number.isNaN(end)
  }
}

/** Fills what is below a curve, up to its first gap. */
function hill(context: CanvasRenderingContext2D, samples: readonly Sample[], y: Height, colour: string): void {
  const gap = samples.findIndex(({ end }) => Number.isNaN(end))
  const solid = gap < 0 ? samples : samples.slice(0, gap)
  const [first, last] = [solid[0], solid.at(-1)]
  if (first === undefined || last === undefined) return
  context.beginPath()
  trace(context, solid, y)
  context.lineTo(last.x, LINE)
  context.lineTo(first.x, LINE)
  context.closePath()
  context.globalAlpha = 0.1
  context.fillStyle = colour
  context.fill()
  context.globalAlpha = 1
}

/** What lies ahead is paler. */
function veil(context: CanvasRenderingContext2D, present: number, width: number, ground: string): void {
  if (present >= width) return
  context.globalAlpha = 0.6
  context.fillStyle = ground
  context.fillRect(present, 0, width - present, LINE)
  context.globalAlpha = 1
}

function lostPart(context: CanvasRenderingContext2D, from: number, width: number, ink: Ink): void {
  context.fillStyle = ink.alarm
  context.globalAlpha = 0.12
  context.fillRect(from, TOP, width - from, LINE - TOP)
  context.globalAlpha = 1
  context.fillRect(Math.min(from, width - 1.5), TOP, 1.5, LINE - TOP)
}

function line(
  context: CanvasRenderingContext2D,
  present: number,
  axis: Axis,
  { width, tracks, ink }: TimelineScene,
): void {
  const known = axis.place(Math.max(...tracks.map(({ frame }) => frame.furthest))) * width
  context.fillStyle = ink.line
  context.fillRect(0, LINE - 1, width, 2)
  context.fillStyle = ink.edge
  context.fillRect(0, LINE - 1, known, 2)
  context.fillStyle = ink.text
  context.fillRect(0, LINE - 1, present, 2)
}

function dot(context: CanvasRenderingContext2D, x: number, past: boolean, ink: Ink): void {
  context.beginPath()
  context.arc(x, LINE, MARK + 1.5, 0, 7)
  context.fillStyle = ink.surface
  context.fill()
  context.beginPath()
  context.arc(x, LINE, MARK, 0, 7)
  context.fillStyle = past ? ink.text : ink.faint
  context.fill()
}

function numbers(context: CanvasRenderingContext2D, { axis, width, tracks, ink }: TimelineScene): void {
  const longest = tracks.reduce((one, other) => (other.frame.furthest > one.frame.furthest ? other : one))
  const { history, frame } = longest
  const base = HEIGHT - 2
  context.font = FONT
  context.textBaseline = 'alphabetic'
  context.fillStyle = ink.faint
  context.textAlign = 'left'
  context.fillText(say('epoch', 0), 0, base)
  if (history.count === 0) return
  context.textAlign = 'center'
  for (const tick of epochTicks(axis, history, width)) {
    context.fillText(grouped(tick), axis.place(stepOf(history, tick)) * width, base)
  }
  const known = frame.step === frame.furthest ? frame.epoch : history.at(history.count - 1, 1)
  const last = frame.furthest < axis.last ? Math.max(1, known) : known // the first epoch is there before it is over
  context.textAlign = 'right'
  context.fillText(say('epoch', grouped(last)), width, base)
}

/**
 * A drawing context that keeps what is drawn: the page's painters draw into it as into a canvas, and a picture gets lines
 * where the page has pixels. It has what they use of Canvas; another call would be a TypeError, which the tests find.
 */

import { painters } from '../canvas.svelte'
import { fontOf, shift, signsOf } from './fonts'
import { brief, rectangle, type Gradient, type Image, type Item, type Look, type Matrix, type Paint } from './list'

type State = {
  matrix: Matrix
  fillStyle: string | Shade
  strokeStyle: string | Shade
  globalAlpha: number
  globalCompositeOperation: GlobalCompositeOperation
  lineWidth: number
  lineCap: CanvasLineCap
  lineJoin: CanvasLineJoin
  lineDashOffset: number
  font: string
  textAlign: CanvasTextAlign
  textBaseline: CanvasTextBaseline
  imageSmoothingEnabled: boolean
  imageSmoothingQuality: ImageSmoothingQuality
}
type Kept = State & { dash: readonly number[]; into: Item[]; through: number }

/** A gradient, in the coordinates that it was made in. */
class Shade {
  readonly gradient: Gradient
  constructor(from: Gradient['from'], to: Gradient['to']) {
    this.gradient = { from, to, stops: [] }
  }
  addColorStop(share: number, colour: string): void {
    this.gradient.stops.push([share, colour])
  }
}

const TURN = 2 * Math.PI

export class Recorder implements State {
  fillStyle: string | Shade = '#000'
  strokeStyle: string | Shade = '#000'
  globalAlpha = 1
  globalCompositeOperation: GlobalCompositeOperation = 'source-over'
  lineWidth = 1
  lineCap: CanvasLineCap = 'butt'
  lineJoin: CanvasLineJoin = 'miter'
  lineDashOffset = 0
  font = '10px sans-serif'
  textAlign: CanvasTextAlign = 'start'
  textBaseline: CanvasTextBaseline = 'alphabetic'
  imageSmoothingEnabled = true
  imageSmoothingQuality: ImageSmoothingQuality = 'low'
  matrix: Matrix
  #dash: readonly number[] = []
  /** Where items go: inside the innermost clip. */
  #into: Item[]
  /** What everything's opacity is multiplied with. */
  #through = 1
  #path: string[] = []
  /** The corner where the path began, or null before it has one. */
  #pen = false
  readonly #saved: Kept[] = []

  /** Drawing goes into `items`, its origin at x, y. */
  constructor(items: Item[], x: number, y: number) {
    this.#into = items
    this.matrix = [1, 0, 0, 1, x, y]
  }

  /** What the painters call it. */
  get context(): CanvasRenderingContext2D {
    return this as unknown as CanvasRenderingContext2D
  }

  save(): void {
    const { fillStyle, strokeStyle, globalAlpha, globalCompositeOperation, lineWidth, lineCap, lineJoin } = this
    const { lineDashOffset, font, textAlign, textBaseline, imageSmoothingEnabled, imageSmoothingQuality, matrix } = this
    this.#saved.push({
      ...{ fillStyle, strokeStyle, globalAlpha, globalCompositeOperation, lineWidth, lineCap, lineJoin },
      ...{ lineDashOffset, font, textAlign, textBaseline, imageSmoothingEnabled, imageSmoothingQuality, matrix },
      ...{ dash: this.#dash, into: this.#into, through: this.#through },
    })
  }

  restore(): void {
    const kept = this.#saved.pop()
    if (kept === undefined) return
    const { dash, into, through, ...state } = kept
    this.#dash = dash
    this.#into = into
    this.#through = through
    Object.assign(this, state)
  }

  translate(x: number, y: number): void {
    const [a, b, c, d, e, f] = this.matrix
    this.matrix = [a, b, c, d, a * x + c * y + e, b * x + d * y + f]
  }

  scale(across: number, down: number): void {
    const [a, b, c, d, e, f] = this.matrix
    this.matrix = [a * across, b * across, c * down, d * down, e, f]
  }

  beginPath(): void {
    this.#path = []
    this.#pen = false
  }

  closePath(): void {
    if (this.#pen) this.#path.push('z')
  }

  moveTo(x: number, y: number): void {
    this.#add('M', x, y)
  }

  lineTo(x: number, y: number): void {
    this.#add(this.#pen ? 'L' : 'M', x, y)
  }

  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    if (!this.#pen) this.moveTo(x1, y1)
    this.#add('C', x1, y1, x2, y2, x, y)
  }

  arc(x: number, y: number, radius: number, from: number, to: number, back = false): void {
    const at = (angle: number): [number, number] => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]
    const round = Math.abs(to - from) >= TURN
    this.lineTo(...at(from))
    if (!(radius > 0)) return
    // Half circles have one way only.
    const halves = round ? [from + Math.PI, from + TURN] : [(from + to) / 2, to]
    for (const end of halves) this.#arc(radius, back, ...at(end))
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.moveTo(x, y)
    this.lineTo(x + width, y)
    this.lineTo(x + width, y + height)
    this.lineTo(x, y + height)
    this.closePath()
    this.moveTo(x, y)
  }

  roundRect(x: number, y: number, width: number, height: number, radius: number | number[]): void {
    const [given = 0] = [radius].flat()
    const corner = Math.min(given, width / 2, height / 2)
    if (!(corner > 0)) {
      this.rect(x, y, width, height)
      return
    }
    const [right, below] = [x + width, y + height]
    this.moveTo(x + corner, y)
    this.lineTo(right - corner, y)
    this.#arc(corner, false, right, y + corner)
    this.lineTo(right, below - corner)
    this.#arc(corner, false, right - corner, below)
    this.lineTo(x + corner, below)
    this.#arc(corner, false, x, below - corner)
    this.lineTo(x, y + corner)
    this.#arc(corner, false, x + corner, y)
    this.closePath()
  }

  setLineDash(dash: number[]): void {
    this.#dash = dash
  }

  fill(rule?: CanvasFillRule): void {
    const d = this.#path.join('')
    if (d === '') return
    const evenodd = rule === 'evenodd' ? { evenodd: true } : {}
    this.#put({ kind: 'path', d, fill: this.#paint(this.fillStyle), stroke: null, ...evenodd, ...this.#look() })
  }

  stroke(): void {
    const d = this.#path.join('')
    if (d === '' || !(this.lineWidth > 0)) return
    const scale = this.#scale()
    this.#put({
      kind: 'path',
      d,
      fill: null,
      stroke: {
        paint: this.#paint(this.strokeStyle),
        width: this.lineWidth * scale,
        cap: this.lineCap,
        join: this.lineJoin,
        dash: this.#dash.map((length) => length * scale),
        offset: this.lineDashOffset * scale,
      },
      ...this.#look(),
    })
  }

  /** What comes until `restore` is within the path. */
  clip(): void {
    const items: Item[] = []
    this.#into.push({ kind: 'group', clip: this.#path.join(''), alpha: 1, items })
    this.#into = items
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#apart(() => {
      this.rect(x, y, width, height)
      this.fill()
    })
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#apart(() => {
      this.rect(x, y, width, height)
      this.stroke()
    })
  }

  /** A canvas is cleared before it is drawn: here nothing is there yet. */
  clearRect(): void {
    this.beginPath()
  }

  createLinearGradient(x0: number, y0: number, x1: number, y1: number): Shade {
    return new Shade([x0, y0, 0], [x1, y1, 0])
  }

  createRadialGradient(x0: number, y0: number, r0: number, x1: number, y1: number, r1: number): Shade {
    return new Shade([x0, y0, r0], [x1, y1, r1])
  }

  measureText(text: string): TextMetrics {
    return signsOf(text, this.font).metrics
  }

  fillText(text: string, x: number, y: number): void {
    this.#text(text, x, y, false)
  }

  strokeText(text: string, x: number, y: number): void {
    this.#text(text, x, y, true)
  }

  drawImage(source: HTMLCanvasElement, ...given: readonly number[]): void {
    const [sx, sy, sw, sh, x, y, width, height] = (
      given.length > 4 ? given : [0, 0, source.width, source.height, ...given]
    ) as [number, number, number, number, number, number, number, number]
    const painter = painters.get(source)
    if (painter !== undefined) this.#drawn(source, painter.draw, x, y, width, height)
    else if (source.width > 0 && source.height > 0 && sw > 0 && sh > 0) {
      this.#pixels(source, [sx, sy, sw, sh], [x, y, width, height])
    }
  }

  /** What is known as a drawing is drawn again. */
  #drawn(
    source: HTMLCanvasElement,
    draw: (context: CanvasRenderingContext2D, width: number, height: number) => void,
    x: number,
    y: number,
    width: number,
    height: number,
  ): void {
    this.save()
    this.translate(x, y)
    this.scale(width / source.width, height / source.height)
    this.#through *= this.globalAlpha
    this.globalAlpha = 1
    this.#apart(() => {
      draw(this.context, source.width, source.height)
    })
    this.restore()
  }

  /** A part of a canvas as it is now, in whole pixels; what is beyond the part is cut off. */
  #pixels(
    source: HTMLCanvasElement,
    [sx, sy, sw, sh]: readonly [number, number, number, number],
    [x, y, width, height]: readonly [number, number, number, number],
  ): void {
    const [left, top] = [Math.floor(sx), Math.floor(sy)]
    const [right, below] = [Math.min(source.width, Math.ceil(sx + sw)), Math.min(source.height, Math.ceil(sy + sh))]
    const pixels = document.createElement('canvas')
    pixels.width = right - left
    pixels.height = below - top
    pixels.getContext('2d')!.drawImage(source, -left, -top)
    const [across, down] = [width / sw, height / sh]
    const [a, , , d, e, f] = this.matrix
    const image: Image = {
      kind: 'image',
      pixels,
      x: e + a * (x + (left - sx) * across),
      y: f + d * (y + (top - sy) * down),
      width: a * pixels.width * across,
      height: d * pixels.height * down,
      smooth: this.imageSmoothingEnabled,
      ...this.#look(),
    }
    const whole = pixels.width === sw && pixels.height === sh
    const clip = rectangle(e + a * x, f + d * y, a * width, d * height)
    this.#put(whole ? image : { kind: 'group', clip, alpha: 1, items: [image] })
  }

  #text(text: string, x: number, y: number, stroked: boolean): void {
    const { signs, width } = signsOf(text, this.font)
    const left = x - (this.textAlign === 'center' ? width / 2 : this.textAlign === 'right' ? width : 0)
    const [a, , , d, e, f] = this.matrix
    const font = fontOf(this.font)
    const colour = this.#paint(stroked ? this.strokeStyle : this.fillStyle)
    if (typeof colour !== 'string') return // nothing is written in gradients
    this.#put({
      kind: 'text',
      signs: signs.map(([sign, at]) => [sign, e + a * (left + at)]),
      end: e + a * (left + width),
      y: f + d * (y + shift(this.font, this.textBaseline)),
      font: { ...font, size: font.size * d },
      fill: stroked ? null : colour,
      stroke: stroked ? { colour, width: this.lineWidth * this.#scale() } : null,
      ...this.#look(),
    })
  }

  /** Without touching the path at hand. */
  #apart(draw: () => void): void {
    const [path, pen] = [this.#path, this.#pen]
    this.beginPath()
    draw()
    this.#path = path
    this.#pen = pen
  }

  #put(item: Item): void {
    this.#into.push(item)
  }

  #look(): Look {
    return { alpha: this.globalAlpha * this.#through, blend: this.globalCompositeOperation }
  }

  #scale(): number {
    const [a, b] = this.matrix
    return Math.hypot(a, b)
  }

  #place(x: number, y: number): [number, number] {
    const [a, b, c, d, e, f] = this.matrix
    return [a * x + c * y + e, b * x + d * y + f]
  }

  #paint(style: string | Shade): Paint {
    if (typeof style === 'string') return style
    const { from, to, stops } = style.gradient
    const circle = ([x, y, radius]: Gradient['from']): Gradient['from'] => [
      ...this.#place(x, y),
      radius * this.#scale(),
    ]
    return { from: circle(from), to: circle(to), stops: [...stops] }
  }

  /** Canvas leaves out what is no finite number; SVG would stop there. */
  #add(command: string, ...numbers: readonly number[]): void {
    if (!numbers.every(Number.isFinite)) return
    const places: string[] = []
    for (let at = 0; at < numbers.length; at += 2) {
      places.push(
        this.#place(numbers[at]!, numbers[at + 1]!)
          .map(brief)
          .join(' '),
      )
    }
    this.#path.push(command + places.join(' '))
    this.#pen = true
  }

  /** A part of a circle, of at most a half, from where the pen is. */
  #arc(radius: number, back: boolean, x: number, y: number): void {
    const [right, below] = this.#place(x, y)
    const size = brief(radius * this.#scale())
    if (!Number.isFinite(right + below)) return
    this.#path.push(`A${size} ${size} 0 0 ${back ? 0 : 1} ${brief(right)} ${brief(below)}`)
  }
}

/**
 * A part of the page as a list of what is painted: boxes, texts, drawings, and canvases by their painters' own calls. What
 * the page shows is read from the page: nothing is laid out a second time, and no view is drawn by other code than its own.
 */

import { painters } from '../canvas.svelte'
import { clipOf, drawBox, type Box } from './boxes'
import { drawFormulaMarks, growth } from './formulas'
import { drawField } from './fields'
import { brief, PLAIN, rectangle, type Item, type Picture } from './list'
import { Recorder } from './recorder'
import { drawShapes } from './shapes'
import { drawText } from './words'

/** What can be used, and is no part of the picture. */
const CONTROLS =
  'button:not(.neuron), select, input, textarea, label:has(input), summary, [role="radiogroup"], [role="toolbar"], .neuron.off, .name.off, [data-control]'

export type Wanted = {
  /** What it stands on; null: nothing. */
  readonly ground: string | null
  readonly title: string
  /** With buttons and fields. */
  readonly controls: boolean
}

/** What is seen of the element now. */
export function pictureOf(element: HTMLElement, { ground, title, controls }: Wanted): Picture {
  const hidden = controls ? [] : hide(element)
  const [{ height: given }, scrolled] = [element.style, element.scrollTop]
  if (element.scrollHeight > element.clientHeight + 1 && getComputedStyle(element).overflowY === 'auto') {
    element.style.height = `${element.scrollHeight}px` // what would be scrolled to is taken, too
  }
  try {
    // Whole pixels, as the page has them: lines stay sharp.
    const box = element.getBoundingClientRect()
    const [x, y] = [Math.floor(box.left), Math.floor(box.top)]
    const [width, height] = [Math.ceil(box.right) - x, Math.ceil(box.bottom) - y]
    const walker = new Walker(x, y)
    walker.visit(element, walker.items)
    const clip = rectangle(0, 0, width, height)
    return { width, height, ground, title, items: [{ kind: 'group', clip, alpha: 1, items: walker.items }] }
  } finally {
    for (const [one, display] of hidden) one.style.display = display
    element.style.height = given
    element.scrollTop = scrolled
  }
}

/** Takes controls out of the page as long as it is read: what is left moves together. Nobody sees it. */
function hide(element: HTMLElement): [HTMLElement, string][] {
  return [...element.querySelectorAll<HTMLElement>(CONTROLS)].map((one) => {
    const { display } = one.style
    one.style.display = 'none'
    return [one, display]
  })
}

class Walker {
  readonly items: Item[] = []
  /** The page's place of the picture's corner. */
  readonly #x: number
  readonly #y: number

  constructor(x: number, y: number) {
    this.#x = x
    this.#y = y
  }

  visit(element: Element, into: Item[]): void {
    const style = getComputedStyle(element)
    if (style.display === 'none' || style.clipPath.startsWith('inset(50%')) return
    if (element.matches(':modal')) return // what lies over the page is not the page
    const opacity = Number(style.opacity)
    if (opacity === 0) return
    const box = this.#boxOf(element.getBoundingClientRect())
    const visible = style.visibility === 'visible'
    let items = into
    if (opacity < 1) {
      items = []
      into.push({ kind: 'group', clip: null, alpha: opacity, items })
    }
    if (visible) this.#behind(element, style, box, items)
    // What is cut with dots is cut where it is written.
    if (style.overflowX !== 'visible' && style.display !== 'inline' && style.textOverflow !== 'ellipsis') {
      const inside: Item[] = []
      items.push({ kind: 'group', clip: clipOf(box, style), alpha: 1, items: inside })
      items = inside
    }
    this.#inside(element, style, box, items, visible)
  }

  #boxOf({ left, top, width, height }: DOMRect): Box {
    return { x: left - this.#x, y: top - this.#y, width, height }
  }

  #behind(element: Element, style: CSSStyleDeclaration, box: Box, items: Item[]): void {
    const several = style.display === 'inline' ? [...element.getClientRects()] : []
    if (several.length > 1) for (const part of several) drawBox(items, this.#boxOf(part), style)
    else if (!(element instanceof SVGElement) || element.localName === 'svg') drawBox(items, box, style)
    this.#pseudo(element, '::before', box, items)
    if (element.localName === 'summary') this.#marker(element, style, box, items)
    if (element instanceof MathMLElement) drawFormulaMarks(items, element, style, this.#x, this.#y)
  }

  /** Before what can be opened stands a triangle, which turns. */
  #marker(element: Element, style: CSSStyleDeclaration, box: Box, items: Item[]): void {
    if (style.display !== 'list-item' || style.listStyleType === 'none') return
    const down = element.parentElement instanceof HTMLDetailsElement && element.parentElement.open
    const size = parseFloat(style.fontSize) * 0.5
    const [x, y] = [box.x + 0.1 * size + parseFloat(style.paddingLeft), box.y + box.height / 2]
    const [half, far] = [brief(size / 2), brief(size * 0.9)]
    const d = down
      ? `M${brief(x)} ${brief(y - size * 0.4)}h${brief(size)}l-${half} ${far}z`
      : `M${brief(x)} ${brief(y - size / 2)}l${far} ${half}l-${far} ${half}z`
    items.push({ ...PLAIN, kind: 'path', d, fill: style.color, stroke: null })
  }

  /** What style sheets add: boxes that have a place of their own, or stand at the beginning of a line. */
  #pseudo(element: Element, which: '::before' | '::after', box: Box, items: Item[]): void {
    const style = getComputedStyle(element, which)
    const opacity = Number(style.opacity)
    if (style.content === 'none' || style.content === 'normal' || opacity === 0) return
    const [width, height] = [parseFloat(style.width), parseFloat(style.height)]
    const place = style.position === 'absolute' ? offset(element, style) : leading(which, style, box)
    if (place === null || ![...place, width, height].every(Number.isFinite)) return
    // Used lengths leave out edges that are inside of the box's size.
    const around = style.boxSizing === 'border-box' ? 0 : 2 * parseFloat(style.borderTopWidth)
    const inside: Item[] = []
    const [x, y] = [box.x + place[0], box.y + place[1]]
    drawBox(inside, { x, y, width: width + around, height: height + around }, style)
    if (inside.length > 0) items.push({ kind: 'group', clip: null, alpha: opacity, items: inside })
  }

  #inside(element: Element, style: CSSStyleDeclaration, box: Box, items: Item[], visible: boolean): void {
    if (element instanceof HTMLCanvasElement) {
      if (visible) this.#canvas(element, style, box, items)
    } else if (element instanceof SVGSVGElement) {
      if (visible) drawShapes(items, element, this.#x, this.#y)
    } else if (element instanceof HTMLImageElement) {
      if (visible) this.#image(element, box, items)
    } else if (element.matches('input, select, textarea')) {
      if (visible) drawField(items, element as HTMLInputElement, style, box)
    } else this.#children(element, style, items, visible)
    if (visible) this.#pseudo(element, '::after', box, items)
  }

  /** In the order in which they are painted: those that are lifted come last. */
  #children(element: Element, style: CSSStyleDeclaration, items: Item[], visible: boolean): void {
    const layers = [...element.childNodes].map((node) => ({ node, level: levelOf(node) }))
    if (layers.some(({ level }) => level !== 0)) layers.sort((one, other) => one.level - other.level)
    for (const { node } of layers) {
      if (node instanceof Element) this.visit(node, items)
      else if (node instanceof Text && visible) {
        const from = items.length
        drawText(items, node, style, this.#x, this.#y)
        if (element instanceof MathMLElement) growth(items, from, element, this.#y)
      }
    }
  }

  #canvas(canvas: HTMLCanvasElement, style: CSSStyleDeclaration, box: Box, items: Item[]): void {
    const [width, height] = [canvas.clientWidth, canvas.clientHeight]
    if (width === 0 || height === 0) return
    const inside: Item[] = []
    const recorder = new Recorder(inside, box.x, box.y)
    const painter = painters.get(canvas)
    if (painter === undefined) recorder.drawImage(canvas, 0, 0, width, height)
    else painter.draw(recorder.context, width, height)
    items.push({ kind: 'group', clip: clipOf(box, style), alpha: 1, items: inside })
  }

  #image(image: HTMLImageElement, { x, y, width, height }: Box, items: Item[]): void {
    if (!image.complete || image.naturalWidth === 0) return
    const pixels = document.createElement('canvas')
    pixels.width = image.naturalWidth
    pixels.height = image.naturalHeight
    pixels.getContext('2d')!.drawImage(image, 0, 0)
    items.push({ ...PLAIN, kind: 'image', pixels, x, y, width, height, smooth: true })
  }
}

/** From an element's corner to that of what stands at a place of its own in it. */
function offset(element: Element, style: CSSStyleDeclaration): readonly [number, number] | null {
  const own = getComputedStyle(element)
  if (own.position === 'static') return null
  const { m41, m42 } = new DOMMatrix(style.transform === 'none' ? '' : style.transform)
  return [
    parseFloat(own.borderLeftWidth) + parseFloat(style.left) + m41,
    parseFloat(own.borderTopWidth) + parseFloat(style.top) + m42,
  ]
}

/** A mark at the beginning of a line. */
function leading(which: string, style: CSSStyleDeclaration, box: Box): readonly [number, number] | null {
  if (which !== '::before' || style.display !== 'inline-block' || style.content !== '""') return null
  return [parseFloat(style.marginLeft), (box.height - parseFloat(style.height)) / 2]
}

function levelOf(node: Node): number {
  if (!(node instanceof Element)) return 0
  const { zIndex, position } = getComputedStyle(node)
  return zIndex === 'auto' || position === 'static' ? 0 : Number(zIndex)
}

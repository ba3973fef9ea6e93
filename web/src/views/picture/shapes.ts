/** Drawings that stand in the page as SVG: their shapes, as they are seen. Nothing else of their markup is taken along. */

import { seen } from './colour'
import { brief, PLAIN, type Item, type Matrix, type Path } from './list'
import { drawText } from './words'

const numberOf = (element: Element, name: string): number => parseFloat(element.getAttribute(name) ?? '') || 0

const points = (element: Element): string =>
  (element.getAttribute('points') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map((value) => brief(Number(value)))
    .reduce((d, value, at) => d + (at === 0 ? 'M' : at % 2 === 0 ? 'L' : ' ') + value, '')

function ellipse(x: number, y: number, across: number, down: number): string {
  const half = (to: number): string => `A${brief(across)} ${brief(down)} 0 0 1 ${brief(to)} ${brief(y)}`
  return across > 0 && down > 0 ? `M${brief(x - across)} ${brief(y)}${half(x + across)}${half(x - across)}z` : ''
}

const SHAPES: Readonly<Record<string, (element: Element) => string>> = {
  path: (element) => element.getAttribute('d') ?? '',
  line: (element) => {
    const [x1, y1, x2, y2] = ['x1', 'y1', 'x2', 'y2'].map((name) => brief(numberOf(element, name)))
    return `M${x1} ${y1}L${x2} ${y2}`
  },
  polyline: points,
  polygon: (element) => `${points(element)}z`,
  circle: (element) => {
    const radius = numberOf(element, 'r')
    return ellipse(numberOf(element, 'cx'), numberOf(element, 'cy'), radius, radius)
  },
  ellipse: (element) =>
    ellipse(...(['cx', 'cy', 'rx', 'ry'].map((name) => numberOf(element, name)) as [number, number, number, number])),
  rect: (element) => {
    const box = (element as SVGGraphicsElement).getBBox()
    return `M${brief(box.x)} ${brief(box.y)}h${brief(box.width)}v${brief(box.height)}h${brief(-box.width)}z`
  },
}

const HIDDEN = new Set([
  'defs',
  'clipPath',
  'mask',
  'linearGradient',
  'radialGradient',
  'symbol',
  'marker',
  'title',
  'desc',
])

/** What is in an SVG element of the page; `x`, `y`: of the picture's corner on the page. */
export function drawShapes(items: Item[], element: Element, x: number, y: number): void {
  for (const child of element.children) {
    if (HIDDEN.has(child.localName)) continue
    const style = getComputedStyle(child)
    if (style.display === 'none') continue
    const opacity = Number(style.opacity)
    if (opacity === 0) continue
    const shape = SHAPES[child.localName]
    if (shape !== undefined && style.visibility === 'visible') {
      const d = shape(child)
      if (/^\s*[Mm]/.test(d)) drawShape(items, d, child as SVGGraphicsElement, style, opacity, x, y)
    } else if (child.localName === 'text') drawWords(items, child, x, y)
    else if (opacity < 1) {
      const inside: Item[] = []
      items.push({ kind: 'group', clip: null, alpha: opacity, items: inside })
      drawShapes(inside, child, x, y)
    } else drawShapes(items, child, x, y)
  }
}

function drawShape(
  items: Item[],
  d: string,
  element: SVGGraphicsElement,
  style: CSSStyleDeclaration,
  alpha: number,
  x: number,
  y: number,
): void {
  const place = element.getScreenCTM()
  if (place === null) return
  const matrix: Matrix = [place.a, place.b, place.c, place.d, place.e - x, place.f - y]
  const put = (path: Pick<Path, 'fill' | 'stroke'>, share: number): void => {
    const evenodd = style.fillRule === 'evenodd' ? { evenodd: true } : {}
    items.push({ ...PLAIN, kind: 'path', d, matrix, ...evenodd, ...path, alpha: alpha * share })
  }
  if (style.fill !== 'none' && seen(style.fill)) put({ fill: style.fill, stroke: null }, Number(style.fillOpacity))
  if (style.stroke === 'none' || !seen(style.stroke)) return
  // A line that stays as wide in whatever size the drawing is shown.
  const fixed = style.vectorEffect === 'non-scaling-stroke' ? 1 / Math.hypot(place.a, place.b) : 1
  const length = (text: string): number => (parseFloat(text) || 0) * fixed
  const dash = style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(/[\s,]+/).map(length)
  const stroke = {
    paint: style.stroke,
    width: length(style.strokeWidth),
    cap: style.strokeLinecap as CanvasLineCap,
    join: style.strokeLinejoin as CanvasLineJoin,
    dash,
    offset: length(style.strokeDashoffset),
  }
  if (stroke.width > 0) put({ fill: null, stroke }, Number(style.strokeOpacity))
}

/** Texts of drawings have the colour that they are filled with. */
function drawWords(items: Item[], element: Element, x: number, y: number): void {
  const { fontFamily, fontSize, fontWeight, fontStyle, fill } = getComputedStyle(element)
  const style = {
    fontFamily,
    fontSize,
    fontWeight,
    fontStyle,
    color: fill,
    textTransform: 'none',
    textDecorationLine: '',
  }
  for (const node of element.childNodes) {
    if (node instanceof Text) drawText(items, node, style, x, y)
    else if (node instanceof Element) drawWords(items, node, x, y)
  }
}

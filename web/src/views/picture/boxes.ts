/** What style sheets paint behind an element: grounds, gradients, edges and rings. */

import { seen } from './colour'
import { brief, PLAIN, rounded, type Corner, type Gradient, type Item, type Paint, type Stroke } from './list'

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

const px = (length: string): number => parseFloat(length) || 0
const SIDES = ['Top', 'Right', 'Bottom', 'Left'] as const

/** The corners of a box, no rounder than there is room for. */
function cornersOf(style: CSSStyleDeclaration, { width, height }: Box): [Corner, Corner, Corner, Corner] {
  const corner = (radius: string): Corner => {
    const [across = '0', down = across] = radius.split(' ')
    const length = (text: string, whole: number): number => (text.endsWith('%') ? (px(text) / 100) * whole : px(text))
    return [Math.min(length(across, width), width / 2), Math.min(length(down, height), height / 2)]
  }
  return [
    corner(style.borderTopLeftRadius),
    corner(style.borderTopRightRadius),
    corner(style.borderBottomRightRadius),
    corner(style.borderBottomLeftRadius),
  ]
}

/** A box with its corners, grown by so much on every side. */
function outline({ x, y, width, height }: Box, style: CSSStyleDeclaration, by: number): string {
  const corners = cornersOf(style, { x, y, width, height }).map(([across, down]): Corner => {
    return across === 0 ? [0, 0] : [Math.max(0, across + by), Math.max(0, down + by)]
  }) as [Corner, Corner, Corner, Corner]
  return rounded(x - by, y - by, Math.max(0, width + 2 * by), Math.max(0, height + 2 * by), corners)
}

/** The path that an element cuts off what reaches beyond it with. */
export const clipOf = (box: Box, style: CSSStyleDeclaration): string => outline(box, style, -px(style.borderTopWidth))

/** Everything that is painted of an element before what is in it. */
export function drawBox(items: Item[], box: Box, style: CSSStyleDeclaration): void {
  if (box.width <= 0 || box.height <= 0) return
  const path = (d: string, fill: Paint | null, stroke: Stroke | null): void => {
    items.push({ kind: 'path', d, fill, stroke, ...PLAIN })
  }
  for (const { inset, spread, colour } of rings(style.boxShadow)) {
    if (!inset) path(outline(box, style, spread / 2), null, solid(colour, spread))
  }
  const edge = px(style.borderTopWidth)
  const even = SIDES.every(
    (side) =>
      style[`border${side}Width`] === style.borderTopWidth &&
      style[`border${side}Color`] === style.borderTopColor &&
      style[`border${side}Style`] === style.borderTopStyle,
  )
  if (seen(style.backgroundColor)) path(outline(box, style, 0), style.backgroundColor, null)
  const gradient = gradientOf(style.backgroundImage, box)
  if (gradient !== null) path(outline(box, style, 0), gradient, null)
  for (const { inset, spread, colour } of rings(style.boxShadow)) {
    if (inset) path(outline(box, style, -spread / 2), null, solid(colour, spread))
  }
  if (even) {
    if (edge === 0 || style.borderTopStyle === 'none' || !seen(style.borderTopColor)) return
    const dash = style.borderTopStyle === 'dashed' ? [3 * edge, 2 * edge] : []
    path(outline(box, style, -edge / 2), null, { ...solid(style.borderTopColor, edge), dash })
    return
  }
  for (const side of SIDES) drawSide(items, box, style, side)
}

function drawSide(items: Item[], box: Box, style: CSSStyleDeclaration, side: (typeof SIDES)[number]): void {
  const width = px(style[`border${side}Width`])
  const colour = style[`border${side}Color`]
  const kind = style[`border${side}Style`]
  if (width === 0 || kind === 'none' || !seen(colour)) return
  const [left, top, right, below] = [box.x, box.y, box.x + box.width, box.y + box.height]
  const half = width / 2
  const ends = {
    Top: [left, top + half, right, top + half],
    Right: [right - half, top, right - half, below],
    Bottom: [left, below - half, right, below - half],
    Left: [left + half, top, left + half, below],
  }[side]
  const [x0, y0, x1, y1] = ends.map(brief) as [string, string, string, string]
  const stroke = { ...solid(colour, width), dash: kind === 'dashed' ? [3 * width, 2 * width] : [] }
  items.push({ kind: 'path', d: `M${x0} ${y0}L${x1} ${y1}`, fill: null, stroke, ...PLAIN })
}

const solid = (paint: string, width: number): Stroke => ({
  paint,
  width,
  cap: 'butt',
  join: 'miter',
  dash: [],
  offset: 0,
})

/** At commas that are in no brackets. */
function parts(list: string): string[] {
  const found: string[] = ['']
  let depth = 0
  for (const sign of list) {
    depth += sign === '(' ? 1 : sign === ')' ? -1 : 0
    if (sign === ',' && depth === 0) found.push('')
    else found[found.length - 1] += sign
  }
  return found.map((part) => part.trim())
}

type Ring = { readonly inset: boolean; readonly spread: number; readonly colour: string }

/** Sharp shadows around an element, the outermost first. Soft ones are light of the page, not of the picture. */
function rings(shadow: string): Ring[] {
  if (shadow === 'none') return []
  return parts(shadow)
    .flatMap((part): Ring[] => {
      const inset = part.endsWith('inset')
      const colour = /^(.*?\)|#\w+|[a-z]+)/.exec(part)?.[1] ?? ''
      const [x = 0, y = 0, blur = 0, spread = 0] = part.slice(colour.length).split(' ').map(px).slice(1)
      return x === 0 && y === 0 && blur === 0 && spread > 0 && seen(colour) ? [{ inset, spread, colour }] : []
    })
    .reverse()
}

const ANGLES: Readonly<Record<string, number>> = { 'to top': 0, 'to right': 90, 'to bottom': 180, 'to left': 270 }

/** A straight gradient over the whole box; null where there is none, or another kind of picture. */
function gradientOf(image: string, { x, y, width, height }: Box): Gradient | null {
  if (!image.startsWith('linear-gradient(') || parts(image).length !== 1) return null
  const given = parts(image.slice('linear-gradient('.length, -1))
  const angle = ANGLES[given[0]!] ?? (given[0]!.endsWith('deg') ? parseFloat(given[0]!) : null)
  const colours = angle === null ? given : given.slice(1)
  const turn = ((angle ?? 180) * Math.PI) / 180
  const [right, down] = [Math.sin(turn), -Math.cos(turn)]
  const half = (Math.abs(width * right) + Math.abs(height * down)) / 2
  const [mx, my] = [x + width / 2, y + height / 2]
  const stops = colours.map((part, at): [number, string] => {
    const [, colour = part, place] = /^(.*?)(?:\s+([\d.]+%|[\d.]+px))?$/.exec(part) ?? []
    const share =
      place === undefined ? at / (colours.length - 1) : place.endsWith('%') ? px(place) / 100 : px(place) / (2 * half)
    return [share, colour]
  })
  // A place before the one before it is at that one.
  for (let at = 1; at < stops.length; at += 1) stops[at]![0] = Math.max(stops[at]![0], stops[at - 1]![0])
  return {
    from: [mx - right * half, my - down * half, 0],
    to: [mx + right * half, my + down * half, 0],
    stops,
  }
}

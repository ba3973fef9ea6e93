/** The texts of the page as they stand on it: each sign where the browser has put it. */

import { seen } from './colour'
import { reach } from './fonts'
import { brief, PLAIN, type Font, type Item, type Text } from './list'

/** What is cut off stands before three dots. */
const DOTS = '…'
/** MathML sets a letter that stands alone in italics, by writing another sign. */
const ITALIC: readonly (readonly [first: string, last: string, to: number])[] = [
  ['A', 'Z', 0x1d434],
  ['a', 'z', 0x1d44e],
  ['Α', 'Ω', 0x1d6e2],
  ['α', 'ω', 0x1d6fc],
]
const PLANCK = 'ℎ' // the italic h stands apart

export function slanted(letter: string): string {
  if (letter === 'h') return PLANCK
  if (letter === '∂') return '𝜕'
  const row = ITALIC.find(([first, last]) => letter >= first && letter <= last)
  return row === undefined ? letter : String.fromCodePoint(row[2] + letter.codePointAt(0)! - row[0].codePointAt(0)!)
}

/** What of a style texts need. */
export type Lettering = Pick<
  CSSStyleDeclaration,
  'fontFamily' | 'fontSize' | 'fontWeight' | 'fontStyle' | 'color' | 'textTransform' | 'textDecorationLine'
>

const fontOf = (style: Lettering): Font => ({
  family: style.fontFamily,
  size: parseFloat(style.fontSize),
  weight: Number(style.fontWeight) || 400,
  italic: style.fontStyle !== 'normal',
})

const CASES: Readonly<Record<string, (sign: string) => string>> = {
  uppercase: (sign) => sign.toUpperCase(),
  lowercase: (sign) => sign.toLowerCase(),
}

type Sign = {
  readonly sign: string
  readonly left: number
  readonly right: number
  readonly top: number
  height: number
}

/** A text node's signs, each with its place; `x`, `y`: of the picture's corner on the page. */
export function drawText(items: Item[], node: globalThis.Text, style: Lettering, x: number, y: number): void {
  if (!seen(style.color) || node.data.trim() === '') return
  const written = CASES[style.textTransform] ?? ((sign: string): string => sign)
  const alone = style.textTransform === 'math-auto' && Array.from(node.data.trim()).length === 1
  const range = document.createRange()
  const found: Sign[] = []
  let at = 0
  for (const sign of node.data) {
    range.setStart(node, at)
    range.setEnd(node, (at += sign.length))
    const place = range.getClientRects()[0]
    if (place === undefined || place.width === 0) continue
    const shown = alone ? slanted(sign) : written(sign)
    found.push({ sign: shown, left: place.left - x, right: place.right - x, top: place.top - y, height: place.height })
  }
  const font = fontOf(style)
  for (const line of lines(found)) {
    drawLine(items, within(line, node.parentElement!, x, style), font, style)
  }
}

/** Signs that stand beside each other. */
function lines(signs: readonly Sign[]): Sign[][] {
  const found: Sign[][] = []
  for (const sign of signs) {
    const before = found.at(-1)?.at(-1)
    if (before !== undefined && Math.abs(before.top - sign.top) < before.height / 2 && sign.left >= before.left - 1) {
      found.at(-1)!.push(sign)
    } else found.push([sign])
  }
  return found
}

/** What is seen of a line where it is cut with dots. */
function within(line: Sign[], parent: HTMLElement, x: number, style: Lettering): Sign[] {
  let cutter: HTMLElement | null = parent
  // The text may stand in something that is only a part of the line.
  while (cutter !== null && getComputedStyle(cutter).display === 'inline') cutter = cutter.parentElement
  if (cutter === null || getComputedStyle(cutter).textOverflow !== 'ellipsis') return line
  if (cutter.scrollWidth <= cutter.clientWidth) return line
  const { left } = cutter.getBoundingClientRect()
  const edge = left - x + cutter.clientLeft + cutter.clientWidth - parseFloat(getComputedStyle(cutter).paddingRight)
  const dots = parseFloat(style.fontSize) * 0.9
  const kept = line.filter(({ right }) => right <= edge - dots)
  const [last] = [kept.at(-1) ?? line[0]!]
  const from = kept.length === 0 ? last.left : last.right
  return kept.length === line.length ? line : [...kept, { ...last, sign: DOTS, left: from, right: from + dots }]
}

function drawLine(items: Item[], line: readonly Sign[], font: Font, style: Lettering): void {
  const [first, last] = [line[0], line.at(-1)]
  if (first === undefined || last === undefined) return
  const [above, below] = reach(`${font.italic ? 'italic ' : ''}${font.weight} ${font.size}px ${font.family}`)
  const baseline = first.top + above + (first.height - above - below) / 2
  const text: Text = {
    kind: 'text',
    signs: line.map(({ sign, left }) => [sign, left] as const),
    end: last.right,
    y: baseline,
    font,
    fill: style.color,
    stroke: null,
    ...PLAIN,
  }
  items.push(text)
  if (style.textDecorationLine.includes('underline')) {
    const y = brief(baseline + font.size * 0.12)
    const d = `M${brief(first.left)} ${y}H${brief(last.right)}`
    const width = Math.max(1, font.size / 16)
    const stroke = { paint: style.color, width, cap: 'butt', join: 'miter', dash: [], offset: 0 } as const
    items.push({ kind: 'path', d, fill: null, stroke, ...PLAIN })
  }
}

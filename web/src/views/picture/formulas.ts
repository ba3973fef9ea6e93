/** What formulas have beside their signs: lines of fractions and roots, and brackets that grow. */

import { cssOf, ink } from './fonts'
import { brief, PLAIN, type Item } from './list'

/** In shares of the font's size: how thick lines are. */
const RULE = 0.066
/** Signs that are so many times as high as a line have grown. */
const GROWN = 1.25

export function drawFormulaMarks(
  items: Item[],
  element: MathMLElement,
  style: CSSStyleDeclaration,
  x: number,
  y: number,
): void {
  const size = parseFloat(style.fontSize)
  const line = (d: string, width = RULE * size): void => {
    const stroke = { paint: style.color, width, cap: 'butt', join: 'round', dash: [], offset: 0 } as const
    items.push({ ...PLAIN, kind: 'path', d, fill: null, stroke })
  }
  const box = element.getBoundingClientRect()
  const [left, right, top, below] = [box.left - x, box.right - x, box.top - y, box.bottom - y]
  const [first, second] = element.children
  if (element.localName === 'mfrac' && first !== undefined && second !== undefined) {
    const middle = (first.getBoundingClientRect().bottom + second.getBoundingClientRect().top) / 2 - y
    line(`M${brief(left)} ${brief(middle)}H${brief(right)}`)
  } else if (element.localName === 'msqrt' && first !== undefined) {
    const inside = first.getBoundingClientRect()
    const [from, over] = [inside.left - x, top + RULE * size]
    const wide = from - left
    line(
      [
        `M${brief(left + 0.08 * wide)} ${brief(below - 0.42 * (below - over))}`,
        `L${brief(left + 0.26 * wide)} ${brief(below - 0.48 * (below - over))}`,
        `L${brief(left + 0.55 * wide)} ${brief(below)}`,
        `L${brief(from - 0.04 * size)} ${brief(over)}H${brief(right)}`,
      ].join(''),
    )
  }
}

/** Sums: they grow in both directions. */
const LARGE = new Set(['∑', '∏', '∫'])

/** Brackets, and braces, that are as high as what is between them; `y`: of the picture's corner on the page. */
export function growth(items: Item[], from: number, element: MathMLElement, y: number): void {
  if (element.localName !== 'mo') return
  const { height, bottom } = element.getBoundingClientRect()
  for (const [at, item] of items.entries()) {
    if (at < from || item.kind !== 'text') continue
    const { signs, font } = item
    const sign = signs[0]?.[0] ?? ''
    const [above, below] = ink(sign, cssOf(font))
    const high = height / (above + below)
    if (!Number.isFinite(high)) continue
    const line = bottom - y - below * high
    if (LARGE.has(sign)) items[at] = { ...item, font: { ...font, size: font.size * high }, y: line }
    else if (high > GROWN) items[at] = { ...item, high, y: line }
  }
}

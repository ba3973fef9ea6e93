/** Fields as they stand on the page: browsers draw what is in them, and tell nobody where. */

import type { Box } from './boxes'
import { brief, PLAIN, rectangle, rounded, type Item } from './list'
import { drawText } from './words'

const SLIDER = { track: 3, thumb: 5 } as const

export function drawField(
  items: Item[],
  field: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement,
  style: CSSStyleDeclaration,
  box: Box,
): void {
  if (field instanceof HTMLSelectElement) {
    write(items, field.selectedOptions[0]?.text ?? '', style, box)
    drawArrow(items, style, box)
    return
  }
  const kind = field instanceof HTMLInputElement ? field.type : 'text'
  if (kind === 'range') drawSlider(items, field, style, box)
  else if (kind === 'checkbox' || kind === 'radio') drawTick(items, field as HTMLInputElement, style, box)
  else if (field.value !== '') write(items, field.value, style, box)
  else write(items, field.placeholder, style, box, getComputedStyle(field, '::placeholder').color)
}

const px = (length: string): number => parseFloat(length) || 0

/** Written beside the page, where it can be measured, then moved to where the field has it. */
function write(items: Item[], text: string, style: CSSStyleDeclaration, box: Box, color = style.color): void {
  if (text === '') return
  const line = document.createElement('span')
  const { font, fontFeatureSettings, letterSpacing } = style
  Object.assign(line.style, { position: 'fixed', whiteSpace: 'pre', font, fontFeatureSettings, letterSpacing, color })
  line.textContent = text
  document.body.append(line)
  try {
    const { left, top, width, height } = line.getBoundingClientRect()
    const before = px(style.paddingLeft) + px(style.borderLeftWidth)
    const free = box.width - before - px(style.paddingRight) - px(style.borderRightWidth)
    const spare = { center: (free - width) / 2, right: free - width, end: free - width }[style.textAlign] ?? 0
    const from = box.x + before
    const inside: Item[] = []
    const [x, y] = [left - from - spare, top - box.y - (box.height - height) / 2]
    drawText(inside, line.firstChild as Text, getComputedStyle(line), x, y)
    items.push({ kind: 'group', clip: rectangle(from, box.y, Math.max(0, free), box.height), alpha: 1, items: inside })
  } finally {
    line.remove()
  }
}

/** The arrow of a list. */
function drawArrow(items: Item[], style: CSSStyleDeclaration, { x, y, width, height }: Box): void {
  const [right, middle] = [x + width, y + height / 2]
  const colour = /(rgba?\([^)]*\)|color\([^)]*\)) 0/.exec(style.backgroundImage)?.[1] ?? style.color
  const d = `M${brief(right - 17)} ${brief(middle - 2.5)}h10l-5 5z`
  items.push({ ...PLAIN, kind: 'path', d, fill: colour, stroke: null })
}

function drawSlider(items: Item[], field: HTMLElement, style: CSSStyleDeclaration, box: Box): void {
  const token = (name: string): string => resolved(field, name)
  const filled = px(style.getPropertyValue('--filled') || '50%') / 100
  const middle = box.y + box.height / 2
  const thumb = box.x + 7 + filled * (box.width - 14)
  const bar = (from: number, to: number, fill: string): void => {
    const d = rectangle(from, middle - SLIDER.track / 2, Math.max(0, to - from), SLIDER.track)
    items.push({ ...PLAIN, kind: 'path', d, fill, stroke: null })
  }
  bar(box.x, thumb, token('--text'))
  bar(thumb, box.x + box.width, token('--edge'))
  const disc = (radius: number, fill: string): void => {
    const corner = [radius, radius] as const
    const d = rounded(thumb - radius, middle - radius, 2 * radius, 2 * radius, [corner, corner, corner, corner])
    items.push({ ...PLAIN, kind: 'path', d, fill, stroke: null })
  }
  disc(SLIDER.thumb + 3, token('--line'))
  disc(SLIDER.thumb + 2, token('--surface'))
  disc(SLIDER.thumb, token('--text'))
}

/** A token's colour, as it is where the element stands. */
function resolved(element: HTMLElement, name: string): string {
  const { color } = element.style
  element.style.color = `var(${name})`
  const found = getComputedStyle(element).color
  element.style.color = color
  return found
}

function drawTick(
  items: Item[],
  field: HTMLInputElement,
  style: CSSStyleDeclaration,
  { x, y, width, height }: Box,
): void {
  if (style.appearance === 'none' || Number(style.opacity) === 0) return
  const side = Math.min(width, height)
  const round = field.type === 'radio' ? side / 2 : 2.5
  const corner = [round, round] as const
  const d = rounded(x + 0.5, y + 0.5, side - 1, side - 1, [corner, corner, corner, corner])
  const [edge, on] = [resolved(field, '--edge'), resolved(field, '--text')]
  const line = { width: 1, cap: 'butt', join: 'miter', dash: [], offset: 0 } as const
  if (!field.checked) {
    items.push({ ...PLAIN, kind: 'path', d, fill: null, stroke: { ...line, paint: edge } })
    return
  }
  items.push({ ...PLAIN, kind: 'path', d, fill: on, stroke: null })
  const at = (across: number, down: number): string => `${brief(x + across * side)} ${brief(y + down * side)}`
  const tick = `M${at(0.24, 0.52)}L${at(0.43, 0.72)}L${at(0.77, 0.3)}`
  items.push({
    ...PLAIN,
    kind: 'path',
    d: tick,
    fill: null,
    stroke: { ...line, width: side / 8, paint: resolved(field, '--bg') },
  })
}

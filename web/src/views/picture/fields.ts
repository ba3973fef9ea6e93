/** Fields as they stand on the page: browsers draw what is in them, and tell nobody where. */

import type { Box } from './boxes'
import { cssOf, reach, signsOf } from './fonts'
import { brief, PLAIN, rectangle, rounded, type Font, type Item } from './list'

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
  } else if (field.type === 'range') drawSlider(items, field as HTMLInputElement, style, box)
  else if (field.type === 'checkbox' || field.type === 'radio') drawTick(items, field as HTMLInputElement, style, box)
  else write(items, field.value === '' ? ((field as HTMLInputElement).placeholder ?? '') : field.value, style, box)
}

const px = (length: string): number => parseFloat(length) || 0

function write(items: Item[], text: string, style: CSSStyleDeclaration, box: Box): void {
  if (text === '') return
  const font: Font = {
    family: style.fontFamily,
    size: px(style.fontSize),
    weight: Number(style.fontWeight) || 400,
    italic: style.fontStyle !== 'normal',
  }
  const { signs, width } = signsOf(text, cssOf(font))
  const [above, below] = reach(cssOf(font))
  const [from, room] = [px(style.paddingLeft) + px(style.borderLeftWidth), px(style.paddingRight)]
  const free = box.width - from - room - px(style.borderRightWidth)
  const left =
    box.x +
    from +
    (style.textAlign === 'center'
      ? (free - width) / 2
      : style.textAlign === 'right' || style.textAlign === 'end'
        ? free - width
        : 0)
  const inside: Item[] = [
    {
      ...PLAIN,
      kind: 'text',
      signs: signs.map(([sign, x]) => [sign, left + x] as const),
      end: left + width,
      y: box.y + (box.height + above - below) / 2,
      font,
      fill: style.color,
      stroke: null,
    },
  ]
  const clip = rectangle(box.x + from, box.y, Math.max(0, free), box.height)
  items.push({ kind: 'group', clip, alpha: 1, items: inside })
}

/** The arrow of a list. */
function drawArrow(items: Item[], style: CSSStyleDeclaration, { x, y, width, height }: Box): void {
  const [right, middle] = [x + width, y + height / 2]
  const colour = /(rgba?\([^)]*\)|color\([^)]*\)) 0/.exec(style.backgroundImage)?.[1] ?? style.color
  const d = `M${brief(right - 17)} ${brief(middle - 2.5)}h10l-5 5z`
  items.push({ ...PLAIN, kind: 'path', d, fill: colour, stroke: null })
}

function drawSlider(items: Item[], field: HTMLInputElement, style: CSSStyleDeclaration, box: Box): void {
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

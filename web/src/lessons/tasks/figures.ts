/** Numbers of tasks, written as everywhere in the page: in all languages alike. */

import type { Quantity } from '../conditions'

const SHARES: readonly Quantity['name'][] = ['train_accuracy', 'test_accuracy']
const COUNTS: readonly Quantity['name'][] = ['step', 'epoch', 'inputs', 'layers', 'neurons', 'parameters']
const MOST_DIGITS = 6

/**
 * A number of this kind, with so many digits that it can be told from another one (the goal). Accuracies are percentages.
 */
export function figure(quantity: Quantity, value: number, other: number): string {
  const [scale, unit] = SHARES.includes(quantity.name) ? [100, '\u00a0%'] : [1, '']
  return `${plain(scale * value, COUNTS.includes(quantity.name) ? 0 : digitsFor(scale * Math.abs(value - other)))}${unit}`
}

/** So many digits behind the point show a difference of this size. */
export function digitsFor(difference: number): number {
  if (!Number.isFinite(difference) || difference === 0) return 2
  return Math.max(0, Math.min(MOST_DIGITS, 1 - Math.floor(Math.log10(difference))))
}

/** How many digits behind the point make so many figures altogether. */
export function figuresOf(value: number, figures: number): number {
  if (!Number.isFinite(value) || value === 0) return 0
  return Math.max(0, Math.min(MOST_DIGITS, figures - 1 - Math.floor(Math.log10(Math.abs(value)))))
}

/** With a real minus, and without zeros at its end; very large ones by their power of ten. */
export function plain(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value < 0 ? '−∞' : '∞'
  const large = Math.abs(value) >= 1e9
  const text = formatOf(large, digits).format(value).replace('E', '·10^')
  return text.replace(/^-/, '−').replace(/^−(?=0$)/, '')
}

const formats = new Map<string, Intl.NumberFormat>()

/** They are costly to make, and wanted with every frame. */
function formatOf(large: boolean, digits: number): Intl.NumberFormat {
  const key = `${large} ${digits}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat(
    'en',
    large ? { notation: 'scientific', maximumFractionDigits: 2 } : { maximumFractionDigits: digits },
  )
  formats.set(key, format)
  return format
}

/** A number of the goal, as it was written in the chapter. */
export const exactly = (quantity: Quantity, value: number): string =>
  SHARES.includes(quantity.name) ? `${plain(100 * value, 2)}\u00a0%` : plain(value, 8)

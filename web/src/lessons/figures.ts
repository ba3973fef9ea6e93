/** Numbers within text. */

import { signed } from '../views/numbers'
import english from '../words/en/lessons.json'
import { words } from '../words/words'

const say = words('lessons', english)

/** As many digits after the point as are asked for, else about four that matter; `1,234.5`, with a real minus sign. */
export function inText(value: number, digits?: number): string {
  if (Number.isNaN(value)) return say('not-a-number')
  if (!Number.isFinite(value)) return value < 0 ? '−∞' : '∞'
  if (digits === undefined) return Number.isInteger(value) ? grouped(value, 0) : signed(value)
  return grouped(value, digits)
}

const grouped = (value: number, digits: number): string =>
  value
    .toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .replace(/^-(?=[0.,]*$)/, '') // nothing is less than nothing
    .replace('-', '−')

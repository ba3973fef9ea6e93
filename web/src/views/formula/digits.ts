/** Numbers in formulas: how many digits they need, and which sign they have. */

import { signed } from '../numbers'
import { say } from '../say-later'

export type Look = 'positive' | 'negative' | 'zero' | 'plain'

/** A number that is already a text; in a matrix, how much of a ground it has (0 to 1), and whether it is framed. */
export type Cell = { readonly text: string; readonly look: Look; readonly light?: number; readonly marked?: boolean }

/** A number in a formula: coloured by its sign, or a text that is shown as it is. */
export type Live = number | string | Cell

export const look = (value: number): Look => (value > 0 ? 'positive' : value < 0 ? 'negative' : 'zero')

/** As it stands in a formula; a negative number after another sign has brackets. */
export function live(value: Live | undefined, fenced: boolean): { readonly text: string; readonly look: Look } {
  if (value === undefined) return { text: '', look: 'plain' }
  if (typeof value === 'string') return { text: value, look: 'plain' }
  if (typeof value === 'object') {
    return { text: fenced && value.look === 'negative' ? `(${value.text})` : value.text, look: value.look }
  }
  const text = number(value)
  return { text: fenced && value < 0 ? `(${text})` : text, look: look(value) }
}

/** A number with about four figures that matter; with the signs of a book, also where it is none. */
export function number(value: number): string {
  if (value === Infinity) return '∞'
  if (value === -Infinity) return '−∞'
  return signed(value).replace('e-', 'e−').replace('e+', 'e')
}

/** With three figures, to be calculated with by hand. */
export function handy(value: number): string {
  if (!Number.isFinite(value)) return number(value)
  if (Number.isInteger(value) && Math.abs(value) < 1000) return String(value).replace('-', '−')
  const size = Math.abs(value)
  const digits =
    size < 1e-3 ? size.toExponential(2).replace('e-', 'e−') : size >= 1000 ? size.toFixed(0) : size.toPrecision(3)
  return value < 0 ? `−${digits}` : digits
}

/** With the digits that finite differences can agree in. */
export function precise(value: number): string {
  return Number.isFinite(value) ? value.toPrecision(8).replaceAll('-', '−').replace('e+', 'e') : number(value)
}

/** A setting as it was chosen: 0.03, or 1e−8. */
export const setting = (value: number): string => String(value).replace('e-', 'e−').replace('-', '−')

const FEWEST = 4
const MOST = 12

/** Two numbers with as many decimals as their difference needs, at least four. */
export function apart(before: number, after: number): readonly [string, string] {
  const change = Math.abs(after - before)
  const size = Math.max(Math.abs(before), Math.abs(after))
  if (!Number.isFinite(change) || change === 0 || size >= 1e5) return [number(before), number(after)]
  const decimals = Math.min(MOST, Math.max(FEWEST, 2 - Math.floor(Math.log10(change)) - 1))
  const text = (value: number): string => value.toFixed(decimals).replace('-', '−')
  return [text(before), text(after)]
}

/** To how many digits two numbers agree that should be the same; Infinity when they are, null where one is no number. */
export function agreement(one: number, other: number): number | null {
  if (!Number.isFinite(one) || !Number.isFinite(other)) return null
  if (one === other) return Infinity
  const digits = -Math.log10(Math.abs(one - other) / Math.max(Math.abs(one), Math.abs(other)))
  return Math.max(0, Math.floor(digits))
}

/** The same in words. A gradient of 0 is nudged to something tiny, which says as much. */
export function agreed(one: number, other: number): string {
  const digits = agreement(one, other)
  if (digits === null) return ''
  if (digits === Infinity) return say('agrees-exactly')
  if (Math.max(Math.abs(one), Math.abs(other)) < 1e-9) return say('agrees-zero')
  return digits === 0 ? say('disagrees') : say('agrees-to', digits)
}

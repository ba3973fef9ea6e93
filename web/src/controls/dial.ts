/** How a dial's number is shown and read. */

import { scientific } from '../views/numbers'
import { typed } from './scrub'
import { say } from './say'

/** What is further from 0 than this says nothing on a dial. */
export const MOST = 1_000_000
/** Beyond this, and below its inverse, numbers are written with their power of ten. */
const LONG = 1e7
/** A number that was not set by hand has so many more digits than the dial's steps. */
const FINER = 2

/** Digits behind the point of a step: 3 for 0.001, 2 for 0.25. */
export function digitsOf(step: number): number {
  let digits = 0
  while (digits < 10 && Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) > 1e-6) digits += 1
  return digits
}

const minus = (text: string): string => text.replaceAll('-', '−')

/** A value with the digits of the dial's steps; one between two steps with a few more. */
export function reading(value: number, step: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value < 0 ? '−∞' : '∞'
  if (Math.abs(value) >= LONG) return scientific(value)
  const digits = digitsOf(step)
  const steps = value / step
  const even = Math.abs(steps - Math.round(steps)) < 1e-6
  const text = value.toFixed(even ? digits : digits + FINER)
  return minus(Number(text) === 0 ? text.replace('-', '') : text)
}

/** A value so many steps further, without the digits that only come from adding. */
export function turned(value: number, steps: number, step: number): number {
  const next = Number((Math.round(value / step + steps) * step).toFixed(digitsOf(step) + FINER))
  return Math.abs(next) <= MOST ? next : value
}

/** The number that was typed, or a sentence that says what was expected. */
export function take(text: string, low: number, high: number, step: number): { value: number } | { problem: string } {
  const read = typed(text)
  const example = reading(turned((low + high) / 2, 0, step), step)
  if ('problem' in read) {
    const got = text.trim() === '' ? say('nothing') : say('quoted', shortened(text.trim()))
    return { problem: say('no-number', got, example) }
  }
  if (Math.abs(read.value) <= MOST) return read
  const most = MOST.toLocaleString('en')
  return {
    problem: say('too-far', most, shortened(text.trim()), example),
  }
}

const shortened = (text: string): string => (text.length > 24 ? `${text.slice(0, 23)}…` : text)

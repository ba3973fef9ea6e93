/** Reads what was typed into a field; the recipe's own check has the last word about limits. */

import { say } from './say'

type Reading<Value> = { value: Value } | { problem: string }

const got = (text: string): string => (text === '' ? say('nothing') : say('quoted', text))

export function number(text: string): Reading<number> {
  const value = Number(text.replace(',', '.'))
  if (text !== '' && Number.isFinite(value)) return { value }
  return { problem: say('no-number', got(text), '0.03') }
}

export function whole(text: string): Reading<number> {
  const value = Number(text.replaceAll(/[ ,_]/g, ''))
  if (text !== '' && Number.isInteger(value)) return { value }
  return { problem: say('no-whole-number', got(text), 10) }
}

export function size(text: string): Reading<number | 'full'> {
  return text.toLowerCase() === 'full' ? { value: 'full' } : whole(text)
}

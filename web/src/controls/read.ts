/** Reads what was typed into a field; the recipe's own check has the last word about limits. */

type Reading<Value> = { value: Value } | { problem: string }

export function number(text: string): Reading<number> {
  const value = Number(text.replace(',', '.'))
  if (text !== '' && Number.isFinite(value)) return { value }
  return { problem: `expected a number, got ${text === '' ? 'nothing' : `“${text}”`}: 0.03, for example` }
}

export function whole(text: string): Reading<number> {
  const value = Number(text.replaceAll(/[ ,_]/g, ''))
  if (text !== '' && Number.isInteger(value)) return { value }
  return { problem: `expected a whole number, got ${text === '' ? 'nothing' : `“${text}”`}: 10, for example` }
}

export function size(text: string): Reading<number | 'full'> {
  return text.toLowerCase() === 'full' ? { value: 'full' } : whole(text)
}

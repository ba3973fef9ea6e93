/** Texts as parts of Python's source: numbers, names, lists; mirrors exporting/text.py. */

import { LINE, RESERVED, SHORT } from './tables'

/** What is not seen, or changes how the rest is seen: controls, marks of direction, halves of pairs. */
const UNSEEN =
  // eslint-disable-next-line no-control-regex -- these it is about
  /[\0-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Cs}/gu

/** A template with its $names filled in; names that there are not stay. */
export function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\$([a-z_]+|[01])/g, (place, name: string) =>
    Object.hasOwn(values, name) ? values[name]! : place,
  )
}

/** A text in Python's source, and in JSON. */
export const literal = (text: string): string =>
  JSON.stringify(text).replace(UNSEEN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A text in a comment, or between three quotes. */
export const prose = (text: string): string => text.replace(UNSEEN, ' ').replaceAll('\\', '/').replaceAll('"', "'")

const signs = (text: string): number => [...text].length

/** A list on one line if it fits there; else with as many items to a line as fit, or with `each` only one. */
export function listed(items: readonly string[], indent = 0, each = false): string {
  const one = `[${items.join(', ')}]`
  if (signs(one) <= SHORT && !one.includes('\n')) return one
  const inner = ' '.repeat(indent + 4)
  const lines = ['']
  let used = 0
  for (const item of items) {
    if (used > 0 && (each || used + signs(item) > LINE - indent)) {
      lines.push('')
      used = 0
    }
    lines[lines.length - 1] += `${used > 0 ? ' ' : inner}${item},`
    used += signs(item) + 2
  }
  return `[\n${lines.join('\n')}\n${' '.repeat(indent)}]`
}

/** What columns are called in code: as they are where that is a name, and in no case two the same. */
export function identifiers(columns: readonly string[]): string[] {
  const names = columns.map((column) => column.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^_+|_+$/g, ''))
  return names.map((name, place) => {
    const taken =
      RESERVED.includes(name) || name.startsWith('column') || names.indexOf(name) !== names.lastIndexOf(name)
    return name === '' || /^\d/.test(name) || taken ? `column${place + 1}` : name
  })
}

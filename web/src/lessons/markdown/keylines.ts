/** Where the keys of a TOML document stand, which its reader does not tell. */

/** The line (from 1) of a key, or that of the nearest table around it. */
export type KeyLines = (...path: readonly string[]) => number

const HEADER = /^\s*\[([^\]]*(?:"[^"]*"[^\]]*)*)\]\s*(?:#.*)?$/
const KEY = /(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([\w-]+))\s*/y
const SEPARATOR = '\u0000'

/**
 * For a document that is known to be TOML: headers, keys at the beginning of lines, and those of inline tables on their line
 * or the lines below.
 */
export function keyLines(lines: readonly string[]): KeyLines {
  const found = new Map<string, number>()
  const note = (path: readonly string[], line: number): void => {
    for (let length = 1; length <= path.length; length += 1) {
      const key = path.slice(0, length).join(SEPARATOR)
      if (!found.has(key)) found.set(key, line)
    }
  }
  let table: readonly string[] = []
  let quote: string | null = null
  lines.forEach((line, index) => {
    if (quote === null) {
      const header = HEADER.exec(line)?.[1]
      if (header !== undefined) table = keys(header.trim(), 0).path
      const { path, end } = header === undefined ? keys(line, line.search(/\S|$/)) : { path: [], end: 0 }
      const assigned = path.length > 0 && line[end] === '='
      note(assigned ? [...table, ...path] : table, index + 1)
      if (assigned) for (const inner of inline(line.slice(end + 1))) note([...table, ...path, inner], index + 1)
    }
    quote = stillOpen(line, quote)
  })
  return (...path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const line = found.get(path.slice(0, length).join(SEPARATOR))
      if (line !== undefined) return line
    }
    return 1
  }
}

/** A dotted key from a place on, and where it ends. */
function keys(text: string, from: number): { path: string[]; end: number } {
  const path: string[] = []
  let end = from
  for (;;) {
    KEY.lastIndex = end
    const match = KEY.exec(text)
    if (match === null) return { path, end }
    path.push(match[1] ?? match[2] ?? match[3]!)
    end = KEY.lastIndex
    if (text[end] !== '.') return { path, end }
    end += 1 + /^\s*/.exec(text.slice(end + 1))![0].length
  }
}

/** The first keys of an inline table. */
function inline(value: string): string[] {
  if (!value.trimStart().startsWith('{')) return []
  return [...value.matchAll(/[{,]\s*(?:"([^"]*)"|([\w-]+))\s*=/g)].map((match) => match[1] ?? match[2]!)
}

/** The quotes of a text over several lines that is open at the end of a line. */
function stillOpen(line: string, quote: string | null): string | null {
  let open = quote
  for (const [mark] of line.matchAll(/"""|'''/g)) {
    if (open === null) open = mark
    else if (open === mark) open = null
  }
  return open
}

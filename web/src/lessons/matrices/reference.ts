/** Lines of `reference.py`, the textbook network in NumPy, as they stand there. */

import text from '../../../../src/neuroglow/reference.py?raw'

export type Code = {
  /** Of its first line, from 1. */
  readonly line: number
  /** Without what all of its lines are indented by. */
  readonly text: string
}

const lines = text.split('\n')

/** The statement that begins with these words: up to where its brackets are closed. Throws when there is none. */
export function codeOf(beginning: string): Code {
  const first = lines.findIndex((line) => line.trimStart().startsWith(beginning))
  if (first < 0) throw new Error(`expected a line of reference.py that begins with ${beginning}, got none`)
  let last = first
  for (let open = depth(lines[first]!); open > 0 && last + 1 < lines.length; open += depth(lines[last]!)) last += 1
  const statement = lines.slice(first, last + 1)
  const indent = statement[0]!.length - statement[0]!.trimStart().length
  return { line: first + 1, text: statement.map((line) => line.slice(indent)).join('\n') }
}

/** Brackets that a line leaves open. */
function depth(line: string): number {
  let open = 0
  for (const sign of line.replace(/"[^"]*"|#.*$/g, '')) {
    if ('([{'.includes(sign)) open += 1
    else if (')]}'.includes(sign)) open -= 1
  }
  return open
}

/** CSV text -> columns of numbers, by the rules of docs/tables.md, which Python's reader follows too. */

import { dsvFormat } from 'd3-dsv'
import { LIMITS } from '../engine/generated/schema'
import { InputError, thousands } from './errors'

/** What a table holds, ready for the engine. */
export type TableData = {
  /** The network's possible inputs; a text column has become one for each of its texts. */
  readonly columns: readonly string[]
  /** For each text column, the inputs that it has become. */
  readonly groups: ReadonlyMap<string, readonly string[]>
  /** columns * rows, column by column. */
  readonly x: Float64Array
  readonly rows: number
  /** The name of the column that is predicted. */
  readonly targets: readonly string[]
  readonly task: 'regression' | 'classification'
  /** Class names in order; empty for regression. */
  readonly classes: readonly string[]
  /** Class index, or value, of each row. */
  readonly values: Float64Array
  readonly notices: readonly string[]
}

export type Task = 'auto' | 'regression' | 'classification'

const LARGEST = 1e100 // numbers beyond it are taken as text: their squares would overflow
const MISSING = /^(?:na|n\/a|nan|null|\?)?$/i
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/
const NUMBER_WITH_COMMA = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?$/

/** A text from a table as messages show it. */
function short(word: string): string {
  const characters = word.length > 60 ? [...word] : []
  return characters.length > 60 ? characters.slice(0, 60).join('') + '...' : word
}

/** The bytes of a file as text. The file's size is to be checked with `checkSize` before it is read. */
export function decodeTable(bytes: ArrayBuffer): string {
  checkSize(bytes.byteLength)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw binary()
  }
}

export function checkSize(bytes: number): void {
  if (bytes > LIMITS.table_bytes) {
    const [most, got] = [LIMITS.table_bytes, bytes].map((size) => Math.floor(size / 1e6))
    throw new InputError(
      'data.source',
      `expected a table of at most ${most} MB, got ${got} MB: keep fewer rows or columns`,
    )
  }
}

function binary(): InputError {
  return new InputError('data.source', 'expected a table as UTF-8 text, got binary data: export it as CSV (UTF-8)')
}

/** Reads a table; `target` is the column to predict, '' for the last one. */
export function readTable(text: string, target = '', task: Task = 'auto'): TableData {
  checkSize(text.length)
  if (text.includes('\0')) throw binary()
  if (text.startsWith('\ufeff')) text = text.slice(1)
  const reader = new Reader(text)
  const { columns, rows } = survey(reader)
  if (rows < 2) {
    throw new InputError(
      'data.source',
      `expected at least 2 rows below the line of column names, got ${rows}: add examples`,
    )
  }

  const goal = target === '' ? columns.at(-1)! : columns.find(({ name }) => name === target)
  if (goal === undefined) {
    const shown =
      columns
        .slice(0, 10)
        .map(({ name }) => short(name))
        .join(', ') + (columns.length > 10 ? ', ...' : '')
    throw new InputError(
      'data.target',
      `expected the target to be one of the columns (${shown}), got '${short(target)}': set data.target to one of them`,
    )
  }
  const notices: string[] = []
  const numericName = columns.find(({ name }) => !Number.isNaN(reader.number(name)))
  if (numericName !== undefined) {
    notices.push(
      `the first line is taken as the names of the columns, but '${short(numericName.name)}' is a number: ` +
        'add a line of names if the file has none',
    )
  }
  const inputs = columns.filter((column) => {
    if (column === goal) {
      if (task === 'auto' && goal.texts.size <= LIMITS.categories) notices.push(...notNumbers(goal, reader))
      return false
    }
    if (column.missing === rows) {
      notices.push(`column '${short(column.name)}' is left out: it holds no values`)
      return false
    }
    if (!column.numeric && column.texts.size > LIMITS.categories) {
      const { word, line } = column.firstText!
      notices.push(
        `column '${short(column.name)}' is left out: it holds more than ${LIMITS.categories} different texts, ` +
          `the first that is not a number being '${short(word)}' in line ${line}`,
      )
      return false
    }
    notices.push(...notNumbers(column, reader))
    return true
  })
  if (inputs.length === 0) {
    throw new InputError(
      'data.source',
      `expected an input column besides the target '${short(goal.name)}', got none that can be used: ` +
        `add columns of numbers, or of at most ${LIMITS.categories} different texts`,
    )
  }
  if (!goal.numeric && goal.missing < rows) {
    if (task === 'regression') {
      const { word, line } = goal.firstText!
      throw new InputError(
        'data.target',
        `expected numbers in the target '${short(goal.name)}' for regression, got '${short(word)}' in line ${line}: ` +
          'choose another target, or set task to "classification"',
      )
    }
    if (goal.texts.size > LIMITS.categories) throw tooManyClasses(goal)
  }

  const used = columns.filter((column) => column === goal || inputs.includes(column))
  const kept = collect(reader, used, rows)
  if (kept < 2) {
    throw new InputError(
      'data.source',
      `expected at least 2 rows without missing values, got ${thousands(kept)} of ${thousands(rows)}: ` +
        'fill the gaps, or leave out columns that have many',
    )
  }
  if (kept < rows) {
    const gaps = used
      .filter(({ missing }) => missing > 0)
      .map(({ name, missing }) => `${short(name)} ${thousands(missing)}`)
    const one = rows - kept === 1
    notices.push(
      `${thousands(rows - kept)} of ${thousands(rows)} rows ${one ? 'is' : 'are'} left out ` +
        `because ${one ? 'it misses' : 'they miss'} a value (${gaps.join(', ')})`,
    )
  }
  const outcome = targetOf(goal, kept, task)
  const { different } = goal
  if (outcome.task === 'regression' && different.size >= 3 && different.size <= 10 && kept >= 20) {
    if ([...different.keys()].every(Number.isInteger)) {
      notices.push(
        `the target '${short(goal.name)}' holds ${different.size} different whole numbers and is taken as a quantity: ` +
          'set task to "classification" to take them as classes',
      )
    }
  }
  return { ...inputMatrix(inputs, kept), ...outcome, rows: kept, targets: [goal.name], notices }
}

/** A notice about a column of texts most of which are numbers: often it is one cell that makes them texts. */
function notNumbers(column: Column, reader: Reader): string[] {
  const { firstText, texts } = column
  const numbers = [...texts].filter((word) => !Number.isNaN(reader.number(word))).length
  if (firstText === null || 2 * numbers <= texts.size) return []
  return [
    `column '${short(column.name)}' is taken as texts because of '${short(firstText.word)}' in line ${firstText.line}: ` +
      'leave cells empty where a number is missing',
  ]
}

/** A column while its table is read. */
class Column {
  missing = 0
  numeric = true
  /** The different texts of all rows, until there are too many. */
  readonly texts = new Set<string>()
  firstText: { word: string; line: number } | null = null
  /** The kept rows: the number, or for a text the place of it in `words`. */
  numbers = new Float64Array(0)
  /** The different numbers of the kept rows, each with the text of its first row, until there are too many to be classes. */
  readonly different = new Map<number, string>()
  readonly words = new Map<string, number>()

  constructor(
    readonly place: number,
    readonly name: string,
  ) {}
}

/** Goes through the records of a text and checks their shape. */
class Reader {
  readonly #text: string
  readonly #delimiter: string
  readonly #quoted: boolean
  readonly #number: RegExp

  constructor(text: string) {
    this.#text = text
    this.#delimiter = findDelimiter(text)
    this.#quoted = text.includes('"')
    this.#number = this.#delimiter === ';' ? NUMBER_WITH_COMMA : NUMBER
  }

  /** The number that a cell holds; NaN when it is none. */
  number(cell: string): number {
    if (!this.#number.test(cell)) return NaN
    const value = Number(cell.replace(',', '.'))
    return Math.abs(value) <= LARGEST ? value : NaN
  }

  /** Calls `take` with the trimmed cells of each record that is not empty, and the line in which it begins. */
  records(take: (cells: string[], line: number) => void): void {
    const bad = this.#quoted ? badQuote(this.#text, this.#delimiter) : -1
    // The records before a bad quote come first: the text ends inside the record that holds it.
    const text = bad < 0 ? this.#text : this.#text.slice(0, bad) + 'x'
    let record: string[] | null = null
    let line = 1
    let next = 1
    const check = (cells: readonly string[]): void => {
      if (cells.some((cell) => cell.length > LIMITS.cell && [...cell].length > LIMITS.cell)) {
        throw new InputError(
          'data.source',
          `expected cells of at most ${thousands(LIMITS.cell)} characters, got a longer one in line ${line}: check the quotes there`,
        )
      }
      const trimmed = cells.map(trim)
      if (trimmed.some((cell) => cell !== '')) take(trimmed, line)
    }
    dsvFormat(this.#delimiter).parseRows(text, (cells) => {
      if (record !== null) check(record)
      record = cells
      line = next
      next += 1
      if (this.#quoted) for (const cell of cells) next += breaks(cell)
      return null
    })
    if (bad >= 0) {
      throw new InputError(
        'data.source',
        `expected a closing quote before the next delimiter or line end, got none in the record that begins in line ${line}: ` +
          'check the quotes there',
      )
    }
    if (record !== null) check(record)
  }
}

function trim(cell: string): string {
  let [start, end] = [0, cell.length]
  while (start < end && (cell[start] === ' ' || cell[start] === '\t')) start += 1
  while (end > start && (cell[end - 1] === ' ' || cell[end - 1] === '\t')) end -= 1
  return cell.slice(start, end)
}

const breaks = (text: string): number => text.match(/\r\n|\r|\n/g)?.length ?? 0

function findDelimiter(text: string): string {
  const counts = new Map([
    [',', 0],
    [';', 0],
    ['\t', 0],
  ])
  let quoted = false
  let blank = true
  for (const character of text) {
    if (character === '"') quoted = !quoted
    if (!quoted && (character === '\n' || character === '\r')) {
      if (!blank) break
      continue
    }
    if (character !== ' ' && character !== '\t') blank = false
    if (!quoted && counts.has(character)) counts.set(character, counts.get(character)! + 1)
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0]
}

/** Where the first cell begins whose quotes are wrong, or -1. Only a quote at the start of a cell opens it; two inside are one. */
function badQuote(text: string, delimiter: string): number {
  const ends = (index: number): boolean => {
    const character = text[index]
    return character === undefined || character === delimiter || character === '\n' || character === '\r'
  }
  let start = text.indexOf('"')
  while (start >= 0) {
    let next = start + 1
    if (ends(start - 1)) {
      let close = text.indexOf('"', next)
      while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2)
      if (close < 0 || !ends(close + 1)) return start
      next = close + 1
    }
    start = text.indexOf('"', next)
  }
  return -1
}

/** First pass: is every record in shape, and what does each column hold? */
function survey(reader: Reader): { columns: Column[]; rows: number } {
  let columns: Column[] = []
  let rows = 0
  reader.records((cells, line) => {
    if (columns.length === 0) {
      columns = header(cells)
      return
    }
    if (cells.length !== columns.length) {
      throw new InputError(
        'data.source',
        `expected ${thousands(columns.length)} cells in line ${line} as in the first line, got ${thousands(cells.length)}: ` +
          'check the delimiters there',
      )
    }
    rows += 1
    if (rows > LIMITS.rows) {
      throw new InputError(
        'data.source',
        `expected at most ${thousands(LIMITS.rows)} rows, got more: keep a sample of them`,
      )
    }
    for (const column of columns) {
      const cell = cells[column.place]!
      if (MISSING.test(cell)) {
        column.missing += 1
        continue
      }
      if (column.texts.size <= LIMITS.categories) column.texts.add(cell)
      if (column.numeric && Number.isNaN(reader.number(cell))) {
        column.numeric = false
        column.firstText = { word: cell, line }
      }
    }
  })
  if (columns.length === 0) {
    throw new InputError(
      'data.source',
      'expected a line of column names and at least two rows, got an empty table: check that the file was written',
    )
  }
  return { columns, rows }
}

function header(cells: readonly string[]): Column[] {
  const names = cells.map((cell, index) => (cell === '' ? `column ${index + 1}` : cell))
  if (names.length === 1) {
    throw new InputError(
      'data.source',
      `expected at least two columns (inputs and a target), got one ('${short(names[0]!)}'): separate columns by commas, semicolons or tabs`,
    )
  }
  if (cells.length > LIMITS.columns) {
    throw new InputError(
      'data.source',
      `expected at most ${thousands(LIMITS.columns)} columns, got ${thousands(cells.length)}: keep those that matter`,
    )
  }
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) {
      throw new InputError('data.source', `expected different names of columns, got '${short(name)}' twice: rename one`)
    }
    seen.add(name)
  }
  return names.map((name, place) => new Column(place, name))
}

/** Second pass: the rows that miss nothing, as numbers. Returns how many they are. */
function collect(reader: Reader, used: readonly Column[], rows: number): number {
  for (const column of used) column.numbers = new Float64Array(rows)
  let kept = -1 // the first record holds the names
  reader.records((cells) => {
    if (kept >= 0) {
      for (const { place } of used) if (MISSING.test(cells[place]!)) return
      for (const column of used) column.numbers[kept] = code(column, cells[column.place]!, reader)
    }
    kept += 1
  })
  return kept
}

function code(column: Column, cell: string, reader: Reader): number {
  if (column.numeric) {
    const value = reader.number(cell)
    if (column.different.size <= LIMITS.categories && !column.different.has(value)) column.different.set(value, cell)
    return value
  }
  const place = column.words.get(cell) ?? column.words.size
  column.words.set(cell, place)
  return place
}

function targetOf(goal: Column, kept: number, asked: Task): Pick<TableData, 'task' | 'classes' | 'values'> {
  const numbers = goal.numbers.subarray(0, kept)
  const task = asked !== 'auto' ? asked : goal.numeric && goal.different.size !== 2 ? 'regression' : 'classification'
  if (task === 'classification' && goal.different.size > LIMITS.categories) throw tooManyClasses(goal)
  const values = goal.numeric ? [...goal.different].sort(([a], [b]) => a - b) : byCodePoint(goal.words)
  if (values.length < 2) {
    throw new InputError(
      'data.target',
      `expected at least two different values in the target '${short(goal.name)}', got only ` +
        `'${short(String(values[0]![goal.numeric ? 1 : 0]))}': choose another target`,
    )
  }
  if (task === 'regression') return { task, classes: [], values: numbers.slice() }
  const classes = goal.numeric ? values.map(([, word]) => String(word)) : values.map(([word]) => String(word))
  const index = new Map(values.map(([value, place], at) => [goal.numeric ? Number(value) : Number(place), at]))
  return { task, classes, values: numbers.map((value) => index.get(value)!) }
}

function tooManyClasses(goal: Column): InputError {
  if (goal.firstText !== null) {
    const { word, line } = goal.firstText
    return new InputError(
      'data.target',
      `expected numbers, or at most ${LIMITS.categories} classes, in the target '${short(goal.name)}', ` +
        `got '${short(word)}' in line ${line} and more than ${LIMITS.categories} texts: correct it, or choose another target`,
    )
  }
  return new InputError(
    'data.target',
    `expected at most ${LIMITS.categories} classes in the target '${short(goal.name)}', got more: choose another target`,
  )
}

/** Texts with their codes, in the order of Python's sort. */
function byCodePoint(words: ReadonlyMap<string, number>): [word: string, code: number][] {
  return [...words].sort(([a], [b]) => compareCodePoints(a, b))
}

/** Texts in the order in which Python sorts them; JavaScript's own order is that of UTF-16 units. */
export function compareCodePoints(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; i += 1) {
    const [left, right] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (left !== right) return place(left) - place(right)
  }
  return a.length - b.length
}

/** Halves of code points beyond the first 65,536 come after all others. */
const place = (unit: number): number => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit)

function inputMatrix(inputs: readonly Column[], rows: number): Pick<TableData, 'columns' | 'groups' | 'x'> {
  const parts = inputs.map((column) => ({ column, words: column.numeric ? null : byCodePoint(column.words) }))
  const groups = new Map(
    parts.flatMap(({ column, words }) =>
      words === null ? [] : [[column.name, words.map(([word]) => `${column.name}=${word}`)] as const],
    ),
  )
  const columns = inputs.flatMap(({ name }) => groups.get(name) ?? [name])
  if (columns.length > LIMITS.neurons) {
    throw new InputError(
      'data.source',
      `expected at most ${thousands(LIMITS.neurons)} inputs, got ${thousands(columns.length)} after turning texts into columns: ` +
        'leave out text columns',
    )
  }
  if (columns.length * rows > LIMITS.numbers) {
    throw new InputError(
      'data.source',
      `expected at most ${thousands(LIMITS.numbers)} numbers (rows times inputs), got ${thousands(columns.length * rows)}: ` +
        'keep fewer rows or columns',
    )
  }
  const x = new Float64Array(columns.length * rows)
  let start = 0
  for (const { column, words } of parts) {
    const numbers = column.numbers.subarray(0, rows)
    if (words === null) {
      x.set(numbers, start)
      start += rows
    } else {
      for (const [, place] of words) {
        for (let row = 0; row < rows; row += 1) if (numbers[row] === place) x[start + row] = 1
        start += rows
      }
    }
  }
  return { columns, groups, x }
}

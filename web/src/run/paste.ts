/** Points as text from a spreadsheet: their columns, then a class or a value, one point a line. */

import { LIMITS } from '../engine/generated/schema'
import { InputError, shown, thousands } from './errors'
import type { Own, Point } from './protocol'

/** What the text is pasted into. */
export type Onto = {
  readonly columns: readonly string[]
  /** Empty where points have values. */
  readonly classes: readonly string[]
  /** Where the drawing begins and ends, for each of the columns. */
  readonly domain: readonly (readonly [low: number, high: number])[]
  /** The points that are there. */
  readonly points: readonly Point[]
  /** The value, or the index of the class, of points that come without one. */
  readonly value: number
}

/** Points for the same run, or data for another one. */
export type Pasted = { readonly points: readonly Point[] } | { readonly own: Own }

type Row = { readonly line: number; readonly cells: readonly string[] }
type Cells = { readonly names: readonly string[]; readonly rows: readonly Row[]; readonly comma: boolean }

const SEPARATORS = ['\t', ';', ',', /\s+/]
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i
const NUMBER_WITH_COMMA = /^[+-]?(?:\d+(?:,\d*)?|,\d+)(?:e[+-]?\d+)?$/i
const LARGEST = 1e6
const NAME = 'pasted points'
const BEYOND = 0.5

const refuse = (message: string): InputError => new InputError('points', message)

/** What the text holds. Throws an InputError where it is none of this. */
export function readPaste(text: string, onto: Onto): Pasted {
  const { names, rows, comma } = split(text, onto)
  const width = onto.columns.length
  const places = rows.map(({ cells, line }) => cells.slice(0, width).map((cell) => coordinate(cell, line, comma)))
  const given = rows[0]!.cells.length > width
  if (!given)
    return settle(
      places.map((place) => [...place, onto.value]),
      onto.classes,
      onto,
      names,
    )

  const labels = rows.map(({ cells }) => cells[width]!)
  const values = labels.map((label) => number(label, comma))
  const numeric = values.every((value) => !Number.isNaN(value))
  const asValues = (): Point[] =>
    places.map((place, index) => [...place, coordinate(labels[index]!, rows[index]!.line, comma)])
  // On a line, the value is where a point stands: it is a number in any case.
  if (onto.classes.length === 0 && (numeric || width === 1)) return settle(asValues(), [], onto, names)

  const known = (label: string, value: number): number =>
    onto.classes.findIndex((name) => name === label || (name.trim() !== '' && Number(name) === value))
  const indices = labels.map((label, index) => known(label, values[index]!))
  if (onto.classes.length > 0 && indices.every((index) => index >= 0)) {
    return settle(
      places.map((place, index) => [...place, indices[index]!]),
      onto.classes,
      onto,
      names,
    )
  }
  const strange = [...new Set(labels.filter((_, index) => indices[index]! < 0))]
  if (numeric && (strange.length > LIMITS.classes || values.some((value) => !Number.isInteger(value)))) {
    return { own: own(asValues(), [], onto, names) }
  }
  strange.sort((a, b) => (numeric ? Number(a) - Number(b) : a < b ? -1 : 1))
  // Names of which none is known are other data; some new ones among known ones are more of the same.
  const other = strange.length > 1 && indices.every((index) => index < 0)
  const classes = other ? strange : [...onto.classes, ...strange]
  if (classes.length > LIMITS.categories) {
    throw refuse(
      `expected at most ${LIMITS.categories} classes, got ${thousands(classes.length)}: ` +
        'check that the last column is the class, or open the data as a table',
    )
  }
  const fresh = places.map((place, index) => [...place, classes.indexOf(labels[index]!)])
  const points = fresh.map((point, index) => (indices[index]! < 0 ? point : [...places[index]!, indices[index]!]))
  return { own: own(other ? points : [...onto.points, ...points], classes, onto, names) }
}

/** Points that can be seen join the others; beyond the drawing, all begin anew where there is room, or the new ones alone. */
function settle(points: Point[], classes: readonly string[], onto: Onto, names: readonly string[]): Pasted {
  if (within(points, onto, 0)) return { points }
  return { own: own(within(points, onto, BEYOND) ? [...onto.points, ...points] : points, classes, onto, names) }
}

/** `spare`: how far beyond the drawing, as a share of its width. */
const within = (points: readonly Point[], { domain }: Onto, spare: number): boolean =>
  points.every((point) =>
    domain.every(([low, high], column) => {
      const more = spare * (high - low)
      return low - more <= point[column]! && point[column]! <= high + more
    }),
  )

/** Points on the plane; numbers of quite another size are a table's, which is scaled for the network. */
function own(points: readonly Point[], classes: readonly string[], onto: Onto, names: readonly string[]): Own {
  const { columns } = onto
  if (within(points, onto, BEYOND)) {
    if (points.length > LIMITS.points) throw tooMany(points.length)
    return { kind: 'points', name: 'points', columns, classes, points }
  }
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`
  const lines = points.map((point) => {
    const value = point[columns.length]!
    return [...point.slice(0, -1), classes.length > 0 ? cell(classes[value]!) : value].join()
  })
  return { kind: 'table', name: NAME, text: [names.map(cell).join(), ...lines].join('\n') }
}

/** Rows of equally many cells, by the first separator that makes sense of them. */
function split(text: string, onto: Onto): Cells {
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((content, index) => ({ line: index + 1, content: content.trimEnd() }))
    .filter(({ content }) => content.trim() !== '')
  if (lines.length === 0) {
    throw refuse(`expected rows of ${listOf(onto)}, got nothing: copy cells of a spreadsheet first`)
  }
  if (lines.length > LIMITS.points + 1) throw tooMany(lines.length)
  let first: unknown
  for (const separator of SEPARATORS.filter((separator) => lines[0]!.content.trim().split(separator).length > 1)) {
    try {
      return cellsOf(lines, separator, onto)
    } catch (error) {
      first ??= error
    }
  }
  throw (
    first ?? refuse(`expected rows of ${listOf(onto)}, got ${shown(lines[0]!.content)}: copy cells of a spreadsheet`)
  )
}

function cellsOf(lines: readonly { line: number; content: string }[], separator: string | RegExp, onto: Onto): Cells {
  const { columns, classes } = onto
  const all = lines.map(({ line, content }): Row => {
    const cells = content.split(separator).map((cell) =>
      cell
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .replaceAll('−', '-'),
    )
    return { line, cells }
  })
  const width = all[0]!.cells.length
  const least = columns.length === 1 && classes.length === 0 ? 2 : columns.length
  const ragged = all.find(({ cells }) => cells.length !== width)
  if (width < least || width > columns.length + 1 || ragged !== undefined) {
    const { line, cells } = ragged ?? all[0]!
    const most = width < least || width > columns.length + 1 ? columns.length + 1 : width
    throw refuse(
      `expected ${most} cells (${listOf(onto)}), got ${cells.length} in line ${line}: copy only these columns`,
    )
  }
  const coordinates = all.flatMap(({ cells }) => cells.slice(0, columns.length))
  const comma =
    separator !== ',' &&
    coordinates.some((cell) => cell.includes(',') && NUMBER_WITH_COMMA.test(cell)) &&
    !coordinates.some((cell) => cell.includes('.') && NUMBER.test(cell))
  const headed =
    all.length > 1 && all[0]!.cells.slice(0, columns.length).some((cell) => Number.isNaN(number(cell, comma)))
  const rows = headed ? all.slice(1) : all
  for (const { cells, line } of rows) for (const cell of cells.slice(0, columns.length)) coordinate(cell, line, comma)
  const usual = [...columns, classes.length > 0 ? 'class' : 'y']
  const names = usual.map((name, index) => (headed ? all[0]!.cells[index] || name : name))
  return { names: new Set(names).size === names.length ? names : usual, rows, comma }
}

/** A number, with a point or, where that is how they are written here, a comma; else NaN. */
function number(cell: string, comma: boolean): number {
  return (comma ? NUMBER_WITH_COMMA : NUMBER).test(cell) ? Number(cell.replace(',', '.')) : NaN
}

function coordinate(cell: string, line: number, comma: boolean): number {
  const value = number(cell, comma)
  if (Math.abs(value) <= LARGEST) return value
  const what = Number.isNaN(value) ? 'a number' : `a number of at most ${thousands(LARGEST)}`
  throw refuse(`expected ${what}, got ${shown(cell)} in line ${line}: correct it or leave the line out`)
}

const tooMany = (count: number): InputError =>
  refuse(
    `expected at most ${thousands(LIMITS.points)} points, got ${thousands(count)}: paste fewer, or open them as a table`,
  )

const listOf = ({ columns, classes }: Onto): string =>
  `${columns.join(', ')}${columns.length > 1 ? ' and ' : ', '}${classes.length > 0 ? 'class' : columns.length > 1 ? 'value' : 'y'}`

/** Matrices of live numbers: their TeX, and their cells. */

import { look, type Cell } from '../../views/formula/digits'
import { signed } from '../../views/numbers'
import type { Pick } from '../../views/geometry'
import type { Place } from './lines'

/** What the rows or columns of a matrix belong to: neurons of the layer, or what comes into it. */
type Axis = 'neuron' | 'input' | null

export type Grid = {
  /** One letter; its cells are `<name>_<row>_<column>`. */
  readonly name: string
  /** Row by row. */
  readonly values: Float64Array
  readonly rows: number
  readonly columns: number
  readonly down: Axis
  readonly across: Axis
  /** What belongs to what is written out, when that is not only the chosen cell. */
  readonly marks?: 'row' | 'all'
  /** So many decimals that a small change is seen. */
  readonly exact?: boolean
}

export const column = (name: string, values: Float64Array, down: Axis = 'neuron'): Grid => ({
  name,
  values,
  rows: values.length,
  columns: 1,
  down,
  across: null,
})

/** More rows or columns than this are left out in the middle. */
const MOST = 8
const LEFT_OUT = -1

/** The rows (or columns) of a matrix that are shown; what is chosen is among them. */
export function shownOf(count: number, chosen: number | null): number[] {
  if (count <= MOST) return Array.from({ length: count }, (_, at) => at)
  const first = Array.from({ length: MOST - 3 }, (_, at) => at)
  const last = count - 1
  if (chosen === null || chosen < MOST - 3 || chosen === last) return [...first, LEFT_OUT, last]
  return [...first.slice(0, -1), LEFT_OUT, chosen, ...(chosen === last - 1 ? [] : [LEFT_OUT]), last]
}

const along = (axis: Axis, place: Place): number | null => (axis === null ? null : place[axis])

export function texOf(grid: Grid, place: Place): string {
  const [rows, columns] = [
    shownOf(grid.rows, along(grid.down, place)),
    shownOf(grid.columns, along(grid.across, place)),
  ]
  const cell = (row: number, at: number): string => {
    if (row === LEFT_OUT) return at === LEFT_OUT ? '\\ddots' : '\\vdots'
    return at === LEFT_OUT ? '\\cdots' : `#${grid.name}_${row}_${at}`
  }
  const body = rows.map((row) => columns.map((at) => cell(row, at)).join(' & ')).join(' \\\\ ')
  return `\\begin{bmatrix} ${body} \\end{bmatrix}`
}

/** The cells of a matrix by their names: coloured by how much they are among the others. */
export function cellsOf(grid: Grid, place: Place): Record<string, Cell> {
  const { name, values, rows, columns, marks, exact = false } = grid
  const most = values.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0)
  const whole = values.every((value) => Number.isInteger(value))
  const decimals = whole ? 0 : exact ? Math.max(4, decimalsOf(most)) : decimalsOf(most)
  const [row, at] = [along(grid.down, place), along(grid.across, place)]
  const cells: Record<string, Cell> = {}
  for (const down of shownOf(rows, row)) {
    for (const across of shownOf(columns, at)) {
      if (down === LEFT_OUT || across === LEFT_OUT) continue
      const value = values[down * columns + across]!
      cells[`${name}_${down}_${across}`] = {
        text: textOf(value, decimals),
        look: look(value),
        light: most > 0 ? Math.abs(value) / most : 0,
        marked: marks === 'all' || (row === down && marks === 'row') || (fits(row, down) && fits(at, across)),
      }
    }
  }
  return cells
}

const fits = (chosen: number | null, at: number): boolean => chosen === null || chosen === at

/** All numbers of a matrix have as many decimals: about three figures of the largest. */
function decimalsOf(most: number): number {
  if (most === 0 || most >= 1000) return 0
  return Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(most))))
}

function textOf(value: number, decimals: number): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e6) return signed(value)
  if (value === 0) return '0'
  return value.toFixed(decimals).replace('-', '−')
}

/** What a cell belongs to, by its name: `w_2_1` is neuron 2 (from 0) and its input 1. */
export function placeAt(grids: readonly Grid[], cell: string, place: Place): Place {
  const [name, row = '', at = ''] = cell.split('_')
  const grid = grids.find((one) => one.name === name)
  if (grid === undefined) return place
  const next = { ...place }
  if (grid.down !== null) next[grid.down] = Number(row)
  if (grid.across !== null) next[grid.across] = Number(at)
  return next
}

/** The weight that a cell is, or the neuron that it belongs to. */
export function pickAt(grids: readonly Grid[], cell: string, place: Place): Pick {
  const { layer, neuron, input } = placeAt(grids, cell, place)
  const grid = grids.find((one) => one.name === cell.split('_')[0])
  if (grid?.across === 'input' && grid.down === 'neuron') return { layer, neuron, part: input }
  if (grid?.down === 'input' || grid?.across === 'input') return { layer: layer - 1, neuron: input, part: 'neuron' }
  return { layer, neuron, part: 'neuron' }
}

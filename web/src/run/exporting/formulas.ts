/** Formulas as a framework writes them, from programs for a stack; mirrors exporting/formulas.py. */

import type { Program } from '../formula'
import { repr } from '../repr'
import { BINDING, LARGEST_WHOLE, PLAIN, STRONGEST, type Table } from './tables'
import { filled } from './text'

/** A part of a formula. */
type Term = {
  readonly text: string
  /** With the framework's own numbers instead of Python's, where no column is in it. */
  readonly typed: string
  readonly binds: number
  readonly column: boolean
  /** Python's own numbers do. */
  readonly plain: boolean
  /** A column or a number. */
  readonly leaf: boolean
}

/** A formula in columns of these names. */
export function expression(program: Program, columns: readonly string[], table: Table): string {
  const stack: Term[] = []
  for (const [step, operation] of program.operations.entries()) {
    const argument = program.arguments[step]!
    if (operation === 'column') {
      const text = columns[argument]!
      stack.push({ text, typed: text, binds: STRONGEST, column: true, plain: true, leaf: true })
    } else if (operation === 'constant') {
      const text = constant(program.constants[argument]!, table)
      const typed = filled(table.number, { 0: text })
      stack.push({ text, typed, binds: STRONGEST, column: false, plain: true, leaf: true })
    } else {
      const count = table.operations[operation]!.includes('$1') ? 2 : 1
      stack.push(combined(operation, stack.splice(-count), table))
    }
  }
  const term = stack[0]!
  if (term.column) return term.text
  return filled(table.constant, { 0: term.binds > 1 ? shown(term) : `(${shown(term)})` })
}

function constant(value: number, table: Table): string {
  if (value === Math.PI) return table.pi
  return value < LARGEST_WHOLE && Number.isInteger(value) ? String(value) : repr(value)
}

/** An operation, with brackets around what binds less strongly than it has to. */
function combined(operation: string, operands: readonly Term[], table: Table): Term {
  const [binds, ...needed] = BINDING[operation] ?? [STRONGEST, 0, 0]
  const column = operands.some((term) => term.column)
  const safe = PLAIN.includes(operation) && !(operation === 'divide' && operands[1]!.text === '0')
  const plain = !column && safe && operands.every((term) => term.leaf)
  const written = (texts: readonly string[]): string => {
    const bracketed = texts.map((text, place) => (operands[place]!.binds < needed[place]! ? `(${text})` : text))
    return filled(table.operations[operation]!, { 0: bracketed[0]!, 1: bracketed[1] ?? '' })
  }
  const typed = written(operands.map((term) => term.typed))
  const own = table.typed.includes(operation) || !(column || plain)
  const text = own ? typed : written(operands.map(shown))
  return { text, typed, binds: binds!, column, plain: plain || column, leaf: false }
}

const shown = (term: Term): string => (term.plain ? term.text : term.typed)

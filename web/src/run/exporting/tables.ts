/** How each framework writes what a network calculates: Python's exporting/tables.py. */

import tables from '../../engine/generated/exporting.json'

export type Framework = keyof typeof tables.FRAMEWORKS
export type Table = Omit<(typeof tables.FRAMEWORKS)[Framework], 'operations' | 'activations' | 'typed'> & {
  readonly typed: readonly string[]
  readonly operations: Readonly<Record<string, string>>
  readonly activations: Readonly<Record<string, { readonly write: string; readonly define: string }>>
}

export const FRAMEWORKS: Readonly<Record<Framework, Table>> = tables.FRAMEWORKS
/** How strongly an operator binds, and how strongly its operands have to in order to need no brackets. */
export const BINDING: Readonly<Record<string, readonly number[]>> = tables.BINDING
export const MODULES: Readonly<Record<string, string>> = tables.MODULES
export const KINDS: Readonly<Record<string, string>> = tables.KINDS
export const ONNX_OPERATIONS: Readonly<Record<string, string>> = tables.ONNX_OPERATIONS
export const ONNX_ACTIVATIONS: Readonly<Record<string, string>> = tables.ONNX_ACTIVATIONS
export const ONNX_ARITY: Readonly<Record<string, number>> = tables.ONNX_ARITY
export const { COMPACT, LINE, SHORT, UNPACKED, STRONGEST, PLAIN, LARGEST_WHOLE, RESERVED } = tables

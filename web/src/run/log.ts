/** The log of a run: what was done to it, and when, in the plain values that files and links hold. */

import { InputError, shown } from './errors'
import { isPointsEdit } from './points'
import type { Edit, LogEntry } from './protocol'
import { checkSettings } from './recipe'

export const isIndex = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** An edit of a weight or a bias. Throws an InputError when it is none. */
export function checkEdit(edit: unknown): Edit {
  const { layer, neuron, input, value } = isRecord(edit) ? edit : {}
  if (!isIndex(layer) || !isIndex(neuron) || !(input === null || isIndex(input))) {
    throw new InputError(
      'log',
      `expected an edit of a layer, a neuron and an input (null for the bias), got ${shown(edit)}: correct it`,
    )
  }
  if (typeof value !== 'number' || !(Math.abs(value) <= 1e300)) {
    throw new InputError('value', `expected a finite number as the new value, got ${shown(value)}: choose one`)
  }
  return { layer, neuron, input, value }
}

/** An entry of a log, not before the step `earliest`. Throws an InputError when it is none. */
export function checkEntry(entry: unknown, earliest: number): LogEntry {
  const [step, action, ...rest] = Array.isArray(entry) ? (entry as unknown[]) : []
  if (isIndex(step) && step >= earliest && isRecord(action) && rest.length === 0) {
    const [[kind, what] = [], ...others] = Object.entries(action)
    if (kind === 'set' && others.length === 0) return [step, { set: checkSettings(what) }]
    if (kind === 'edit' && others.length === 0) return [step, { edit: checkEdit(what) }]
    if (kind === 'points' && others.length === 0 && isPointsEdit(what)) return [step, { points: what }]
  }
  throw new InputError(
    'log',
    'expected entries such as [100, {"set": {"learning_rate": 0.1}}] in the log, in the order of their steps, ' +
      `got ${shown(entry)}: correct or remove it`,
  )
}

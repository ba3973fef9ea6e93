/** The log of a run: what was done to it, and when, in the plain values that files and links hold. */

import { InputError, shown } from './errors'
import { isPointsEdit } from './points'
import type { Action, Edit, Freeze, LogEntry, Mute } from './protocol'
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
    throw new InputError(
      'value',
      `expected a finite number of at most 1e+300 as the new value, got ${typeof value === 'number' ? value : shown(value)}: choose one`,
    )
  }
  return { layer, neuron, input, value: value + 0 } // JSON knows no -0
}

/** A hidden neuron that falls silent or speaks again. Throws an InputError when it is none. */
export function checkMute(mute: unknown): Mute {
  const { layer, neuron, muted } = isRecord(mute) ? mute : {}
  if (isIndex(layer) && isIndex(neuron)) return { layer, neuron, muted: checkFlag('muted', muted) }
  throw new InputError('log', `expected a layer and a neuron to mute, got ${shown(mute)}: correct it`)
}

/** A layer that stays or learns again. Throws an InputError when it is none. */
export function checkFreeze(freeze: unknown): Freeze {
  const { layer, frozen } = isRecord(freeze) ? freeze : {}
  if (isIndex(layer)) return { layer, frozen: checkFlag('frozen', frozen) }
  throw new InputError('log', `expected a layer to freeze, got ${shown(freeze)}: correct it`)
}

function checkFlag(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value
  throw new InputError(name, `expected true or false for ${name}, got ${shown(value)}: choose one of these`)
}

/** What an action is about: the same for two of which the later one alone would do; null for nothing else's. */
export function thing(action: Action): string | null {
  if ('edit' in action) return `edit ${action.edit.layer} ${action.edit.neuron} ${action.edit.input}`
  if ('mute' in action) return `mute ${action.mute.layer} ${action.mute.neuron}`
  if ('freeze' in action) return `freeze ${action.freeze.layer}`
  if ('set' in action) return `set ${Object.keys(action.set).sort().join(' ')}`
  const { move = [], remove = [], add = [] } = action.points
  return move.length === 1 && remove.length + add.length === 0 ? `points ${move[0]![0]}` : null
}

/** An entry of a log, not before the step `earliest`. Throws an InputError when it is none. */
export function checkEntry(entry: unknown, earliest: number): LogEntry {
  const [step, action, ...rest] = Array.isArray(entry) ? (entry as unknown[]) : []
  if (isIndex(step) && step >= earliest && isRecord(action) && rest.length === 0) {
    const [[kind, what] = [], ...others] = Object.entries(action)
    if (kind === 'set' && others.length === 0) return [step, { set: checkSettings(what) }]
    if (kind === 'edit' && others.length === 0) return [step, { edit: checkEdit(what) }]
    if (kind === 'mute' && others.length === 0) return [step, { mute: checkMute(what) }]
    if (kind === 'freeze' && others.length === 0) return [step, { freeze: checkFreeze(what) }]
    if (kind === 'points' && others.length === 0 && isPointsEdit(what)) return [step, { points: what }]
  }
  throw new InputError(
    'log',
    'expected entries such as [100, {"set": {"learning_rate": 0.1}}] in the log, in the order of their steps, ' +
      `got ${shown(entry)}: correct or remove it`,
  )
}

/** How long the way to a step takes, about, before anything of it is gone; mirrors toil.py. */

import { EXTENTS, TOIL } from '../engine/generated/links'
import type { Experiment } from '../engine/generated/schema'
import { decode } from './own'
import type { LogEntry, Own } from './protocol'

/** Seconds to a step, on an ordinary computer, of a run that nothing is known of but recipe, log and own data. */
export function secondsTo(step: number, experiment: Experiment, own: Own | null, log: readonly LogEntry[]): number {
  const [columns, rows] = extent(experiment, own)
  const { inputs, hidden } = experiment.network
  const sizes = [inputsOf(inputs, columns), ...hidden, TOIL.outputs]
  const forward = sizes.slice(1).reduce((sum, after, layer) => sum + (sizes[layer]! + TOIL.activation) * after, 0)
  const actions = log.map(([, action]) => action)
  const edits = actions.filter((action) => 'points' in action).length
  const sets = actions.map((action) => ('set' in action ? action.set.batch_size : undefined))
  const batches = [experiment.training.batch_size, ...sets.filter((size) => size !== undefined)]
  const batch = batches.reduce<number>((most, size) => Math.max(most, size === 'full' ? rows : Math.min(size, rows)), 0)
  const passes = step * (TOIL.training * batch + 1) + Math.min((step * batch) / rows, TOIL.records) * rows
  return (passes * forward) / TOIL.rate + edits * TOIL.edit
}

/** How many columns and rows the data have, about. */
function extent({ data }: Experiment, own: Own | null): readonly [columns: number, rows: number] {
  if (own?.name === data.source) return extentOf(own)
  const known: Readonly<Record<string, readonly number[]>> = EXTENTS
  const [columns = TOIL.columns, rows = data.samples] = Object.hasOwn(known, data.source) ? known[data.source]! : []
  return [columns, rows]
}

function extentOf(own: Own): readonly [columns: number, rows: number] {
  switch (own.kind) {
    case 'points':
      return [own.columns.length, own.points.length]
    case 'arrays':
      return [own.columns.length, own.rows]
    case 'images':
      return [own.width * own.height, decode(own.labels).length]
    case 'picture':
      return [2, own.width * own.height]
    case 'table':
      return [own.text.split('\n', 1)[0]!.split(/[,;\t]/).length, own.text.split('\n').length]
  }
}

/** How many inputs these formulas make; fourier(k) makes a sine and a cosine of each column at k octaves. */
function inputsOf(inputs: readonly string[], columns: number): number {
  if (inputs.length === 0) return columns
  return inputs.reduce((sum, name) => {
    const octaves = /^fourier\(([1-9])\)$/.exec(name)?.[1]
    return sum + (octaves === undefined ? 1 : 2 * columns * Number(octaves))
  }, 0)
}

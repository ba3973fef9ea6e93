/** Which outputs have a bar, and how far it reaches. */

import type { Plan } from '../run/protocol'
import { fromZero } from './classes'

export type Reach = readonly [low: number, high: number]

/** More classes than this, and only the largest outputs are shown. */
export const MOST = 12

/**
 * The classes with the largest outputs, at most MOST and the true one among them, in the order of the classes: bars that
 * changed places could not be read.
 */
export function largest(outputs: ArrayLike<number>, truth: number | null): number[] {
  const all = Array.from(outputs, (_, index) => index)
  if (all.length <= MOST) return all
  const best = all.sort((a, b) => outputs[b]! - outputs[a]!).slice(0, MOST)
  if (truth !== null && !best.includes(truth)) best[MOST - 1] = truth
  return best.sort((a, b) => a - b)
}

/** The values at both ends of a track: what the targets are, what the output's activation can be, and always 0. */
export function reach(plan: Plan): Reach {
  const [low, high] = plan.range
  return [Math.min(fromZero(plan) ? 0 : -1, low), Math.max(1, high)]
}

/** A bar from its origin to a value as shares of its track; what lies beyond the track's ends is cut off. */
export function bar(value: number, [low, high]: Reach, origin = 0): { readonly from: number; readonly to: number } {
  const share = (at: number): number => Math.max(0, Math.min(1, (at - low) / (high - low)))
  const [start, end] = [share(origin), share(Number.isNaN(value) ? origin : value)]
  return { from: Math.min(start, end), to: Math.max(start, end) }
}

/** Always as many characters, so that nothing moves while numbers change. */
export function fixed(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value < 0 ? '−∞' : '∞'
  const size = Math.abs(value)
  const digits = size >= 1e4 ? size.toExponential(0).replace('+', '') : size >= 100 ? size.toFixed(0) : size.toFixed(3)
  return value < 0 && Number(digits) !== 0 ? `−${digits}` : digits
}

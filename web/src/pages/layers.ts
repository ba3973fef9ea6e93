/** Hidden layers, as the mouse changes them. */

import type { Network } from '../engine/generated/schema'

export const MOST_LAYERS = 8
export const MOST_NEURONS = 16

/** Other hidden layers; where each had an activation of its own, new ones take the last one's. */
export function withLayers(activation: Network['activation'] | undefined, hidden: readonly number[]): Partial<Network> {
  if (activation === undefined || typeof activation === 'string') return { hidden: [...hidden] }
  const last = activation.at(-1)
  if (last === undefined || hidden.length === 0) return { hidden: [...hidden], activation: last ?? 'tanh' }
  return { hidden: [...hidden], activation: hidden.map((_, layer) => activation[layer] ?? last) }
}

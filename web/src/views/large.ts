/** Whose map is shown large: that of a neuron that is pointed at, otherwise the network's answer. */

import type { Frame, Plan } from '../run/protocol'
import type { Pick } from './geometry'
import { say } from './say'

export type Large = {
  readonly title: string
  /** `side` by `side` RGBA pixels; null when the frame carries none. */
  readonly pixels: Uint8ClampedArray | null
  readonly side: number
  /** The values at the two full colours. */
  readonly span: readonly [low: number, high: number]
  /** The neuron's place in a frame's arrays of neurons; null for the network's answer. */
  readonly neuron: number | null
}

export function largeMap(plan: Plan, frame: Frame, pick: Pick | null): Large {
  const last = plan.sizes.length - 1
  const single = plan.outputNames.length === 1
  // The only output's own map is the network's answer, which comes finer.
  if (pick === null || pick.part !== 'neuron' || frame.maps === null || (pick.layer === last && single)) {
    const scale = frame.scales?.at(-1) ?? 1
    return {
      title: say('output'),
      pixels: frame.output,
      side: sideOf(frame.output?.length ?? 0),
      span: plan.classes.length > 0 && single ? plan.range : [-scale, scale],
      neuron: null,
    }
  }
  const neuron = plan.shown.slice(0, pick.layer).reduce((sum, count) => sum + count, pick.neuron)
  const bytes = frame.maps.length / plan.shown.reduce((sum, count) => sum + count, 0)
  const scale = frame.scales?.[neuron] ?? 1
  return {
    title:
      pick.layer === 0
        ? say('input', plan.inputNames[pick.neuron]!)
        : pick.layer === last
          ? say('output-name', plan.outputNames[pick.neuron]!)
          : say('layer-neuron', pick.layer, pick.neuron + 1),
    pixels: frame.maps.subarray(neuron * bytes, (neuron + 1) * bytes),
    side: sideOf(bytes),
    span: [-scale, scale],
    neuron,
  }
}

const sideOf = (bytes: number): number => Math.round(Math.sqrt(bytes / 4))

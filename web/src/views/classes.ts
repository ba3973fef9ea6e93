/** Classes: their colours, and which of them the network's outputs mean. */

import { FROM_ZERO } from '../engine/generated/schema'
import type { Palette, Plan, Points } from '../run/protocol'
import { css } from './canvas.svelte'

/** One CSS colour per class: those of the picture itself where it has few, else the palette's; of two, the first is the negative one. */
export function classColours(plan: Plan, { positive, negative, classes }: Palette): string[] {
  const own = plan.classColours ?? (plan.classes.length === 2 ? [negative, positive] : classes)
  return plan.classes.map((_, index) => css(own[index % own.length]!))
}

/** Whether outputs begin at 0, like sigmoid's; else they are negative, too. */
export const fromZero = ({ activations }: Pick<Plan, 'activations'>): boolean =>
  (FROM_ZERO as readonly string[]).includes(activations.at(-1)!)

/** Where a single output changes from the first class to the second. */
export const threshold = (plan: Pick<Plan, 'activations'>): number => (fromZero(plan) ? 0.5 : 0)

/** The class that a row of `count` outputs, from `at` on, means: the largest, or the side of the threshold. */
export function winner(plan: Plan, outputs: ArrayLike<number>, at = 0, count = outputs.length): number {
  if (count === 1) return outputs[at]! > threshold(plan) ? 1 : 0
  let best = 0
  for (let output = 1; output < count; output += 1) if (outputs[at + output]! > outputs[at + best]!) best = output
  return best
}

/** The next of the points after one, and then from the first on, that the network gets wrong; null if there is none. */
export function nextMistake(
  plan: Plan,
  { count, values }: Points,
  predictions: Float64Array,
  after: number,
): number | null {
  const outputs = predictions.length / count
  for (let step = 1; step <= count; step += 1) {
    const index = (after + step) % count
    if (winner(plan, predictions, index * outputs, outputs) !== values[index]) return index
  }
  return null
}

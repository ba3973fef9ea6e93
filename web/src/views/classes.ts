/** Classes: their colours, and which of them the network's outputs mean. */

import { FROM_ZERO } from '../engine/generated/schema'
import type { Palette, Plan } from '../run/protocol'
import { css } from './canvas.svelte'

/** One CSS colour per class: those of the picture itself where it has few, else the palette's; of two, the first is the negative one. */
export function classColours(plan: Plan, { positive, negative, classes }: Palette): string[] {
  const own = plan.classColours ?? (plan.classes.length === 2 ? [negative, positive] : classes)
  return plan.classes.map((_, index) => css(own[index % own.length]!))
}

/** Where a single output changes from the first class to the second: in the middle of what its activation can be. */
export function threshold({ activations }: Plan): number {
  return (FROM_ZERO as readonly string[]).includes(activations.at(-1)!) ? 0.5 : 0
}

/** The class that a row of `count` outputs, from `at` on, means: the largest, or the side of the threshold. */
export function winner(plan: Plan, outputs: ArrayLike<number>, at = 0, count = outputs.length): number {
  if (count === 1) return outputs[at]! > threshold(plan) ? 1 : 0
  let best = 0
  for (let output = 1; output < count; output += 1) if (outputs[at + output]! > outputs[at + best]!) best = output
  return best
}

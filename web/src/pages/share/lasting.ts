/** How long something takes, about, in words. */

import type { Say } from '../../words/words'

const UNITS = [
  { name: 'days', seconds: 86_400 },
  { name: 'hours', seconds: 3_600 },
  { name: 'minutes', seconds: 60 },
  { name: 'seconds', seconds: 1 },
] as const
export type Unit = (typeof UNITS)[number]['name']

/** In the largest unit of which there are at least two. */
export function lasting(seconds: number, say: Say<Unit>): string {
  const unit = UNITS.find((one) => seconds >= 1.5 * one.seconds) ?? UNITS.at(-1)!
  const count = Math.max(1, Math.round(seconds / unit.seconds))
  return say(unit.name, count.toLocaleString('en-US'))
}

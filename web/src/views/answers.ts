/** What the network answers at one place, in lines of a name and a number. */

import type { Plan } from '../run/protocol'

export type Line = readonly [name: string, value: number]

/** Of more outputs than this, only the largest are named. */
const MOST = 6

export function answerLines({ outputNames }: Pick<Plan, 'outputNames'>, answer: ArrayLike<number>): Line[] {
  if (outputNames.length === 1) return [['output', answer[0]!]]
  const lines = outputNames.map((name, output): Line => [name, answer[output]!])
  return lines.length <= MOST ? lines : lines.sort((a, b) => b[1] - a[1]).slice(0, MOST)
}

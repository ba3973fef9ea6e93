/** A number that a reader worked out, beside the run's own. */

export type Checked = {
  readonly right: boolean
  /** How many of the digits asked for are right, from the left. */
  readonly digits: number
  /** What may have gone wrong, where it can be seen. */
  readonly slip: 'sign' | 'point' | 'low' | 'high' | null
}

export const DIGITS = 3

/** Whether they agree in so many significant digits; the last one may be rounded or cut off. */
export function check(given: number, truth: number, digits = DIGITS): Checked {
  const right = rightDigits(given, truth, digits)
  if (right === digits) return { right: true, digits: right, slip: null }
  return { right: false, digits: right, slip: slipOf(given, truth, digits) }
}

/** Half of what a rounding in the last place can add to its own unit by the machine's arithmetic. */
const SLACK = 1 + 1e-9

function rightDigits(given: number, truth: number, digits: number): number {
  if (!Number.isFinite(truth) || !Number.isFinite(given)) return 0
  const first = truth === 0 ? 0 : Math.floor(Math.log10(Math.abs(truth)))
  if (truth !== 0 && Math.sign(given) !== Math.sign(truth)) return 0
  let right = 0
  while (right < digits && Math.abs(given - truth) <= 10 ** (first - right) * SLACK) right += 1
  return right
}

function slipOf(given: number, truth: number, digits: number): Checked['slip'] {
  if (rightDigits(-given, truth, digits) === digits) return 'sign'
  const shift = Math.round(Math.log10(Math.abs(truth / given)))
  if (shift !== 0 && Number.isFinite(shift) && rightDigits(given * 10 ** shift, truth, digits) === digits)
    return 'point'
  return given < truth ? 'low' : 'high'
}

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

/**
 * What a typed text may mean, as readers write numbers: with any minus, with spaces, with a comma as the decimal point or
 * between thousands. `1,977` is one of two numbers.
 */
export function meanings(text: string): readonly number[] {
  const bare = text.trim().replaceAll(/[−–]/g, '-').replaceAll(/\s/g, '')
  const thousands = /^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(bare) ? [bare.replaceAll(',', '')] : []
  const continental = /^[-+]?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(bare)
    ? [bare.replaceAll('.', '').replace(',', '.')]
    : []
  return [bare.replace(',', '.'), ...thousands, ...continental]
    .filter((each) => each !== '')
    .map(Number)
    .filter((value) => Number.isFinite(value))
}

/** The meaning that comes closest to the run's number. */
export function checkAny(given: readonly number[], truth: number, digits = DIGITS): Checked {
  const all = given.map((value) => check(value, truth, digits))
  return all.reduce((best, each) => (each.digits > best.digits ? each : best))
}

/** Differences of decimal numbers are not exact. */
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

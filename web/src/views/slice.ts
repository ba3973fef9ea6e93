/** The heights that a curve of losses is drawn over. */

/** Where the lowest loss is at least this share of the highest, the picture does not begin at 0. */
const FLAT = 0.5
/** What stays free above and below. */
const SPARE = 0.06

export function heightsOf([low, high]: readonly [low: number, high: number]): readonly [number, number] {
  const spare = SPARE * (high - low || Math.abs(high) || 1)
  return [low > FLAT * high ? low - 2 * spare : 0, high + spare]
}

/** The curve's height at a value within the span: straight from one of its places to the next. */
export function curveAt(losses: Float64Array, [low, high]: readonly [number, number], value: number): number {
  const last = losses.length - 1
  const at = Math.max(0, Math.min(last, ((value - low) / (high - low)) * last))
  const left = Math.min(last - 1, Math.floor(at))
  return losses[left]! + (losses[left + 1]! - losses[left]!) * (at - left)
}

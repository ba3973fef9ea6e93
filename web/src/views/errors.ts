/** How far the examples are from a fitted curve: straight up or down, or as squares. */

export const ERRORS = ['none', 'lines', 'squares'] as const
export type Errors = (typeof ERRORS)[number]

/** The curve's height at a place between its first and its last one: straight from one of its places to the next. */
export function heightAt(curve: Float64Array, place: number): number {
  const last = curve.length / 2 - 1
  const at = ((place - curve[0]!) / (curve[2 * last]! - curve[0]!)) * last
  const left = Math.max(0, Math.min(last - 1, Math.floor(at)))
  const [low, high] = [curve[2 * left + 1]!, curve[2 * left + 3]!]
  return low + (high - low) * (at - left)
}

/** The mean of the squared differences of the examples that are trained on; null when these are not their predictions. */
export function meanSquare(
  { count, values, test }: { count: number; values: Float64Array; test: Uint8Array },
  predictions: Float64Array | null,
): number | null {
  if (predictions?.length !== count) return null
  let [sum, train] = [0, 0]
  for (let index = 0; index < count; index++) {
    if (test[index] === 1) continue
    sum += (values[index]! - predictions[index]!) ** 2
    train += 1
  }
  return train > 0 ? sum / train : null
}

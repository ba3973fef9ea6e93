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

type Examples = {
  readonly count: number
  readonly values: Float64Array
  readonly test: Uint8Array
}

/** An example that is trained on, and how far the answer is from it: above 0 where the answer is too high. */
export type Difference = {
  readonly index: number
  readonly target: number
  readonly answer: number
  readonly difference: number
  readonly square: number
}

/**
 * One for each example that is trained on; none when these are not their predictions.
 *
 * @param targets what the output should be for each of two classes; null for values
 */
export function differencesOf(
  { count, values, test }: Examples,
  predictions: Float64Array | null,
  targets: readonly [number, number] | null = null,
): Difference[] {
  if (predictions?.length !== count) return []
  const found: Difference[] = []
  for (let index = 0; index < count; index++) {
    if (test[index] === 1) continue
    const value = values[index]!
    const [target, answer] = [targets === null ? value : targets[value === 0 ? 0 : 1], predictions[index]!]
    const difference = answer - target
    found.push({ index, target, answer, difference, square: difference ** 2 })
  }
  return found
}

/** The mean of their squares; null of none. */
export const meanOf = (differences: readonly Difference[]): number | null =>
  differences.length === 0 ? null : differences.reduce((sum, { square }) => sum + square, 0) / differences.length

/** The same of examples; null when these are not their predictions. */
export const meanSquare = (examples: Examples, predictions: Float64Array | null): number | null =>
  meanOf(differencesOf(examples, predictions))

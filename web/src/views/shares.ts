/** What the examples of a batch do to a weight, in the order in which they are drawn. */

/** More bars could not be told apart. */
export const MOST_BARS = 240

export type Ranked = {
  /** Places in the batch: the strongest push upwards first. */
  readonly order: readonly number[]
  /** The strongest share that pushes up, and the strongest that pushes down, as magnitudes. */
  readonly up: number
  readonly down: number
}

/** A gradient pushes against its sign. Of more than `most` examples so many are taken, evenly over their order. */
export function ranked(shares: Float64Array, most: number): Ranked {
  const push = (share: number): number => (Number.isFinite(share) ? -share : 0)
  const all = Array.from(shares, (_, index) => index).sort((a, b) => push(shares[b]!) - push(shares[a]!) || a - b)
  const order =
    all.length <= most
      ? all
      : Array.from({ length: most }, (_, rank) => all[Math.round((rank * (all.length - 1)) / (most - 1))]!)
  if (order.length === 0) return { order, up: 0, down: 0 }
  return { order, up: Math.max(0, push(shares[order[0]!]!)), down: Math.max(0, -push(shares[order.at(-1)!]!)) }
}

/** What layers are like over time: where the numbers of a portrait stand, and the axes that they are drawn on. */

import { scaleLinear, scaleLog, scaleSymlog, type Scale } from './scale'
import { SERIES, type LayerPortrait, type Portrait, type Spread } from '../run/protocol'
import { percent, power, short } from './numbers'
import { say } from './say-later'

export const SPREADS = ['weights', 'gradients', 'activations'] as const
export type SpreadName = (typeof SPREADS)[number]
export type VitalName = 'saturated' | 'dead' | 'gradient' | 'ratio'

/** Quantiles of a spread: 0, 5, 25, 50, 75, 95 and 100 %. */
export const QUANTILES = 7
export const MEDIAN = 3
const VITALS: Readonly<Record<VitalName, number>> = { saturated: 21, dead: 22, gradient: 23, ratio: 24 }

type Moments = Pick<Portrait, 'layers' | 'series' | 'steps'>
export type { Scale }
export type Span = readonly [low: number, high: number]

export function quantile(
  { layers, series }: Moments,
  moment: number,
  layer: number,
  name: SpreadName,
  which: number,
): number {
  return series[(moment * layers.length + layer) * SERIES + QUANTILES * SPREADS.indexOf(name) + which]!
}

export function vital({ layers, series }: Moments, moment: number, layer: number, name: VitalName): number {
  return series[(moment * layers.length + layer) * SERIES + VITALS[name]]!
}

/** From the lowest to the highest value of a layer, over all of the time and with 0 between them. */
export function spanOf(portrait: Moments, layer: number, name: SpreadName): Span {
  let [low, high] = [0, 0]
  const widen = (value: number): void => {
    if (!Number.isFinite(value)) return
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const { quantiles } = portrait.layers[layer]![name]
  for (const which of [0, QUANTILES - 1]) {
    for (let moment = 0; moment < portrait.steps.length; moment++) widen(quantile(portrait, moment, layer, name, which))
    widen(quantiles[which]!)
  }
  return low < high ? [low, high] : [-1, 1]
}

/** A span that all others fit into. */
export const around = (spans: readonly Span[]): Span => [
  Math.min(...spans.map(([low]) => low)),
  Math.max(...spans.map(([, high]) => high)),
]

/** The smallest size that a layer's gradients had, as a root mean square; null where they were all 0. */
export function leastGradient(portrait: Moments, layer: number): number | null {
  let least = Infinity
  for (let moment = 0; moment < portrait.steps.length; moment++) {
    const size = vital(portrait, moment, layer, 'gradient')
    if (size > 0 && size < least) least = size
  }
  const now = portrait.layers[layer]!.gradient
  if (now > 0 && now < least) least = now
  return Number.isFinite(least) ? least : null
}

/** At most so many powers of ten on each side of 0. */
const DECADES = 7

/**
 * Heights of values, 0 to 1 from below. Gradients shrink by powers of ten while a network learns: they are drawn
 * linearly around 0 and logarithmically from `least` on.
 */
export function heights([low, high]: Span, least: number | null): Scale {
  const reach = Math.max(-low, high)
  if (least === null) return scaleLinear([low, high], [0, 1])
  const constant = Math.max(least, reach / 10 ** DECADES)
  return scaleSymlog([low, high], [0, 1], constant)
}

/** Steps from left to right, 0 to 1: the first ones get as much room as the many later ones. */
export const moments = (furthest: number): Scale => scaleSymlog([0, Math.max(1, furthest)], [0, 1], 1)

/** 0, and powers of ten up to the last step: at most so many that they can be read. */
export function stepTicks(furthest: number, most: number): number[] {
  const last = Math.floor(Math.log10(Math.max(1, furthest)))
  if (last < 1) return [0, Math.max(1, furthest)]
  const every = Math.ceil(last / Math.max(1, most - 1))
  const powers = Array.from({ length: Math.ceil(last / every) }, (_, index) => 10 ** (last - index * every))
  return [0, ...powers.reverse()]
}

/** The moment that was nearest to a share of the way along the axis. */
export function momentAt(steps: ArrayLike<number>, x: Scale, share: number): number {
  let best = 0
  for (let moment = 1; moment < steps.length; moment++) {
    if (Math.abs(x(steps[moment]!) - share) < Math.abs(x(steps[best]!) - share)) best = moment
  }
  return best
}

/** The update-to-weight ratio: what is drawn of it, and what is usually healthy. */
export const RATIO: Span = [1e-6, 1]
export const HEALTHY: Span = [3e-4, 3e-3]
export const ratios = (): Scale => scaleLog(RATIO, [0, 1]).clamped()

/** The bars of a histogram: each from and to where, and how long as a share of the longest. */
export function bars({
  reach,
  counts,
}: Spread): { readonly low: number; readonly high: number; readonly size: number }[] {
  const most = counts.reduce((largest, count) => Math.max(largest, count), 0)
  const width = (2 * reach) / counts.length
  return Array.from(counts, (count, bin) => ({
    low: -reach + bin * width,
    high: -reach + (bin + 1) * width,
    size: most > 0 ? count / most : 0,
  }))
}

/** The vital numbers of a layer now, or at a moment of the past. */
export function vitalOf(portrait: Portrait, moment: number | null, layer: number, name: VitalName): number {
  if (moment !== null) return vital(portrait, moment, layer, name)
  const now: LayerPortrait = portrait.layers[layer]!
  return now[name]
}

/** A quantile of a layer now, or at a moment of the past. */
export function quantileOf(
  portrait: Portrait,
  moment: number | null,
  layer: number,
  name: SpreadName,
  which: number,
): number {
  return moment === null
    ? portrait.layers[layer]![name].quantiles[which]!
    : quantile(portrait, moment, layer, name, which)
}

/** What there is a chart of for each layer. */
export type Chart = SpreadName | 'ratio' | 'shares'

/** A vital number as it is read. */
export function shareOf(
  portrait: Portrait,
  layer: number,
  name: 'ratio' | 'saturated' | 'dead',
  moment: number | null,
): string {
  const value = vitalOf(portrait, moment, layer, name)
  return name === 'ratio' ? power(value) : percent(value, 0)
}

/** What a chart shows of a moment, or of now, in lines of a name and a number. */
export function linesOf(
  portrait: Portrait,
  layer: number,
  chart: Chart,
  moment: number | null,
): (readonly [name: string, number: string])[] {
  const share = (name: 'ratio' | 'saturated' | 'dead'): string => shareOf(portrait, layer, name, moment)
  if (chart === 'ratio') return [[say('change-in-step'), share('ratio')]]
  if (chart === 'shares')
    return [
      ['saturated', share('saturated')],
      ['dead', share('dead')],
    ]
  const at = (which: number): string => short(quantileOf(portrait, moment, layer, chart, which))
  return [
    ['median', at(MEDIAN)],
    [say('half'), `${at(2)} … ${at(QUANTILES - 3)}`],
    [say('all'), `${at(0)} … ${at(QUANTILES - 1)}`],
  ]
}

/** The same in a sentence. */
export const spoken = (portrait: Portrait, layer: number, chart: Chart, moment: number | null): string =>
  linesOf(portrait, layer, chart, moment)
    .map((line) => line.join(' '))
    .join(', ')

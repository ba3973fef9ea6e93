import { describe, expect, it } from 'vitest'
import { SERIES, type Portrait } from '../run/protocol'
import {
  around,
  bars,
  heights,
  leastGradient,
  momentAt,
  moments,
  quantile,
  quantileOf,
  ratios,
  spanOf,
  spoken,
  stepTicks,
  vital,
} from './portrait'

const spread = (scale: number): Portrait['layers'][number]['weights'] => ({
  reach: 2 * scale,
  counts: Float64Array.of(1, 4, 2),
  quantiles: Float64Array.of(-2, -1.5, -1, 0, 1, 1.5, 2).map((value) => value * scale),
})
const layer = (scale: number): Portrait['layers'][number] => ({
  weights: spread(scale),
  gradients: spread(scale / 100),
  activations: spread(1),
  saturated: 0.25,
  dead: 0,
  gradient: 0.01,
  ratio: 1e-3,
})
/** Two layers at three moments: each number says where it stands, the last moment has none. */
const portrait: Portrait = {
  layers: [layer(1), layer(3)],
  quiet: new Float64Array(),
  steps: Float64Array.of(0, 10, 100),
  series: Float64Array.from({ length: 3 * 2 * SERIES }, (_, at) => (at >= 4 * SERIES ? NaN : at % SERIES)),
}

describe('numbers of a portrait', () => {
  it('stand in rows of layers in moments', () => {
    expect(quantile(portrait, 1, 1, 'weights', 0)).toBe(0)
    expect(quantile(portrait, 0, 1, 'gradients', 2)).toBe(9)
    expect(quantile(portrait, 1, 0, 'activations', 6)).toBe(20)
    expect((['saturated', 'dead', 'gradient', 'ratio'] as const).map((name) => vital(portrait, 0, 0, name))).toEqual([
      21, 22, 23, 24,
    ])
    expect(quantileOf(portrait, null, 1, 'weights', 6)).toBe(6)
  })
  it('span what was and what is, without what is no number', () => {
    expect(spanOf(portrait, 0, 'weights')).toEqual([-2, 6])
    expect(around([spanOf(portrait, 0, 'weights'), [-9, 1]])).toEqual([-9, 6])
    expect(leastGradient(portrait, 0)).toBe(0.01)
  })
})

describe('axes', () => {
  it('keep 0 in its place and shrink nothing away', () => {
    const y = heights([-1, 1], 1e-4)
    expect(y(0)).toBeCloseTo(0.5)
    expect(y(1e-3) - 0.5).toBeGreaterThan(0.1)
    expect(heights([-1, 3], null)(1)).toBeCloseTo(0.5)
  })
  it('have all steps between 0 and 1', () => {
    const x = moments(1000)
    expect([x(0), x(1000)]).toEqual([0, 1])
    expect(x(10) - x(1)).toBeGreaterThan(x(900) - x(800))
    expect(momentAt(portrait.steps, moments(100), 0.99)).toBe(2)
    expect(momentAt(portrait.steps, moments(100), 0.5)).toBe(1)
  })
  it('have few round ticks', () => {
    expect(stepTicks(12_345, 4)).toEqual([0, 100, 10_000])
    expect(stepTicks(999, 4)).toEqual([0, 10, 100])
    expect(stepTicks(3, 4)).toEqual([0, 3])
    expect(stepTicks(0, 4)).toEqual([0, 1])
  })
  it('clamp ratios', () => {
    expect([ratios()(0.0), ratios()(1e-3), ratios()(50)].map((at) => (Number.isNaN(at) ? 0 : at))).toEqual([
      0,
      expect.closeTo(0.5),
      1,
    ])
  })
})

it('bars go from one end of the reach to the other', () => {
  expect(bars(spread(1.5))).toEqual([
    { low: -3, high: -1, size: 0.25 },
    { low: -1, high: 1, size: 1 },
    { low: 1, high: 3, size: 0.5 },
  ])
})

it('a chart is told in words, of now and of a moment', () => {
  expect(spoken(portrait, 0, 'weights', null)).toBe('median 0, half of them −1 … 1, all −2 … 2')
  expect(spoken(portrait, 0, 'gradients', 1)).toBe('median 10, half of them 9 … 11, all 7 … 13')
  expect(spoken(portrait, 1, 'ratio', null)).toBe('change in a step / weights 1.0·10⁻³')
  expect(spoken(portrait, 1, 'shares', null)).toBe('saturated 25 %, dead 0 %')
  expect(spoken(portrait, 1, 'ratio', 2)).toBe('change in a step / weights –')
})

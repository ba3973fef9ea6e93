import { expect, test } from 'vitest'
import { part, placeOn } from './curves'
import type { Edge } from './lines'

const EDGE: Edge = [10, 20, 110, 70]

/** The curve that Canvas draws: control points level with its ends, half way. */
function onCurve(t: number): [number, number] {
  const [x0, y0, x1, y1] = EDGE
  return [x0 + (x1 - x0) * (1.5 * t * (1 - t) + t ** 3), y0 + (y1 - y0) * t * t * (3 - 2 * t)]
}

test.each([0, 0.2, 0.5, 0.9, 1])('the place at %d lies on the curve', (share) => {
  const [x, y] = placeOn(EDGE, share)
  expect(x).toBeCloseTo(onCurve(share)[0])
  expect(y).toBeCloseTo(onCurve(share)[1])
})

test('the whole is the curve itself', () => {
  expect(part(EDGE, 0, 1)).toEqual([10, 20, 60, 20, 60, 70, 110, 70])
})

test('a part runs along the curve', () => {
  const [x0, y0, x1, y1, x2, y2, x3, y3] = part(EDGE, 0.3, 0.8)
  for (const t of [0, 0.25, 0.5, 1]) {
    const bernstein = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3] as const
    const sum = (points: readonly [number, number, number, number]): number =>
      points.reduce((total, point, index) => total + point * bernstein[index]!, 0)
    const [x, y] = onCurve(0.3 + 0.5 * t)
    expect(sum([x0, x1, x2, x3])).toBeCloseTo(x)
    expect(sum([y0, y1, y2, y3])).toBeCloseTo(y)
  }
})

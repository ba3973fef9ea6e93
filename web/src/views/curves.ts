/** Parts of the curves that weights are drawn as, and many of one look in one stroke. */

import type { Edge } from './lines'

/** The four points of a cubic curve: x, y of each. */
export type Curve = readonly [number, number, number, number, number, number, number, number]

/** The part of a weight's curve from one share of its way to another: the curve's blossom at the ends (Ramshaw 1987). */
export function part([x0, y0, x1, y1]: Edge, from: number, to: number): Curve {
  const middle = (x0 + x1) / 2
  const at = (a: number, b: number, c: number): [number, number] => {
    const first = (1 - a) * (1 - b) * (1 - c)
    const second = a * (1 - b) * (1 - c) + b * (1 - a) * (1 - c) + c * (1 - a) * (1 - b)
    const third = a * b * (1 - c) + a * c * (1 - b) + b * c * (1 - a)
    const last = a * b * c
    return [first * x0 + (second + third) * middle + last * x1, (first + second) * y0 + (third + last) * y1]
  }
  return [...at(from, from, from), ...at(from, from, to), ...at(from, to, to), ...at(to, to, to)]
}

/** The place at a share of the way. */
export function placeOn(edge: Edge, share: number): readonly [x: number, y: number] {
  const [x, y] = part(edge, share, share)
  return [x, y]
}

/** Curves by a number that says how they look: many strokes cost more than long paths. */
export class Curves {
  readonly #curves = new Map<number, Curve[]>()

  add(look: number, curve: Curve): void {
    const curves = this.#curves.get(look)
    if (curves === undefined) this.#curves.set(look, [curve])
    else curves.push(curve)
  }

  draw(context: CanvasRenderingContext2D, stroke: (look: number) => void): void {
    for (const [look, curves] of this.#curves) {
      context.beginPath()
      for (const [x0, y0, x1, y1, x2, y2, x3, y3] of curves) {
        context.moveTo(x0, y0)
        context.bezierCurveTo(x1, y1, x2, y2, x3, y3)
      }
      stroke(look)
    }
  }
}

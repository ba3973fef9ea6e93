/** How texts stand: fonts as CSS tells them, and where each sign of a text begins. */

import type { Font } from './list'

let ruler: CanvasRenderingContext2D | null = null

function measuring(font: string): CanvasRenderingContext2D {
  ruler ??= document.createElement('canvas').getContext('2d')!
  ruler.font = font
  return ruler
}

const WEIGHTS: Readonly<Record<string, number>> = { normal: 400, bold: 700, '': 400 }

/** A font as Canvas writes it: `italic 500 12px Inter, sans-serif`. */
export function fontOf(css: string): Font {
  const [, before = '', size = '10', family = 'sans-serif'] = /^(.*?)([\d.]+)px(?:\/\S+)?\s+(.*)$/.exec(css) ?? []
  const weight = /\b(\d{2,4}|bold)\b/.exec(before)?.[1] ?? ''
  return {
    family,
    size: Number(size),
    weight: WEIGHTS[weight] ?? Number(weight),
    italic: before.includes('italic'),
  }
}

export const cssOf = ({ family, size, weight, italic }: Font): string =>
  `${italic ? 'italic ' : ''}${weight} ${size}px ${family}`

/** Where the signs of a line begin, from its left end. */
export function signsOf(
  text: string,
  font: string,
): { signs: readonly (readonly [sign: string, x: number])[]; width: number; metrics: TextMetrics } {
  const context = measuring(font)
  const metrics = context.measureText(text)
  let before = ''
  const signs = Array.from(text, (sign): [string, number] => {
    // With what stands before it: some pairs stand closer together.
    const x = context.measureText(before + sign).width - context.measureText(sign).width
    before += sign
    return [sign, x]
  })
  return { signs, width: metrics.width, metrics }
}

/** How far the line that letters stand on lies under that which a text was placed with. */
export function shift(font: string, baseline: CanvasTextBaseline): number {
  if (baseline === 'alphabetic') return 0
  const context = measuring(font)
  const above = context.measureText('x').actualBoundingBoxAscent
  context.textBaseline = baseline
  const then = context.measureText('x').actualBoundingBoxAscent
  context.textBaseline = 'alphabetic'
  return above - then
}

/** How far a font reaches above and below the line that letters stand on. */
export function reach(font: string): [above: number, below: number] {
  const { fontBoundingBoxAscent, fontBoundingBoxDescent } = measuring(font).measureText('x')
  return [fontBoundingBoxAscent, fontBoundingBoxDescent]
}

/** How far a sign itself does. */
export function ink(sign: string, font: string): [above: number, below: number] {
  const { actualBoundingBoxAscent, actualBoundingBoxDescent } = measuring(font).measureText(sign)
  return [actualBoundingBoxAscent, actualBoundingBoxDescent]
}

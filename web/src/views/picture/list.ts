/**
 * What a picture consists of, in the order in which it is painted: `walk.ts` and `recorder.ts` make such a list of a part of
 * the page, `svg.ts` and `bitmap.ts` paint it. Places and lengths are CSS pixels from the picture's upper left corner.
 */

/** Maps x, y to a x + c y + e, b x + d y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number]

/** From one circle to another; straight where both have no radius. */
export type Gradient = {
  readonly from: readonly [x: number, y: number, radius: number]
  readonly to: readonly [x: number, y: number, radius: number]
  readonly stops: (readonly [share: number, colour: string])[]
}
/** A colour as CSS writes it, or a gradient. */
export type Paint = string | Gradient

export type Stroke = {
  readonly paint: Paint
  readonly width: number
  readonly cap: CanvasLineCap
  readonly join: CanvasLineJoin
  readonly dash: readonly number[]
  readonly offset: number
}

export type Font = {
  /** As CSS lists families. */
  readonly family: string
  readonly size: number
  readonly weight: number
  readonly italic: boolean
}

export type Look = { readonly alpha: number; readonly blend: GlobalCompositeOperation }

export type Path = Look & {
  readonly kind: 'path'
  /** As SVG writes paths. */
  readonly d: string
  readonly fill: Paint | null
  readonly stroke: Stroke | null
  readonly evenodd?: boolean
  readonly matrix?: Matrix
}

export type Text = Look & {
  readonly kind: 'text'
  /** Each sign and where it begins. */
  readonly signs: readonly (readonly [sign: string, x: number])[]
  /** Where the last one ends, and the line that they stand on. */
  readonly end: number
  readonly y: number
  readonly font: Font
  readonly fill: string | null
  readonly stroke: { readonly colour: string; readonly width: number } | null
  /** How many times as high as wide: signs of formulas that grow. */
  readonly high?: number
}

export type Image = Look & {
  readonly kind: 'image'
  readonly pixels: HTMLCanvasElement
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly smooth: boolean
}

/** Some of it together, within a path of `clip`. */
export type Group = {
  readonly kind: 'group'
  readonly clip: string | null
  readonly alpha: number
  readonly items: Item[]
}

export type Item = Path | Text | Image | Group

export type Picture = {
  readonly width: number
  readonly height: number
  /** What it stands on; null: nothing. */
  readonly ground: string | null
  readonly title: string
  readonly items: readonly Item[]
}

export const PLAIN: Look = { alpha: 1, blend: 'source-over' }

/** A length as short as it can be seen. */
export const brief = (value: number): string => String(Math.round(value * 100) / 100)

export const rectangle = (x: number, y: number, width: number, height: number): string =>
  `M${brief(x)} ${brief(y)}h${brief(width)}v${brief(height)}h${brief(-width)}z`

export type Corner = readonly [across: number, down: number]

/** A rectangle with round corners: upper left, upper right, lower right, lower left. */
export function rounded(
  x: number,
  y: number,
  width: number,
  height: number,
  corners: readonly [Corner, Corner, Corner, Corner],
): string {
  if (corners.every(([across, down]) => across <= 0 || down <= 0)) return rectangle(x, y, width, height)
  const [a, b, c, d] = corners
  const arc = ([across, down]: Corner, right: number, below: number): string =>
    `A${brief(across)} ${brief(down)} 0 0 1 ${brief(right)} ${brief(below)}`
  const [right, below] = [x + width, y + height]
  return [
    `M${brief(x + a[0])} ${brief(y)}`,
    `H${brief(right - b[0])}${arc(b, right, y + b[1])}`,
    `V${brief(below - c[1])}${arc(c, right - c[0], below)}`,
    `H${brief(x + d[0])}${arc(d, x, below - d[1])}`,
    `V${brief(y + a[1])}${arc(a, x + a[0], y)}z`,
  ].join('')
}

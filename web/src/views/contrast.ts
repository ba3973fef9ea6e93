/** Colours between two others, and text that can be read on whatever is under it, by the contrast of WCAG 2. */

import type { RGB } from '../run/protocol'

/** The channels of a colour as the browser writes it, `rgb(1, 2, 3)` or `rgba(1, 2, 3, 1)`. */
export function channels(css: string): RGB {
  const [red = 0, green = 0, blue = 0] = (css.match(/[\d.]+/g) ?? []).map(Number)
  return [red, green, blue]
}

function luminance(colour: RGB): number {
  const [red, green, blue] = colour.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** 1 for the same colour to 21 for black on white. */
export function contrast(one: RGB, other: RGB): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

/** The one of some colours that can be read best on a ground. */
export const readable = (ground: RGB, colours: readonly string[]): string =>
  colours.reduce((best, colour) =>
    contrast(ground, channels(colour)) > contrast(ground, channels(best)) ? colour : best,
  )

/** A colour on the way from one to another, 0 to 1. */
export const mix = (from: RGB, to: RGB, share: number): [number, number, number] => [
  from[0] + share * (to[0] - from[0]),
  from[1] + share * (to[1] - from[1]),
  from[2] + share * (to[2] - from[2]),
]

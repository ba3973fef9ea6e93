/** The page's palette as the engine wants it, and the colours of points. */

import type { Block, Engine } from '../engine/engine'
import type { Palette, RGB } from './protocol'

/** Rows of red, green, blue: positive, negative, zero, then one for each class. */
export function paletteMatrix(engine: Engine, palette: Palette, classes: readonly RGB[]): Block<'float64', 2> {
  return colourMatrix(engine, [palette.positive, palette.negative, palette.zero, ...classes])
}

/** Rows of red, green, blue. */
export function colourMatrix(engine: Engine, colours: readonly RGB[]): Block<'float64', 2> {
  return engine.array('float64', colours.flat()).asMatrix(colours.length)
}

/** One colour per class; of two, the first is the negative one. */
export function classPalette(palette: Palette, classes: number): readonly RGB[] {
  if (classes === 2) return [palette.negative, palette.positive]
  return Array.from({ length: classes }, (_, index) => palette.classes[index % palette.classes.length]!)
}

/** The colour that a class is named by: `#rrggbb`. */
export function namedColour(name: string): RGB {
  const number = Number.parseInt(name.slice(1), 16)
  return [number >> 16, (number >> 8) & 255, number & 255]
}

/** RGBA of class numbers. */
export function classColours(numbers: Float64Array, colours: readonly RGB[]): Uint8ClampedArray {
  return Uint8ClampedArray.from(Array.from(numbers, (number) => [...colours[number]!, 255]).flat())
}

/** RGBA of values; `scale` gets the full colour. */
export function valueColours(
  engine: Engine,
  values: Block<'float64', 1>,
  scale: number,
  palette: Palette,
): Uint8ClampedArray {
  const colours = engine.vector('uint8', 4 * values.length)
  engine.call.paint({ values, scale, strength: 1, palette: paletteMatrix(engine, palette, []), colours })
  return new Uint8ClampedArray(colours.values)
}

/** RGBA of the pixels at these places of a picture of red, green and blue. */
export function pixelColours(colours: Uint8Array, places: ArrayLike<number>): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(4 * places.length).fill(255)
  for (let k = 0; k < places.length; k += 1) pixels.set(colours.subarray(3 * places[k]!, 3 * places[k]! + 3), 4 * k)
  return pixels
}

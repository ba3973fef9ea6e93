/** The page's palette as the engine wants it, and the colours of points. */

import type { Block, Engine } from '../engine/engine'
import type { Palette, RGB } from './protocol'

/** Rows of red, green, blue: positive, negative, zero, then one for each class. */
export function paletteMatrix(engine: Engine, palette: Palette, classes: number): Block<'float64', 2> {
  const rows = [palette.positive, palette.negative, palette.zero, ...classPalette(palette, classes)]
  const matrix = engine.matrix('float64', rows.length, 3)
  matrix.values.set(rows.flat())
  return matrix
}

/** RGBA of class numbers. */
export function classColours(numbers: Float64Array, classes: number, palette: Palette): Uint8ClampedArray {
  const colours = classPalette(palette, classes)
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
  engine.call.paint({ values, scale, strength: 1, palette: paletteMatrix(engine, palette, 0), colours })
  return new Uint8ClampedArray(colours.values)
}

/** One colour per class; of two, the first is the negative one. */
function classPalette(palette: Palette, classes: number): RGB[] {
  if (classes === 2) return [palette.negative, palette.positive]
  return Array.from({ length: classes }, (_, index) => palette.classes[index % palette.classes.length]!)
}

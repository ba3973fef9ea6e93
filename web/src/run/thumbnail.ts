/** Small pictures of data, for the gallery. */

import type { Engine } from '../engine/engine'
import type { Data } from '../engine/generated/schema'
import { classColours, classPalette, valueColours } from './colours'
import { loadDataset, type Dataset } from './dataset'
import type { Palette, Thumbnail } from './protocol'
import { check } from './recipe'

/** Of a picture, in pixels. */
const LONGEST_SIDE = 48
/** Images on each side of a montage. */
const MONTAGE = 3

/** A picture of data that come with neuroglow, or of so many points of theirs. */
export async function thumbnail(
  engine: Engine,
  data: Partial<Data>,
  samples: number,
  palette: Palette,
): Promise<Thumbnail> {
  engine.release()
  const dataset = await loadDataset(engine, check({ data: { ...data, samples } }).data, null)
  switch (dataset.kind) {
    case 'picture':
      return pictured(scaledDown(engine, dataset))
    case 'pixels':
      return pictured(montage(engine, dataset, palette))
    default:
      return scatter(engine, dataset, samples, palette)
  }
}

function pictured(picture: NonNullable<Thumbnail['picture']>): Thumbnail {
  const nothing = new Float64Array()
  return {
    picture,
    dimensions: 2,
    count: 0,
    inputs: nothing,
    values: nothing.slice(),
    colours: new Uint8ClampedArray(),
  }
}

function scaledDown(engine: Engine, { size, colours }: Dataset): NonNullable<Thumbnail['picture']> {
  const [width, height] = size!
  const part = Math.min(1, LONGEST_SIDE / Math.max(width, height))
  const [target_width, target_height] = [width, height].map((side) => Math.max(1, Math.round(part * side))) as [
    number,
    number,
  ]
  const target = engine.vector('uint8', 3 * target_width * target_height)
  const source = engine.array('uint8', colours!)
  engine.call.shrink({ source, width, height, channels: 3, target, target_width, target_height })
  const pixels = new Uint8ClampedArray(4 * target_width * target_height).fill(255)
  for (let k = 0; k < target.length; k += 1) pixels[4 * Math.floor(k / 3) + (k % 3)] = target.values[k]!
  return { width: target_width, height: target_height, pixels }
}

/** The first images, in the colours of neurons, one pixel apart. */
function montage(engine: Engine, { size, x, rows }: Dataset, palette: Palette): NonNullable<Thumbnail['picture']> {
  const [across, down] = size!
  const [width, height] = [MONTAGE * (across + 1) - 1, MONTAGE * (down + 1) - 1]
  const pixels = new Uint8ClampedArray(4 * width * height)
  const count = Math.min(MONTAGE * MONTAGE, rows)
  const values = engine.vector('float64', count * across * down)
  const places: number[] = []
  for (let image = 0; image < count; image += 1) {
    const [left, top] = [(image % MONTAGE) * (across + 1), Math.floor(image / MONTAGE) * (down + 1)]
    for (let pixel = 0; pixel < across * down; pixel += 1) {
      values.values[places.length] = x[pixel * rows + image]!
      places.push((top + Math.floor(pixel / across)) * width + left + (pixel % across))
    }
  }
  const colours = valueColours(engine, values, 1, palette)
  for (const [k, place] of places.entries()) pixels.set(colours.subarray(4 * k, 4 * k + 4), 4 * place)
  return { width, height, pixels }
}

/** Points, or rows of a table over the two columns that tell most about the target; each as far as it spreads. */
function scatter(engine: Engine, dataset: Dataset, samples: number, palette: Palette): Thumbnail {
  const { rows, classes } = dataset
  const count = Math.min(samples, rows)
  const chosen = Int32Array.from({ length: count }, (_, k) => Math.floor((k * rows) / count))
  const values = Float64Array.from(chosen, (row) => dataset.values[row]!)
  const columns = dataset.columns.map((_, column) =>
    Float64Array.from(chosen, (row) => dataset.x[column * rows + row]!),
  )
  const drawn = dataset.kind === 'points' ? columns : telling(engine, columns, values, classes.length)
  const colours =
    classes.length > 0
      ? classColours(values, classPalette(palette, classes.length))
      : valueColours(
          engine,
          engine.array('float64', dataset.kind === 'points' ? values : spread(engine, [values])[0]!),
          1,
          palette,
        )
  return {
    picture: null,
    dimensions: drawn.length === 1 ? 1 : 2,
    count,
    inputs: Float64Array.from(drawn.flatMap((column) => [...column])),
    values,
    colours,
  }
}

/** Two of the columns at most, standardised: those that the target explains most of, in their order. */
function telling(engine: Engine, columns: Float64Array[], values: Float64Array, classes: number): Float64Array[] {
  const [target, ...standard] = spread(engine, [values, ...columns]) as [Float64Array, ...Float64Array[]]
  const explained = standard.map((column) => (classes > 0 ? byClass(column, values) : byValue(column, target)))
  const best = [...explained.keys()].sort((a, b) => explained[b]! - explained[a]!).slice(0, 2)
  return best.sort((a, b) => a - b).map((column) => standard[column]!)
}

/** The part of a standardised column's variance that lies between the classes, times the number of rows. */
function byClass(column: Float64Array, classes: Float64Array): number {
  const sums = new Map<number, { sum: number; count: number }>()
  for (const [row, value] of column.entries()) {
    const { sum, count } = sums.get(classes[row]!) ?? { sum: 0, count: 0 }
    sums.set(classes[row]!, { sum: sum + value, count: count + 1 })
  }
  return [...sums.values()].reduce((total, { sum, count }) => total + (sum * sum) / count, 0)
}

/** How much a standardised column goes together with standardised values: the size of their correlation, times the number of rows. */
function byValue(column: Float64Array, target: Float64Array): number {
  return Math.abs(column.reduce((sum, value, row) => sum + value * target[row]!, 0))
}

/** Columns less their means and over their deviations. */
function spread(engine: Engine, columns: readonly Float64Array[]): Float64Array[] {
  const mark = engine.mark()
  const count = columns[0]!.length
  const x = engine.matrix('float64', columns.length, count)
  for (const [place, column] of columns.entries()) x.values.set(column, place * count)
  const [mean, scale] = [engine.vector('float64', columns.length), engine.vector('float64', columns.length)]
  engine.call.fit({ x, mean, scale })
  engine.call.standardize({ x, mean, scale })
  const standard = columns.map((_, place) => x.values.slice(place * count, (place + 1) * count))
  engine.release(mark)
  return standard
}

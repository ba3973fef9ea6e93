/** The examples as they are in the world, before they are split, scaled and given to a network. */

import type { Engine } from '../engine/engine'
import { MANIFEST } from '../engine/generated/manifest'
import { FEW_COLOURS, GENERATORS, LIMITS, PATTERN_SIDE, type Data } from '../engine/generated/schema'
import { InputError, short, shown, thousands } from './errors'
import { formulasOf, notFinite } from './examples'
import { compares, parse } from './formula'
import { inflated } from './inflated'
import { checkOwn, decode, decodeNumbers } from './own'
import { pointsDataset } from './points'
import type { Own } from './protocol'
import type { TableData } from './table'

/** Input columns and what is to be predicted from them: columns * rows, and targets * rows, one after the other. */
export type Dataset = TableData & {
  readonly kind: 'points' | 'table' | 'pixels' | 'picture'
  /** Width and height of pixels and pictures. */
  readonly size: readonly [width: number, height: number] | null
  /** Red, green and blue of each pixel of a picture, 0 to 255. */
  readonly colours: Uint8Array | null
  /** The rows for training and those for the test, where they are settled, since points were edited. */
  readonly split?: Split
}
export type Split = readonly [train: Int32Array, test: Int32Array]

type Asked = Pick<Data, 'source' | 'target' | 'task'>
type Of<Kind extends Own['kind']> = Extract<Own, { kind: Kind }>

type Files = ReadonlyMap<string, () => Promise<string>>
const byName = (files: Record<string, () => Promise<string>>): Files =>
  new Map(Object.entries(files).map(([path, read]) => [/([^/]+)\.\w+$/.exec(path)![1]!, read]))
/** What comes with neuroglow, by name: tables, and image sets in the form of own data. Read when they are wanted. */
const TABLES = byName(
  import.meta.glob<string>('../../../src/neuroglow/data/bundled/*.csv', { query: '?packed', import: 'default' }),
)
const IMAGES = byName(
  import.meta.glob<string>('../../../src/neuroglow/data/bundled/*.json', { query: '?packed', import: 'default' }),
)
const PATTERNS: readonly string[] = MANIFEST.codes.patterns

/** The dataset that a recipe's `data` name. Throws an InputError when there is none, or when it is unusable. */
export async function loadDataset(engine: Engine, data: Data, own: Own | null): Promise<Dataset> {
  if (data.formula !== '' && data.source !== 'formula') {
    throw new InputError(
      'data.formula',
      `expected no formula for ${short(data.source)}, got ${shown(data.formula)}: ` +
        'leave it empty, or set data.source to formula',
    )
  }
  const given = own !== null && data.source === own.name ? own : await bundled(data.source)
  if (given?.kind === 'table') return tableDataset(given.text, data)
  const mark = engine.mark()
  try {
    if (given !== null) return ownDataset(engine, given, data)
    if (data.source === 'formula') return calculated(engine, data)
    if (PATTERNS.includes(data.source)) return painted(engine, data)
    return generated(engine, data)
  } finally {
    engine.release(mark)
  }
}

/** A table or a set of images that comes along. */
async function bundled(name: string): Promise<Own | null> {
  const table = await TABLES.get(name)?.()
  if (table !== undefined) return { kind: 'table', name, text: await inflated(table) }
  const images = await IMAGES.get(name)?.()
  return images === undefined ? null : checkOwn(JSON.parse(await inflated(images)))
}

/** What reads tables is loaded with the first one. */
async function tableDataset(text: string, { target, task }: Asked): Promise<Dataset> {
  const { readTable } = await import('./table')
  return { ...readTable(text, target, task), kind: 'table', size: null, colours: null }
}

function ownDataset(engine: Engine, own: Exclude<Own, Of<'table'>>, asked: Asked): Dataset {
  switch (own.kind) {
    case 'points': {
      const dataset = pointsDataset(own.columns, own.classes, own.points)
      checkAsked(asked, dataset.task)
      return dataset
    }
    case 'arrays':
      return arraysDataset(own, asked)
    case 'images':
      return imagesDataset(engine, own, asked)
    case 'picture':
      return pictureDataset(engine, own.width, own.height, decode(own.pixels), asked)
  }
}

function arraysDataset({ columns, targets, classes, rows, x, values }: Of<'arrays'>, asked: Asked): Dataset {
  const task = classes.length > 0 ? 'classification' : 'regression'
  checkAsked(asked, task)
  const made = { columns, groups: new Map(), x: decodeNumbers(x), rows, targets, task, classes } as const
  return { ...made, values: decodeNumbers(values), kind: 'table', size: null, colours: null, notices: [] }
}

function imagesDataset(
  engine: Engine,
  { width, height, peak, classes, labels, pixels }: Of<'images'>,
  asked: Asked,
): Dataset {
  checkAsked(asked, 'classification')
  const values = Float64Array.from(decode(labels))
  const columns = engine.matrix('float64', width * height, values.length)
  engine.call.image_columns({ pixels: engine.array('uint8', decode(pixels)), peak, columns })
  return {
    columns: Array.from({ length: width * height }, (_, place) => `p${place + 1}`),
    groups: new Map(),
    x: columns.copy(),
    rows: values.length,
    targets: ['label'],
    task: 'classification',
    classes,
    values,
    kind: 'pixels',
    size: [width, height],
    colours: null,
    notices: [],
  }
}

/** All pixels of a picture: values of red, green and blue, or classes where it has few colours. */
function pictureDataset(engine: Engine, width: number, height: number, colours: Uint8Array, asked: Asked): Dataset {
  checkNoTarget(asked)
  const rows = width * height
  const columns = engine.matrix('float64', 2, rows)
  const values = engine.matrix('float64', 3, rows)
  engine.call.picture_examples({ colours: engine.array('uint8', colours), width, height, columns, values })
  const few = fewColours(colours, asked.task)
  return {
    columns: ['x', 'y'],
    groups: new Map(),
    x: columns.copy(),
    rows,
    ...(few === null
      ? { targets: ['red', 'green', 'blue'], task: 'regression', classes: [], values: values.copy() }
      : { targets: ['colour'], task: 'classification', ...few }),
    kind: 'picture',
    size: [width, height],
    colours,
    notices: [],
  }
}

/** A picture's colours as classes, the most frequent first, and which of them each pixel has; null for too many, or when values are asked for. */
function fewColours(
  colours: Uint8Array,
  task: Data['task'],
): { classes: readonly string[]; values: Float64Array } | null {
  if (task === 'regression') return null
  const counts = new Map<number, number>()
  const pixels = Uint32Array.from(
    { length: colours.length / 3 },
    (_, k) => (colours[3 * k]! << 16) | (colours[3 * k + 1]! << 8) | colours[3 * k + 2]!,
  )
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
  if (counts.size < 2 || counts.size > (task === 'classification' ? LIMITS.classes : FEW_COLOURS)) {
    if (task === 'auto') return null
    throw new InputError(
      'data.task',
      `expected a picture of 2 to ${LIMITS.classes} colours for classification, got ${thousands(counts.size)}: ` +
        'set data.task to regression',
    )
  }
  const found = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)! || a - b)
  return {
    classes: found.map((colour) => `#${colour.toString(16).padStart(6, '0')}`),
    values: Float64Array.from(pixels, (pixel) => found.indexOf(pixel)),
  }
}

/** A picture of PATTERNS. */
function painted(engine: Engine, asked: Asked): Dataset {
  const kind = PATTERNS.indexOf(asked.source)
  const [width, height] = [PATTERN_SIDE, PATTERN_SIDE]
  const colours = engine.vector('uint8', 3 * width * height)
  engine.call.pattern({ kind, width, height, colours })
  return pictureDataset(engine, width, height, colours.copy(), asked)
}

/** Points of the plane with what a formula says of them: two classes when it compares, else values. */
function calculated(engine: Engine, data: Data): Dataset {
  if (data.formula === '') {
    throw new InputError('data.formula', 'expected a formula in x1 and x2, got none: write one, such as x2 > sin(3x1)')
  }
  const names = ['x1', 'x2']
  const { samples, seed, noise } = data
  const program = parse(data.formula, names, 'data.formula')
  const compared = compares(program)
  checkAsked(data, compared ? 'classification' : 'regression')
  const columns = engine.matrix('float64', 2, samples)
  const judged = engine.matrix('float64', 2, samples)
  engine.call.scatter({ seed, noise, columns, judged })
  const rows = engine.array(
    'int32',
    Int32Array.from({ length: samples }, (_, row) => row),
  )
  const values = engine.matrix('float64', 1, samples)
  engine.call.features({ ...formulasOf(engine, [program], 2), columns: judged, rows, x: values })
  const bad = values.values.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0) throw notFinite('data.formula', data.formula, bad)
  return {
    ...pointsDataset(names, compared ? ['0', '1'] : [], []),
    x: columns.copy(),
    rows: samples,
    values: values.copy(),
  }
}

function generated(engine: Engine, data: Data): Dataset {
  const generator = GENERATORS.find(({ name }) => name === data.source)
  if (generator === undefined) {
    const names = [GENERATORS.map(({ name }) => name), PATTERNS, [...TABLES.keys()], [...IMAGES.keys()]]
    const [generators, patterns, tables, images] = names.map((list) => list.join(', '))
    throw new InputError(
      'data.source',
      `expected a generator (${generators}), formula, a pattern (${patterns}), a bundled table (${tables}) or a set of ` +
        `images (${images}), got ${shown(data.source)}: choose one of these, or open a file`,
    )
  }
  checkAsked(data, generator.task)
  const columns = engine.matrix('float64', generator.columns.length, data.samples)
  const values = engine.vector('float64', data.samples)
  const kind = MANIFEST.codes.datasets.findIndex((name) => name === data.source)
  engine.call.generate({ kind, seed: data.seed, noise: data.noise, classes: data.classes, columns, values })
  const classes = Array.from({ length: generator.classes ?? data.classes }, (_, number) => String(number))
  return {
    ...pointsDataset(generator.columns, classes, []),
    x: columns.copy(),
    rows: data.samples,
    values: values.copy(),
  }
}

/** Refuses another task than this one, and a target, where the data have theirs. */
function checkAsked(asked: Asked, task: 'regression' | 'classification'): void {
  if (asked.task !== 'auto' && asked.task !== task) {
    throw new InputError(
      'data.task',
      `expected auto or ${task} for ${short(asked.source)}, got ${asked.task}: choose one of these`,
    )
  }
  checkNoTarget(asked)
}

/** Refuses a target where there is none to choose. */
function checkNoTarget({ source, target }: Asked): void {
  if (target === '') return
  throw new InputError(
    'data.target',
    `expected no target for ${short(source)}, which has its own, got ${shown(target)}: leave it empty`,
  )
}

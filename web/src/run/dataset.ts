/** The examples as they are in the world, before they are split, scaled and given to a network. */

import type { Engine } from '../engine/engine'
import { MANIFEST } from '../engine/generated/manifest'
import { GENERATORS, type Experiment } from '../engine/generated/schema'
import { InputError, shown } from './errors'
import type { Table } from './protocol'
import { readTable, type TableData } from './table'

/** What a table holds, or what a generator makes. */
export type Dataset = TableData & {
  /** A table's, rather than a generator's. */
  readonly table: boolean
}

/** The texts of the tables that come with neuroglow, by name. */
const BUNDLED = new Map(
  Object.entries(
    import.meta.glob<string>('../../../src/neuroglow/data/bundled/*.csv', {
      query: '?raw',
      import: 'default',
      eager: true,
    }),
  ).map(([path, text]) => [path.slice(path.lastIndexOf('/') + 1, -'.csv'.length), text]),
)

/** The dataset that `experiment.data` names. Throws an InputError when there is none, or when its table is unusable. */
export function loadDataset(engine: Engine, { data }: Experiment, table: Table | null): Dataset {
  const text = table?.name === data.source ? table.text : BUNDLED.get(data.source)
  if (text !== undefined) return { ...readTable(text, data.target, data.task), table: true }
  const generator = GENERATORS.find(({ name }) => name === data.source)
  if (generator === undefined) {
    const generators = GENERATORS.map(({ name }) => name).join(', ')
    throw new InputError(
      'data.source',
      `expected a generator (${generators}) or a bundled table (${[...BUNDLED.keys()].join(', ')}), ` +
        `got ${shown(data.source)}: choose one of these, or open a file`,
    )
  }
  if (data.task !== 'auto' && data.task !== generator.task) {
    throw new InputError(
      'data.task',
      `expected auto or ${generator.task} for ${data.source}, got ${data.task}: choose one of these`,
    )
  }
  if (data.target !== '') {
    throw new InputError(
      'data.target',
      `expected no target for ${data.source}, which makes its own, got ${shown(data.target)}: leave it empty`,
    )
  }
  const mark = engine.mark()
  const columns = engine.matrix('float64', generator.columns.length, data.samples)
  const values = engine.vector('float64', data.samples)
  const kind = MANIFEST.codes.datasets.findIndex((name) => name === data.source)
  engine.call.generate({ kind, seed: data.seed, noise: data.noise, classes: data.classes, columns, values })
  const dataset: Dataset = {
    columns: generator.columns,
    groups: new Map(),
    x: columns.copy(),
    rows: data.samples,
    target: 'y',
    task: generator.task,
    classes: Array.from({ length: generator.classes ?? data.classes }, (_, number) => String(number)),
    values: values.copy(),
    notices: [],
    table: false,
  }
  engine.release(mark)
  return dataset
}

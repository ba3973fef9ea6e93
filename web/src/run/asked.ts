/** The recipe as it is asked for: what it leaves out, or leaves to `auto`, the run decides. */

import { DEFAULTS, GENERATORS, type Data, type Experiment } from '../engine/generated/schema'
import type { Own, Points } from './protocol'

export type Asked = {
  readonly [Key in keyof Experiment]?: Experiment[Key] extends object ? Partial<Experiment[Key]> : Experiment[Key]
}

/** What points are called once they were changed by hand. */
export const OWN_POINTS = 'points'
/** What makes a generator's points, or a formula's, or chooses those of a picture: with other values they are other points. */
const MAKING: readonly (keyof Data)[] = ['source', 'formula', 'samples', 'noise', 'classes']

/** The recipe with a part of it replaced. */
export function merge<Recipe extends Asked>(recipe: Recipe, part: Asked): Recipe {
  return {
    ...recipe,
    ...part,
    data: { ...recipe.data, ...part.data },
    network: { ...recipe.network, ...part.network },
    training: { ...recipe.training, ...part.training },
  }
}

/** Whether a part of a recipe asks for other points. */
export const makesPoints = (part: Asked): boolean => MAKING.some((key) => part.data?.[key] !== undefined)

/** What a small picture of data is kept by: what it depends on. */
export function keyOf({ source = '', formula = '', classes = DEFAULTS.data.classes }: Partial<Data>): string {
  const many = GENERATORS.some((generator) => generator.name === source && generator.classes === null)
  return [source, formula, many ? classes : ''].join(':')
}

/** Points as own data, in the order of their rows. */
export function ownPoints(columns: readonly string[], classes: readonly string[], points: Points): Own {
  const { count, rows, inputs, values } = points
  const order = Array.from({ length: count }, (_, index) => index).sort((a, b) => rows[a]! - rows[b]!)
  return {
    kind: 'points',
    name: OWN_POINTS,
    columns,
    classes,
    points: order.map((index) => [...columns.map((_, column) => inputs[column * count + index]!), values[index]!]),
  }
}

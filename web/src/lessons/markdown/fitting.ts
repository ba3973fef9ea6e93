/** What a chapter asks of its runs and they do not have: weights, neurons, columns. Known once its runs have been started. */

import type { Plan } from '../../run/protocol'
import { ChapterError, type Block, type Chapter, type Inline } from '../chapter'
import { COMPONENTS, type Component, type Name } from '../components'
import { PLACED, written, type Condition, type Quantity } from '../conditions'

/** What is known of a run: its plan, or why it cannot be started. */
export type Plans = Readonly<Record<string, Plan | string>>

/** @param runLines where each run stands in the front matter */
export function checkFitting(
  chapter: Chapter,
  file: string,
  plans: Plans,
  runLines: Readonly<Record<string, number>>,
): ChapterError[] {
  const errors: ChapterError[] = []
  for (const [run, plan] of Object.entries(plans)) {
    if (typeof plan === 'string') errors.push(new ChapterError(file, runLines[run] ?? 1, `experiments.${run}: ${plan}`))
  }
  const walk = (of: readonly (Block | Inline)[], around: string | null): void => {
    for (const block of of) {
      if (block.kind === 'list') for (const item of block.items) walk(item.of, around)
      else if (block.kind === 'table') for (const cell of block.rows.flat()) walk(cell, around)
      else if (block.kind === 'part' || block.kind === 'inline') {
        const own = block.attributes['run']
        const run = typeof own === 'string' ? own : around
        const plan = run === null ? undefined : plans[run]
        if (plan !== undefined && typeof plan !== 'string') {
          for (const sentence of misfits(block, plan)) {
            errors.push(new ChapterError(file, block.line, `${block.name}: ${sentence} in the run ${run}`))
          }
        }
        walk(block.of, block.name === 'live' ? run : around)
      } else if ('of' in block) walk(block.of, around)
    }
  }
  walk(chapter.blocks, null)
  return errors
}

type AnyPart = Extract<Block | Inline, { kind: 'part' | 'inline' }>

function misfits({ name, attributes }: AnyPart, plan: Plan): string[] {
  const { attributes: kinds }: Component = COMPONENTS[name as Name]
  const quantities = Object.entries(attributes).flatMap(([key, value]): readonly Quantity[] => {
    const kind = kinds[key]?.kind
    if (kind === 'quantity' || kind === 'parameter') return [value as Quantity]
    if (kind === 'quantities') return value as readonly Quantity[]
    return kind === 'condition' ? (value as Condition).map(({ quantity }) => quantity) : []
  })
  const found = quantities.flatMap((quantity) => misfit(quantity, plan) ?? [])
  const { at } = attributes
  if (name === 'ask' && Array.isArray(at) && at.length !== plan.columns.length) {
    found.push(`expected ${columns(plan)}, got ${at.length} numbers`)
  }
  const shape = SHAPES[name]?.(plan) ?? null
  return shape === null ? found : [...found, shape]
}

const columns = ({ columns }: Plan): string => `a number for each of the columns ${columns.join(', ')}`

/** What a picture needs of its data. */
const SHAPES: Readonly<Record<string, (plan: Plan) => string | null>> = {
  curve: ({ columns: { length } }) => (length === 1 ? null : `expected data with one column, got ${length}`),
  map: ({ columns: { length } }) => (length === 2 ? null : `expected data with two columns, got ${length}`),
  confusion: ({ classes }) => (classes.length > 0 ? null : 'expected data with classes, got numbers'),
  accuracy: ({ classes }) => (classes.length > 0 ? null : 'expected data with classes, got numbers'),
}

function misfit(quantity: Quantity, plan: Plan): string | null {
  const { name, at } = quantity
  const { sizes } = plan
  if (name === 'answer') {
    return at.length === plan.columns.length ? null : `expected ${columns(plan)}, got ${written(quantity)}`
  }
  if (Object.hasOwn(PLACED, name)) {
    const [layer, neuron, input] = [at[0]!, at[1]!, at[2]]
    const layers = sizes.length - 1
    if (layer >= layers) return `expected a layer from 0 to ${layers - 1}, got ${written(quantity)}`
    const neurons = sizes[layer + 1]!
    if (neuron >= neurons) return `expected a neuron from 0 to ${neurons - 1}, got ${written(quantity)}`
    const inputs = sizes[layer]!
    if (input !== undefined && input >= inputs)
      return `expected an input from 0 to ${inputs - 1}, got ${written(quantity)}`
  }
  if (name.startsWith('test_') && plan.test === 0) return `expected examples for the test, got ${name} without any`
  if (name.endsWith('_accuracy') && plan.classes.length === 0) return `expected classes, got ${name}`
  return null
}

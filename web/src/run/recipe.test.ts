import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { Engine } from '../engine/engine'
import { InputError } from './errors'
import { checkOwn } from './own'
import { problems } from './recipe'
import { Run } from './run'
import { module } from './testing'

type Case = { recipe: unknown; own?: unknown } & Record<string, unknown>

const FIXTURE = resolve(import.meta.dirname, '../../../tests/fixtures/recipes.json')
const cases = JSON.parse(readFileSync(FIXTURE, 'utf8')) as Case[]

let engine: Engine
beforeAll(async () => {
  engine = await Engine.load(module())
})

/** What is wrong with a recipe, or what it becomes, in plain values. */
async function outcome(recipe: unknown, own: unknown): Promise<unknown> {
  const found = problems(recipe)
  if (found.length > 0) return { problems: found }
  try {
    const run = await Run.begin(engine, recipe, own === undefined ? null : checkOwn(own))
    const { inputs, scaleInputs, scaleTargets, ...rest } = run.resolved
    const listed = inputs.map(({ name, program }) => [name, program])
    const resolved = { ...rest, parameters: undefined } // which the sizes say already
    return { resolved: { ...resolved, inputs: listed, scale: [scaleInputs, scaleTargets] } }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { error: { field: error.field, message: error.message } }
  }
}

test.each(cases.map((one) => [JSON.stringify(one.recipe).slice(0, 60), one] as const))(
  'a recipe becomes the same in every host: %s',
  async (_, { recipe, own, ...expected }) => {
    expect(await outcome(recipe, own)).toEqual(expected)
  },
)

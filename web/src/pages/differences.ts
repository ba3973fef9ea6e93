/** What sets runs apart that go on side by side: their recipes, and what was done to them since they parted. */

import type { Experiment } from '../engine/generated/schema'
import type { Change, Plan } from '../run/protocol'
import { changesInWords } from '../views/timeline'
import { say } from './say'

type Compared = { readonly plan: Plan; readonly changes: readonly Change[] }

/** Lines for each of the runs, in their order; none where it is as the others, or the only one. */
export function differences(runs: readonly Compared[]): readonly (readonly string[])[] {
  if (runs.length < 2) return runs.map(() => [])
  const recipes = runs.map(({ plan }) => flat(plan.experiment))
  const keys = [...new Set(recipes.flatMap((recipe) => [...recipe.keys()]))]
  const apart = keys.filter((key) => new Set(recipes.map((recipe) => recipe.get(key))).size > 1)
  const shared = commonChanges(runs)
  return runs.map(({ plan, changes }, at) => [
    ...apart.map((key) => `${key.replaceAll('_', ' ')} ${recipes[at]!.get(key) ?? say('none-of-it')}`),
    ...changesInWords(changes, plan).slice(shared),
  ])
}

/** Titles say nothing about how a run learns. */
const UNCOMPARED = new Set(['title', 'about'])

/** A recipe's values by their names, as they are read: `hidden` → `8, 8`, `weights seed` → `1`. */
function flat(experiment: Experiment): Map<string, string> {
  const values = new Map<string, string>()
  for (const [part, fields] of Object.entries(experiment)) {
    if (UNCOMPARED.has(part) || typeof fields !== 'object' || fields === null) continue
    for (const [key, value] of Object.entries(fields as Record<string, unknown>)) {
      const name = key === 'seed' ? say(SEEDS[part as keyof typeof SEEDS]) : key
      values.set(name, said(value))
    }
  }
  return values
}

const SEEDS = { data: 'data seed', network: 'weights seed', training: 'order seed' } as const

function said(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? say('none-of-it') : value.map(said).join(', ')
  return typeof value === 'number' ? String(value).replace('-', '−') : String(value).replaceAll('_', ' ')
}

/** How many changes all runs have had alike since their beginning. */
function commonChanges(runs: readonly Compared[]): number {
  const first = runs[0]!.changes
  const differs = (change: Change, at: number): boolean =>
    runs.some(({ changes }) => at >= changes.length || JSON.stringify(changes[at]) !== JSON.stringify(change))
  const parted = first.findIndex(differs)
  return parted < 0 ? first.length : parted
}

/** The built-in experiments, and the recipes for data: loaded when another experiment is wanted than the first. */

import experiments from '../engine/generated/experiments.json'
import { SUGGESTED, type Experiment } from '../engine/generated/schema'
import type { Asked } from '../run/playback.svelte'
import { FORMULA, FORMULAS, kindOf, titleOf, type Kind } from './catalog'

type BuiltIn = { readonly name: string; readonly experiment: Experiment; readonly kind?: 'failures' }
const BUILT_IN = experiments as unknown as readonly BuiltIn[]
export const EXPERIMENTS = BUILT_IN.filter(({ kind }) => kind === undefined)
/** Runs that go wrong, to see how that looks and why. */
export const FAILURES = BUILT_IN.filter(({ kind }) => kind === 'failures')

/** The recipe that shows these data best: that of their own experiment, where there is one. */
export function recipeOf(source: string): Asked {
  const own = EXPERIMENTS.find(({ name }) => name === source)
  const about = own ?? EXPERIMENTS.find(({ experiment }) => experiment.data.source === source)
  if (about !== undefined) return about.experiment
  const { data, ...others }: Asked = SUITABLE[kindOf(source)]
  return {
    title: titleOf(source),
    ...others,
    data: { ...data, source, formula: source === FORMULA ? FORMULAS[0]! : '' },
  }
}

/** For data that no experiment is about. */
const SUITABLE: Readonly<Record<Kind, Asked>> = {
  points: { network: { hidden: [8, 8], init: 'glorot_uniform' }, training: { learning_rate: 0.1 } },
  table: SUGGESTED.table,
  pixels: SUGGESTED.images,
  picture: SUGGESTED.picture,
}

/** The controls that a link can hide, for a lesson or an exercise: what `&hide=` lists, and what is offered when one shares. */

export const HIDEABLE = {
  run: ['play', 'step', 'back', 'reset', 'speed', 'undo', 'timeline', 'slow-motion', 'fork', 'stops'],
  data: ['data', 'noise', 'test-share', 'samples', 'points'],
  network: ['layers', 'activation', 'initial-weights', 'new-weights', 'inputs', 'editing'],
  training: ['learning-rate', 'batch-size', 'optimizer', 'loss', 'order', 'regularization', 'strength', 'seeds'],
  answers: ['test-points', 'discrete', 'findings', 'losses'],
  page: ['experiments', 'closer', 'export'],
} as const

export type Group = keyof typeof HIDEABLE
export type Hideable = (typeof HIDEABLE)[Group][number]

export const GROUPS = Object.keys(HIDEABLE) as Group[]

/** Those that there are, each once, in the order in which they are offered: a later version may know more. */
export const hideable = (names: readonly string[]): Hideable[] =>
  GROUPS.flatMap((group): readonly Hideable[] => HIDEABLE[group]).filter((name) => names.includes(name))

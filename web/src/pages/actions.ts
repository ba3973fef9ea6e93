/** What can be done on the page at this moment, by name. Whoever can do something offers it; keys and Help ask for it. */

import type { Experiment } from '../engine/generated/schema'
import type { Hideable } from './hideable'
import { shows } from './hiding.svelte'

export type ActionName =
  | 'play'
  | 'step'
  | 'back'
  | 'reset'
  | 'undo'
  | 'redo'
  | 'faster'
  | 'slower'
  | 'unit-example'
  | 'unit-batch'
  | 'unit-epoch'
  | 'slow-motion'
  | 'fork'
  | 'network'
  | 'look-inspector'
  | 'look-outline'
  | 'look-layers'
  | 'look-landscape'
  | 'look-space'
  | 'look-relief'
  | 'experiments'
  | 'keep'
  | 'share'
  | 'export'
  | 'show-all'
  | 'toggle-theme'
  | 'commands'
  | 'shortcuts'
  | 'tour'
  | 'about'
type Offer = () => unknown
type Offers = Readonly<Partial<Record<ActionName, Offer>>>

/** Actions that go with a control of another name: where a link hides that, they are gone as well. */
const WITH: Readonly<Partial<Record<ActionName, Hideable>>> = {
  redo: 'undo',
  faster: 'speed',
  slower: 'speed',
  'look-inspector': 'closer',
  'look-outline': 'closer',
  'look-layers': 'closer',
  'look-landscape': 'closer',
  'look-space': 'closer',
  'look-relief': 'closer',
}

let offered: readonly Offers[] = []

/** Can be done from now on, until what is returned is called. The latest offer counts. */
export function offer(actions: Offers): () => void {
  offered = [...offered, actions]
  return () => {
    offered = offered.filter((other) => other !== actions)
  }
}

const found = (name: ActionName): Offer | undefined => offered.findLast((actions) => name in actions)?.[name]

export const can = (name: ActionName): boolean => found(name) !== undefined && shows(WITH[name] ?? (name as Hideable))

/** Whether it could be done. */
export function perform(name: ActionName): boolean {
  if (!can(name)) return false
  found(name)!()
  return true
}

let begins: ((experiment: Experiment) => void) | null = null
let wished: Experiment | null = null

/** Experiments begin like this from now on; one that was wished for meanwhile does so at once. */
export function offerBeginning(start: (experiment: Experiment) => void): () => void {
  begins = start
  if (wished !== null) start(wished)
  wished = null
  return () => {
    if (begins === start) begins = null
  }
}

/** Another experiment, from wherever one is. */
export function begin(experiment: Experiment): void {
  if (begins !== null) {
    begins(experiment)
    return
  }
  wished = experiment
  location.hash = ''
}

/** How a run is looked at: what a link restores beside the run itself, and what stays as it is when one comes back to it. */

import { getContext, setContext } from 'svelte'
import type { Errors } from '../views/errors'
import type { Pick } from '../views/geometry'
import { Drawer } from './closer/drawer.svelte'

/** What is seen of a table: what the network answers, or how well. */
export type Answers = 'answer' | 'predicted' | 'residuals'

/** What the columns of a table that are not drawn are held at; it is forgotten with the columns. */
export type Held = { readonly columns: readonly string[]; readonly values: readonly number[] }

export class Look {
  /** The neuron or weight that was clicked. */
  pinned = $state.raw<Pick | null>(null)
  readonly drawer = new Drawer()
  /** Whether examples that are held out are drawn. */
  testPoints = $state(true)
  /** Whether maps show only which answer it is, not how strong. */
  discrete = $state(false)
  errors = $state<Errors>('none')
  answers = $state<Answers>('answer')
  /** The columns of a table that its map is drawn over, by name, so that they stay when inputs are switched off and on. */
  across = $state('')
  up = $state('')
  held = $state.raw<Held | null>(null)
}

const KEY = Symbol('look')

export const setLook = (look: Look): Look => setContext(KEY, look)

/** That of the page; where there is none, as in the lessons, one of its own. */
export const getLook = (): Look => getContext<Look | undefined>(KEY) ?? new Look()

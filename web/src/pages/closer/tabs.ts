/** What a run can be looked at with, beside its network: one tab each, loaded when it is first opened. */

import type { Component } from 'svelte'
import type { Playback } from '../../run/playback.svelte'
import type { Plan } from '../../run/protocol'
import type { ThemeState } from '../../theme/theme.svelte'
import type { Pick } from '../../views/geometry'
import { say } from './say'

/** What every tab is given. */
export type CloserProps = {
  readonly playback: Playback
  readonly theme: ThemeState
  /** The neuron or weight that was clicked. */
  readonly pinned: Pick | null
  readonly onpin: (pick: Pick | null) => void
}

export type TabName = 'Inspector' | 'Outline' | 'Layers' | 'Landscape' | 'Space' | 'Relief'

export type Tab = {
  readonly name: TabName
  readonly title: string
  /** What it shows, for who points at it. */
  readonly hint: string
  /** Whether the run has something to show there. */
  readonly applies: (plan: Plan) => boolean
}

const always = (): boolean => true
const onPlane = ({ kind, columns }: Plan): boolean => (kind === 'points' || kind === 'table') && columns.length === 2

const tab = (name: TabName, applies: Tab['applies'] = always): Tab => ({
  name,
  applies,
  get title() {
    return say(name)
  },
  get hint() {
    return say(`hint-${name}`)
  },
})

export const TABS: readonly Tab[] = [
  tab('Inspector'),
  tab('Outline'),
  tab('Layers'),
  tab('Landscape'),
  tab('Space', onPlane),
  tab('Relief', onPlane),
]

type Module = { readonly default: Component<CloserProps> }
const MODULES: Readonly<Record<TabName, () => Promise<Module>>> = {
  Inspector: () => import('./Inspector.svelte'),
  Outline: () => import('./Outline.svelte'),
  Layers: () => import('./Layers.svelte'),
  Landscape: () => import('./Landscape.svelte'),
  Space: () => import('./Space.svelte'),
  Relief: () => import('./Relief.svelte'),
}

/** The tabs of a run. */
export const tabsOf = (plan: Plan): readonly Tab[] => TABS.filter(({ applies }) => applies(plan))

const loaded = new Map<TabName, Promise<Component<CloserProps>>>()

/** A tab's component; one that did not come is asked for again. */
export async function load(name: TabName): Promise<Component<CloserProps>> {
  const coming = loaded.get(name) ?? MODULES[name]().then((module) => module.default)
  loaded.set(name, coming)
  try {
    return await coming
  } catch (error) {
    loaded.delete(name)
    throw error
  }
}

/** What a run can be looked at with, beside its network: one tab each, loaded when it is first opened. */

import type { Component } from 'svelte'
import type { Playback } from '../../run/playback.svelte'
import type { Plan } from '../../run/protocol'
import type { ThemeState } from '../../theme/theme.svelte'
import type { Pick } from '../../views/geometry'

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

export const TABS: readonly Tab[] = [
  {
    name: 'Inspector',
    title: 'Inspector',
    hint: 'A neuron or weight in numbers: forward, loss, backward, update',
    applies: always,
  },
  {
    name: 'Outline',
    title: 'Outline',
    hint: 'The network as a list to walk through: layers, neurons, weights',
    applies: always,
  },
  {
    name: 'Layers',
    title: 'Layers',
    hint: 'Weights, gradients and activations of each layer, now and over time',
    applies: always,
  },
  {
    name: 'Landscape',
    title: 'Landscape',
    hint: 'The loss around the present weights, and the way that the run took',
    applies: always,
  },
  {
    name: 'Space',
    title: 'Space',
    hint: 'The plane as a layer of two neurons bends it',
    applies: onPlane,
  },
  { name: 'Relief', title: 'Surface 3-D', hint: 'The output as heights over the plane', applies: onPlane },
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

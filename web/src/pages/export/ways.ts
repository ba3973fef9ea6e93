/** The ways to take a run along: a tab of the sheet each, loaded when it is first opened. */

import type { Component } from 'svelte'
import type { Playback } from '../../run/playback.svelte'
import type { ThemeState } from '../../theme/theme.svelte'

/** What every tab is given. `name`: a file's name for the run, without its ending. */
export type WayProps = { readonly playback: Playback; readonly theme: ThemeState; readonly name: string }

type Module = { readonly default: Component<WayProps> }

export const WAYS = {
  picture: (): Promise<Module> => import('./Picture.svelte'),
  film: (): Promise<Module> => import('./Film.svelte'),
  code: (): Promise<Module> => import('./CodeFields.svelte'),
  file: (): Promise<Module> => import('./FileFields.svelte'),
} as const satisfies Readonly<Record<string, () => Promise<Module>>>

export type Way = keyof typeof WAYS
export const NAMES = Object.keys(WAYS) as Way[]

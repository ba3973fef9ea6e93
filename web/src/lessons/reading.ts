/** What the parts of a chapter have in common while it is read. */

import { createContext } from 'svelte'
import type { SlowMotion } from '../pages/film.svelte'
import type { Playback } from '../run/playback.svelte'
import type { ThemeState } from '../theme/theme.svelte'
import type { Chapter, Setting } from './chapter'
import type { Progress } from './progress.svelte'
import type { Words } from './words'

/** What a link can hide. */
export const HIDABLE = ['code', 'playground', 'hints', 'challenges', 'predictions', 'contents'] as const
export type Hidable = (typeof HIDABLE)[number]

/** A run of the chapter. It has a worker of its own from when it is first seen, and stands while it is out of sight. */
export type Live = {
  readonly name: string
  readonly setting: Setting
  readonly playback: Playback
  /** The update in slow motion, where one is shown. */
  readonly motion: SlowMotion
  /** What is in sight keeps it going: attached to the elements that show it. */
  readonly seen: (element: HTMLElement) => () => void
  /** From the beginning, with what the reader has set since. */
  readonly restart: () => Promise<void>
  /** As it was when the chapter was opened. */
  readonly original: () => Promise<void>
  /** Whether the reader has set something. */
  readonly changed: boolean
  /** Plan and frame are there. */
  readonly ready: boolean
}

/** A chapter that is open. */
export type Reading = {
  readonly chapter: Chapter
  readonly theme: ThemeState
  readonly hidden: ReadonlySet<Hidable>
  readonly progress: Progress
  readonly words: Words
  /** Throws for a name that the front matter does not have: the compiler has checked that. */
  readonly run: (name: string) => Live
  /** Goes on in the playground with a run that was saved (`playback.save()`). */
  readonly play: (glow: string, title: string) => void
}

export const [getReading, setReading] = createContext<Reading>()
/** Of the live part around; parts that stand by themselves have none. */
export const [getLive, setLive] = createContext<Live>()

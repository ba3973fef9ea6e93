/** Which chapters there are: their heads at once, each chapter when it is opened. */

import heads, { load } from 'virtual:chapters'
import { ENGLISH } from '../words/words'
import type { Chapter, Head, Place } from './chapter'
import type { Done } from './progress.svelte'

export const HEADS: readonly Head[] = heads

/** The chapters to be read one after the other; what no language has but English is in English. */
export const contents = (language: string): readonly Head[] =>
  HEADS.filter((head) => head.language === ENGLISH && head.number > 0).map((head) => headOf(head.id, language)!)

/** In this language, else in English. */
export const headOf = (id: string, language: string): Head | undefined =>
  HEADS.find((head) => head.id === id && head.language === language) ??
  HEADS.find((head) => head.id === id && head.language === ENGLISH)

/** The languages that a chapter is there in. */
export const translations = (id: string): readonly string[] =>
  HEADS.filter((head) => head.id === id).map(({ language }) => language)

export const loadChapter = async ({ id, language }: Head): Promise<Chapter> => load[`${language}/${id}`]!()

/** What of it progress is kept of, and what of that is done. */
export function stateOf({ places }: Head, { solved, guesses, read }: Done): State {
  const steps = places
    .filter((place): place is Place & { kind: Task } => place.kind !== 'heading')
    .map((place) => ({
      ...place,
      done: place.kind === 'predict' ? Object.hasOwn(guesses, place.id) : solved.includes(place.id),
    }))
  const done = steps.filter((step) => step.done).length
  const share = steps.length === 0 ? Number(read) : done / steps.length
  return { steps, done, share, complete: share === 1 }
}

type Task = Exclude<Place['kind'], 'heading'>
export type State = {
  readonly steps: readonly (Place & { readonly kind: Task; readonly done: boolean })[]
  readonly done: number
  readonly share: number
  readonly complete: boolean
}

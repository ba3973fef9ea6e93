/** Where one is in the page, as the address says it behind its #. */

import { readHidden } from '../lessons/hidden'
import type { Hidable } from '../lessons/reading'
import { ENGLISH } from '../words/words'

export type Learning = {
  readonly page: 'learn'
  /** null: the contents. */
  readonly chapter: string | null
  /** The place of the chapter to come to; null: where it begins. */
  readonly place: string | null
  readonly hidden: ReadonlySet<Hidable>
  readonly language: string
}
export type Route = { readonly page: 'playground' | 'runs' } | Learning

const RUNS = /^#runs(?:\?.*)?$/s
const LEARN = /^#learn(?:\/([^/?]*))?(?:\/([^?]*))?(?:\?(.*))?$/s

/** Whether a run comes with the address: ours, or one of TensorFlow Playground's, which begin with any of its settings. */
export const isLink = (hash: string): boolean =>
  /^#(?!learn|runs|(?:hide|lang)=[^&]*(?:$|&(?!.*run=))|\?)[^/]*=/.test(hash)

/** What the playground hides by its address; null: nothing is said of it. */
export const hiddenBy = (hash: string): readonly string[] | null =>
  /^#hide=([^&]*)/.exec(hash)?.[1]!.split(/,|%2C/i) ?? null

/** The address of the playground with these controls hidden. */
export const hiding = (names: readonly string[]): string =>
  names.length === 0 ? location.pathname + location.search : `#hide=${names.join(',')}`

/**
 * What an address leads to. What it does not say about what is hidden, and in which language, is as it was before: who has
 * come by a teacher's link goes on so.
 */
export function read(hash: string, before?: Route, language: string = ENGLISH): Route {
  const parts = LEARN.exec(hash)
  if (parts === null) return { page: RUNS.test(hash) ? 'runs' : 'playground' }
  const [, chapter = '', place = '', options = ''] = parts
  const asked = new URLSearchParams(options)
  const kept = before?.page === 'learn' ? before : { hidden: new Set<Hidable>(), language }
  const hide = asked.get('hide')
  return {
    page: 'learn',
    chapter: decoded(chapter) || null,
    place: decoded(place) || null,
    hidden: hide === null ? kept.hidden : readHidden(hide),
    language: asked.get('lang') || kept.language,
  }
}

/** The address of a place in the lessons; what is left out stays as it is when one follows it. */
export function learnAddress({
  chapter = null,
  place = null,
  hidden,
  language,
}: Partial<Omit<Learning, 'page'>>): string {
  const path = ['#learn', chapter, chapter === null ? null : place].filter((part) => part !== null)
  const options: string[] = []
  if (hidden !== undefined) options.push(`hide=${[...hidden].join(',')}`)
  if (language !== undefined) options.push(`lang=${encodeURIComponent(language)}`)
  return path.map(encodePart).join('/') + (options.length > 0 ? `?${options.join('&')}` : '')
}

/** The address as it stands in the browser: everything said that is not as usual. */
export function address(route: Route): string {
  if (route.page !== 'learn') return route.page === 'runs' ? '#runs' : ''
  const { chapter, place, hidden, language } = route
  return learnAddress({
    chapter,
    place,
    ...(hidden.size > 0 ? { hidden } : {}),
    ...(language !== ENGLISH ? { language } : {}),
  })
}

/** Whether both are the same page, perhaps at another place of it. */
export function samePage(one: Route, other: Route): boolean {
  if (one.page !== 'learn' || other.page !== 'learn') return one.page === other.page
  return one.chapter === other.chapter && one.language === other.language
}

const encodePart = (part: string, index: number): string => (index === 0 ? part : encodeURIComponent(part))

/** A link may hold anything, also what is no encoded text. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

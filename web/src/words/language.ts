/**
 * Which language the page speaks: what the address asks for (`?lang=de`, there or behind the #), else what was chosen before,
 * else the first of the browser's languages that there is, else English.
 */

import { createSubscriber } from 'svelte/reactivity'
import { ENGLISH, isLanguage, LANGUAGES, speak, type Language } from './words'

const KEY = 'neuroglow-language'

let spoken: Language = ENGLISH
let changed = (): void => undefined
const follow = createSubscriber((update) => {
  changed = update
})

/** The language that is spoken now; who reads it in an effect or in a template is told when it changes. */
export function current(): Language {
  follow()
  return spoken
}

/** The languages that there are, as they call themselves. */
export const names = LANGUAGES

/** What the address asks for. */
export function asked({ search, hash }: Pick<Location, 'search' | 'hash'>): Language | null {
  const behind = /[?&]lang=([\w-]+)/.exec(hash)?.[1]
  const language = behind ?? new URLSearchParams(search).get('lang')
  return isLanguage(language) ? language : null
}

/** The language to begin with. */
export const first = (): Language =>
  asked(location) ??
  remembered() ??
  navigator.languages.map((tag) => tag.split('-')[0]).find((language) => isLanguage(language)) ??
  ENGLISH

/** Speaks this language as long as the page is open. One that cannot be loaded changes nothing, and is told as false. */
export async function use(language: Language): Promise<boolean> {
  try {
    if (language !== spoken) await speak(language)
  } catch {
    return false
  }
  document.documentElement.lang = language
  if (language === spoken) return true
  spoken = language
  changed()
  return true
}

/** Speaks it now and when the page is opened again. */
export async function choose(language: Language): Promise<boolean> {
  if (!(await use(language))) return false
  const here = new URL(location.href)
  if (here.searchParams.has('lang')) {
    here.searchParams.delete('lang')
    history.replaceState(history.state, '', here)
  }
  try {
    localStorage.setItem(KEY, language)
  } catch {
    // Storage may be forbidden: it is spoken as long as the page is open.
  }
  return true
}

function remembered(): Language | null {
  try {
    const language = localStorage.getItem(KEY)
    return isLanguage(language) ? language : null
  } catch {
    return null
  }
}

/**
 * Errors in another language. They are raised in the worker and in the run, which speak English alone, word for word as the
 * command line does; where one is shown, its sentence is recognised by its template and told anew with its values.
 */

import { fill, type Texts } from './words'

/** What comes in sentences and has no language: numbers, names in quotes, single words. */
const NEUTRAL = /^(['“"([].*|[−\d].*|\S+)$/s
/** The most general template: it is only told where all its parts are known. */
const GENERAL = 'expected {0}, got {1}: {2}'

/** A sentence is no longer than so many characters. */
const LONGEST = 1000

type Template = { readonly pattern: RegExp; readonly places: readonly number[]; readonly text: string }

/** Tells sentences by their templates: English to the other language, the special ones before the general one. */
export function reteller(texts: Texts): (message: string) => string {
  let templates: readonly (readonly [english: string, template: Template])[] | null = null

  function tell(message: string, whole = true): string | null {
    templates ??= Object.entries(texts).map(([english, text]) => [english, templateOf(english, text)])
    for (const [english, { pattern, places, text }] of templates) {
      const found = pattern.exec(message)
      if (found === null) continue
      const values: string[] = []
      for (const [at, place] of places.entries()) values[place] = told(found[at + 1]!)
      if (english === GENERAL && !values.every((value, at) => value !== found[at + 1] || NEUTRAL.test(value))) continue
      if (whole || english !== GENERAL) return fill(text, values)
    }
    return null
  }
  const told = (value: string): string => tell(value, false) ?? value

  return (message) => (message.length > LONGEST ? message : (tell(message) ?? message))
}

function templateOf(english: string, text: string): Template {
  const places: number[] = []
  const source = english.split(/(\{\d\})/).map((part) => {
    if (!/^\{\d\}$/.test(part)) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    places.push(Number(part[1]))
    return '(.+?)'
  })
  return { pattern: new RegExp(`^${source.join('')}$`, 's'), places, text }
}

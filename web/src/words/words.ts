/**
 * Every text of the page stands in one place for each language: `<language>/<area>.json`. An area's English is imported by
 * who says it, so that it is loaded with its part of the page; another language is one module, loaded before anything is
 * shown in it.
 */

export type Texts = Readonly<Record<string, string>>
export type Value = string | number

/** `say('chapter', 3)`: the text of this key, with the values in it. */
export type Say<Key extends string> = (key: Key, ...values: readonly Value[]) => string

export const ENGLISH = 'en'

/** Languages beside English, as they call themselves. */
const OTHERS = { de: { name: 'Deutsch', load: () => import('./de') } } as const

export type Language = typeof ENGLISH | keyof typeof OTHERS

/** What a list of languages shows. */
export const LANGUAGES: readonly { readonly id: Language; readonly name: string }[] = [
  { id: ENGLISH, name: 'English' },
  ...Object.entries(OTHERS).map(([id, { name }]) => ({ id: id as keyof typeof OTHERS, name })),
]

export const isLanguage = (id: unknown): id is Language => LANGUAGES.some((language) => language.id === id)

/** By area; what is missing is said in English. */
let spoken: Readonly<Record<string, Texts>> = {}
const asItIs = (message: string): string => message
let retell = asItIs

/** From now on, everything is said in this language. Rejects when it cannot be loaded: all stays as it was then. */
export async function speak(language: Language): Promise<void> {
  const [{ default: texts }, { reteller }] =
    language === ENGLISH
      ? [{ default: {} }, { reteller: () => asItIs }]
      : await Promise.all([OTHERS[language].load(), import('./retelling')])
  spoken = texts
  retell = reteller(spoken['errors'] ?? {})
}

/** The texts of an area, in the language that the page speaks when they are said. */
export const words =
  <Area extends Texts>(area: string, english: Area): Say<keyof Area & string> =>
  (key, ...values) =>
    fill(spoken[area]?.[key] ?? english[key]!, values)

/** The same, always in English. */
export const inEnglish =
  <Area extends Texts>(english: Area): Say<keyof Area & string> =>
  (key, ...values) =>
    fill(english[key]!, values)

/**
 * A text that comes from elsewhere in English, of the built-in experiments or of the rules of findings, in the language that
 * is spoken; what is not known there, a title of the user's, say, stays as it is.
 */
export const translated = (area: 'experiments' | 'rules', text: string): string => spoken[area]?.[text] ?? text

/** An error, which is raised in English wherever that is, in the language that is spoken. */
export const errorInWords = (message: string): string => retell(message)

/** A title as it stands within a sentence: German nouns stay as they are. */
export const inSentence = (title: string): string =>
  Object.keys(spoken).length > 0 ? title : title.charAt(0).toLowerCase() + title.slice(1)

/** `{0}` is the first value; `{0|step|steps}` is the first word where that value is 1, else the second. */
export const fill = (text: string, values: readonly Value[]): string =>
  text.replace(/\{(\d)(?:\|([^|}]*)\|([^|}]*))?\}/g, (_, place: string, one?: string, more?: string) => {
    const value = values[Number(place)] ?? ''
    return one === undefined ? String(value) : String(value) === '1' ? one : more!
  })

/** Where something that is no text stands within a text: `say('retry', GAP).split(GAP)` is what stands around it. */
export const GAP = '\0'

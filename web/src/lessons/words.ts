/** The few texts of the lessons that stand in no chapter, in the language of the chapter. */

import english from './en/words.json'

export type Key = keyof typeof english

/** `words('close', 3)`: the text of this key with {0}, {1}, ... replaced. */
export type Words = (key: Key, ...values: readonly (string | number)[]) => string

type Texts = Readonly<Partial<Record<Key, string>>>

const OTHERS = import.meta.glob<{ readonly default: Texts }>(['./*/words.json', '!./en/words.json'])

/** What a language has no text for is said in English. */
export async function loadWords(language: string): Promise<Words> {
  const others = OTHERS[`./${language}/words.json`]
  const texts: Texts = others === undefined ? english : (await others()).default
  return (key, ...values) =>
    (texts[key] ?? english[key]).replace(/\{(\d)\}/g, (_, place: string) => String(values[Number(place)] ?? ''))
}

/** What chapters say of each other: names of files, links, needs, translations. */

import { ChapterError, type Head } from '../chapter'
import type { Compiled, Origin } from './compile'
import { notAmong, quoted } from './problems'
import { checkTranslation } from './translation'

/** Chapters that are not translated are read in this language. */
export const FIRST_LANGUAGE = 'en'

const PATH = /(?:^|\/)([a-z]{2,3}(?:-[A-Z]{2})?)\/(?:(\d{1,3})-)?([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.md$/

/** What the path of a chapter file tells of it; null for a name that is none of a chapter. */
export function originOf(file: string): Origin | null {
  const [, language, number = '0', id] = PATH.exec(file.replaceAll('\\', '/')) ?? []
  return language === undefined || id === undefined ? null : { file, id, number: Number(number), language }
}

/** Refuses a file by its name. */
export const misnamed = (file: string): ChapterError =>
  new ChapterError(
    file,
    1,
    'expected the name of a chapter, such as en/1-one-weight.md (language, number, small letters, digits and hyphens), ' +
      'got another: rename it',
  )

/** What others can refer to. */
type Known = Pick<Head, 'id' | 'language'> & { readonly places: Head['places'] | null }

/** Everything that does not hold between these chapters, beside what is wrong with each of them. */
export function checkTogether(all: readonly Compiled[]): ChapterError[] {
  const known = all.map(({ origin, chapter }): Known => ({ ...origin, places: chapter?.places ?? null }))
  return all.flatMap((compiled, index) => [
    ...checkReferences(compiled, known),
    ...checkUnique(compiled, all.slice(0, index)),
    ...translated(compiled, all),
  ])
}

/** Links of a chapter, and the chapters that it needs: they have to be there, in its language or in the first one. */
export function checkReferences(
  { origin, chapter, targets, needsLine }: Compiled,
  known: readonly Known[],
): ChapterError[] {
  const readable = known.filter(({ language }) => language === origin.language || language === FIRST_LANGUAGE)
  const ids = [...new Set(readable.map(({ id }) => id))]
  const error = (line: number, sentence: string): ChapterError => new ChapterError(origin.file, line, sentence)
  const find = (id: string): Known | undefined =>
    readable.find((one) => one.id === id && one.language === origin.language) ?? readable.find((one) => one.id === id)
  const needs = (chapter?.needs ?? []).flatMap((id) =>
    ids.includes(id) && id !== origin.id
      ? []
      : [
          error(
            needsLine,
            `needs: ${notAmong(
              'chapters',
              ids.filter((one) => one !== origin.id),
              id,
            )}`,
          ),
        ],
  )
  const links = targets.flatMap(({ line, chapter: id, place }) => {
    const target = find(id)
    if (target === undefined) return [error(line, `link: ${notAmong('chapters', ids, id)}`)]
    const places = target.places?.map((one) => one.id)
    if (place === null || places === undefined || places.includes(place)) return []
    if (places.length > 0) return [error(line, `link: ${notAmong(`places of ${id}`, places, place)}`)]
    return [error(line, `link: expected no place in ${id}, which has none, got ${quoted(place)}: remove #${place}`)]
  })
  return [...needs, ...links]
}

/** No number and no id twice in a language. */
function checkUnique({ origin }: Compiled, earlier: readonly Compiled[]): ChapterError[] {
  const { file, language, id, number } = origin
  return earlier.flatMap((other) => {
    if (other.origin.language !== language) return []
    const double =
      other.origin.id === id
        ? `the id ${id}`
        : number > 0 && other.origin.number === number
          ? `the number ${number}`
          : null
    if (double === null) return []
    return [
      new ChapterError(
        file,
        1,
        `expected a chapter of its own, got ${double}, which ${other.origin.file} has: rename one`,
      ),
    ]
  })
}

function translated({ origin, chapter }: Compiled, all: readonly Compiled[]): ChapterError[] {
  if (origin.language === FIRST_LANGUAGE || chapter === null) return []
  const original = all.find((one) => one.origin.language === FIRST_LANGUAGE && one.origin.id === origin.id)
  if (original === undefined) {
    const sentence = `expected the translation of a chapter in ${FIRST_LANGUAGE}/, got ${quoted(origin.id)}, which is not there: keep the file's name`
    return [new ChapterError(origin.file, 1, sentence)]
  }
  return original.chapter === null ? [] : checkTranslation(original.chapter, chapter, origin.file)
}

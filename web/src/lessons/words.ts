/** The few texts of the lessons that stand in no chapter, in the language of the chapter. */

import english from '../words/en/lessons.json'
import { ENGLISH, inEnglish, words, type Say } from '../words/words'

export type Key = keyof typeof english

/** `words('chapter', 3)`: the text of this key with its values. */
export type Words = Say<Key>

/** A chapter that is there in English only has English around it; others are in the language that the page speaks. */
export const wordsOf = (language: string): Words =>
  language === ENGLISH ? inEnglish(english) : words('lessons', english)

/** What a teacher's link hides. */

import { HIDABLE, type Hidable } from './reading'

const isHidable = (word: string): word is Hidable => (HIDABLE as readonly string[]).includes(word)

/** `code,hints`; words that mean nothing are passed over. */
export const readHidden = (text: string): ReadonlySet<Hidable> => new Set(text.split(',').filter(isHidable))

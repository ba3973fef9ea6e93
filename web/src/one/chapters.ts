/** Stands in for virtual:chapters in the page as one file, where there are none. */

import type { Chapter, Head } from '../lessons/chapter'

export const load: Readonly<Record<string, () => Promise<Chapter>>> = {}
const heads: readonly Head[] = []
export default heads

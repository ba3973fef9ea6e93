/** All that the page says, in German: one module, because who reads German needs most of it soon. */

import type { Texts } from '../words'

const AREAS = import.meta.glob<Texts>('./*.json', { eager: true, import: 'default' })

const areas = Object.fromEntries(
  Object.entries(AREAS).map(([path, texts]) => [path.slice('./'.length, -'.json'.length), texts]),
)
export default areas

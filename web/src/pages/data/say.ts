/** What the views and fields of a single kind of data say. */

import english from '../../words/en/kinds.json'
import { words } from '../../words/words'

export const say = words('kinds', english)

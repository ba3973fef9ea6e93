/** What the tabs of the drawer say. */

import english from '../../../words/en/look.json'
import { words } from '../../../words/words'

export const say = words('look', english)

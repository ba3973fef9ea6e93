/** What the drawer says. */

import english from '../../words/en/closer.json'
import { words } from '../../words/words'

export const say = words('closer', english)

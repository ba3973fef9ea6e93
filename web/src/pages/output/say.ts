/** What the output panel says. */

import english from '../../words/en/output.json'
import { words } from '../../words/words'

export const say = words('output', english)

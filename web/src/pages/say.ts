/** What the playground says. */

import english from '../words/en/playground.json'
import { words } from '../words/words'

export const say = words('playground', english)

/** What the views say that are loaded when they are wanted. */

import english from '../words/en/later.json'
import { words } from '../words/words'

export const say = words('later', english)

/** What the views that are there at first say. */

import english from '../words/en/views.json'
import { words } from '../words/words'

export const say = words('views', english)

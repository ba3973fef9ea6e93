/** What controls say. */

import english from '../words/en/controls.json'
import { words } from '../words/words'

export const say = words('controls', english)

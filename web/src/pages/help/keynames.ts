/** Keys as they are written on a keyboard. */

import english from '../../words/en/help.json'
import { words } from '../../words/words'
import type { ActionName } from '../actions'
import { CONTROL, SINGLE } from '../keys'

const MAC = /Mac|iP(hone|ad|od)/.test(navigator.platform)

/** The keys of an action in words, such as `Ctrl+K`; nothing where it has none. */
export function shown(name: ActionName): string {
  const say = words('help', english)
  if (name === 'play') return say('space')
  const control = keyOf(CONTROL, name)
  if (control !== null) return MAC ? `⌘${cap(control)}` : `${say('control')}+${cap(control)}`
  const single = keyOf(SINGLE, name)
  return single === null ? '' : cap(single)

  /** `shift+z` as Shift+Z. */
  function cap(key: string): string {
    return key.replace('shift+', `${say('shift')}+`).replace(/[a-z]$/, (letter) => letter.toUpperCase())
  }
}

const keyOf = (keys: Readonly<Record<string, ActionName>>, name: ActionName): string | null =>
  Object.keys(keys).find((key) => keys[key] === name) ?? null

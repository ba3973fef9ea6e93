/** Keys that mean the same everywhere on the page, but where they already mean something. */

import { can, perform, type ActionName } from './actions'

/** With Ctrl, or with the command key. */
export const CONTROL: Readonly<Record<string, ActionName>> = {
  k: 'commands',
  s: 'keep',
  z: 'undo',
  y: 'redo',
  'shift+z': 'redo',
}

/** Single keys; who speaks to their computer, or touches keys by accident, can switch them off. */
export const SINGLE: Readonly<Record<string, ActionName>> = {
  '.': 'step',
  ',': 'back',
  '+': 'faster',
  '-': 'slower',
  '1': 'unit-example',
  '2': 'unit-batch',
  '3': 'unit-epoch',
  'shift+r': 'reset',
  s: 'slow-motion',
  f: 'fork',
  n: 'network',
  i: 'look-inspector',
  o: 'look-outline',
  e: 'experiments',
  l: 'share',
  x: 'export',
  t: 'toggle-theme',
  '?': 'shortcuts',
}

const KEY = 'neuroglow-keys'
/** Where something is typed or asked. */
const TYPED = 'input:not([type="range"], [type="radio"], [type="checkbox"]), textarea, select, dialog, [popover]'
/** Where Space presses or types. */
const PRESSED = 'button, select, input:not([type="range"]), textarea, dialog, [popover], a, [role="tree"]'

let single = remembered()

export const singleKeys = (): boolean => single

export function useSingleKeys(use: boolean): void {
  single = use
  try {
    if (use) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, 'off')
  } catch {
    // Storage may be forbidden: it lasts as long as the page then.
  }
}

function remembered(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off'
  } catch {
    return true
  }
}

/** Does what the key is for, if it is for something here. */
export function onShortcut(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing) return
  const name = actionOf(event)
  if (name === undefined || !can(name) || document.querySelector('dialog[open]') !== null) return
  event.preventDefault()
  perform(name)
}

function actionOf({ target, key: pressed, ctrlKey, metaKey, shiftKey }: KeyboardEvent): ActionName | undefined {
  const at = target instanceof Element ? target : document.body
  const control = ctrlKey || metaKey
  if (pressed === ' ') return !control && at.closest(PRESSED) === null ? 'play' : undefined
  const typed = at.closest(TYPED) !== null
  const letter = pressed.toLowerCase()
  const key = shiftKey && /^[a-z]$/.test(letter) ? `shift+${letter}` : letter
  if (!control) return single && !typed ? SINGLE[key] : undefined
  const name = CONTROL[key]
  return typed && (name === 'undo' || name === 'redo') ? undefined : name
}

/** The drawer under the network: which tab is open, and how high it stands; remembered until the browser's tab is closed. */

import type { TabName } from './tabs'

const KEY = 'neuroglow-drawer'
/** Heights in CSS pixels: at first, and at least. */
const FIRST = 300
export const LEAST = 140
/** What stays for the network. */
const NETWORK = 220

export class Drawer {
  tab = $state<TabName | null>(null)
  #height = $state(remembered())
  /** The height of everything that drawer and network share. */
  room = $state(Infinity)

  /** As high as was asked for, as long as the network has its room too. */
  get height(): number {
    return Math.min(this.#height, this.most)
  }

  get most(): number {
    return Math.max(LEAST, this.room - NETWORK)
  }

  resize(height: number): void {
    this.#height = Math.round(Math.max(LEAST, Math.min(this.most, height)))
    remember(this.#height)
  }
}

function remembered(): number {
  try {
    const height = Number(sessionStorage.getItem(KEY))
    return height >= LEAST && Number.isFinite(height) ? height : FIRST
  } catch {
    return FIRST // storage may be forbidden; the height then lasts as long as the page
  }
}

function remember(height: number): void {
  try {
    sessionStorage.setItem(KEY, String(height))
  } catch {
    // As above: nothing is lost but the memory of it.
  }
}

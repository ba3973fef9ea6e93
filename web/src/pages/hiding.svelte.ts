/** Which controls of the playground are hidden at the moment. */

import type { Hideable } from './hideable'

let names = $state.raw<readonly Hideable[]>([])

/** Whether a control is to be seen. One that is not is no part of the page. */
export const shows = (name: Hideable): boolean => !names.includes(name)

export const hidden = (): readonly Hideable[] => names

/** These are hidden from now on, and no others. */
export function hide(all: readonly Hideable[]): void {
  names = all
}

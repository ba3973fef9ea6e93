/** Whether time is logarithmic on the timeline: remembered for the next visit. */

import type { Scaling } from '../views/timeline'

const KEY = 'neuroglow-time'

export function rememberedScaling(): Scaling {
  try {
    return localStorage.getItem(KEY) === 'linear' ? 'linear' : 'log'
  } catch {
    return 'log' // storage may be forbidden
  }
}

export function rememberScaling(scaling: Scaling): void {
  try {
    localStorage.setItem(KEY, scaling)
  } catch {
    // Nothing is lost but the memory of it.
  }
}

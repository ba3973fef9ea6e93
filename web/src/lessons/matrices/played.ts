/** Which line is played in slow motion at a moment of its film. */

import { lightAt, phaseAt } from '../../views/phases'
import type { Line } from './lines'

/** @param layers the inputs among them */
export function played({ phase, layer }: Pick<Line, 'phase' | 'layer'>, moment: number, layers: number): boolean {
  const last = layers - 1
  const within = (place: number, low: number, high: number): number => Math.max(low, Math.min(high, place))
  switch (phaseAt(moment).phase) {
    case 'forward':
      return phase === 'forward' && layer === within(Math.ceil(lightAt(moment, layers).front), 1, last)
    case 'error':
      return phase === 'loss' || phase === 'delta'
    case 'backward': {
      const front = Math.floor(lightAt(moment, layers).back)
      if (phase === 'back') return layer === within(front, 1, last - 1)
      return phase === 'gradients' && layer === within(front + 1, 1, last)
    }
    case 'update':
      return phase === 'update'
  }
}

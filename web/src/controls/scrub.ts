/** How far a number goes when it is dragged or stepped, and what was typed as a number. */

import { number } from './read'

/** The power of ten that large numbers are stepped in; 1 up to 10. */
const unit = (value: number): number => 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(value)))))

/** For each pixel and for each press of an arrow key, of numbers of the size of 1; finer with Shift. */
const [PIXEL, PRESS, FINER] = [0.01, 0.1, 0.1]

/** The number so many steps further: without the digits that only come from adding; never beyond all numbers. */
export function further(value: number, steps: number, by: 'pixel' | 'press', fine: boolean): number {
  const grain = (by === 'pixel' ? PIXEL : PRESS) * (fine ? FINER : 1) * unit(value)
  const next = Number((value + steps * grain).toPrecision(12))
  return Number.isFinite(next) ? next : value
}

/** A number as it was typed, also with the minus sign of a book and a comma. */
export const typed = (text: string): ReturnType<typeof number> => number(text.trim().replaceAll('−', '-'))

/** Formulas of x and y, cut into the pieces in which they are set. */

type Look = 'letter' | 'below' | 'above' | 'sign' | 'times' | 'upright'
export type Piece = { readonly text: string; readonly look: Look }

const TOKEN =
  /\s*(?:([xy])(\d?)(?!\w)|\^\s*(-?\d+)(?![\w.])|(pi|abs|sign|floor|sqrt|exp|log|sin|cos|tanh|min|max)(?!\w)|(\d+\.?\d*|\.\d+)|([-+*/<>^])|([(),]))\s*/y

/** Whether all of it is made of x, y, numbers, signs and functions. */
export const isMath = (name: string): boolean => pieces(name).some(({ look }) => look === 'letter')

/** The pieces of a formula, none if it is something else. */
export function pieces(name: string): Piece[] {
  const found: Piece[] = []
  for (let at = 0; at < name.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(name)
    if (match === null) return []
    const [, letter, index, power, word, number, sign, bracket] = match
    if (letter !== undefined) found.push({ text: letter, look: 'letter' })
    if (index) found.push({ text: index, look: 'below' })
    if (power !== undefined) found.push({ text: power.replace('-', '\u2212'), look: 'above' })
    if (word !== undefined) found.push({ text: word === 'pi' ? 'π' : word, look: 'upright' })
    if (number !== undefined) found.push({ text: number, look: 'upright' })
    if (sign === '*') found.push({ text: '', look: 'times' })
    else if (sign !== undefined)
      found.push({ text: sign.replace('-', '\u2212'), look: sign === '/' || sign === '^' ? 'upright' : 'sign' })
    if (bracket !== undefined) found.push({ text: bracket === ',' ? ', ' : bracket, look: 'upright' })
  }
  return found
}

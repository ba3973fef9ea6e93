/** What somebody may mean by a few letters: they occur in this order, best at the beginnings of words and side by side. */

export type Match = {
  /** The larger, the better. */
  readonly score: number
  /** Which signs of the text were meant. */
  readonly places: readonly number[]
}

const BEGINNING = 8
const NEIGHBOUR = 8
const FOUND = 1
/** The share of what could be reached at best that a word has to reach. */
const SCATTERED = 0.5
/** For each sign that is skipped, and for each that the text is longer. */
const SKIPPED = 0.15
const LONGER = 0.02

/** Without case and accents, sign by sign, so that places stay what they are. */
const plain = (text: string): string[] => [...text].map((sign) => (sign.normalize('NFD')[0] ?? sign).toLowerCase())

const isBeginning = (signs: readonly string[], at: number): boolean => at === 0 || !/[\p{L}\p{N}]/u.test(signs[at - 1]!)

/** null: it cannot be meant. Each word that was typed has to be found, in whatever order. */
export function match(typed: string, text: string): Match | null {
  const words = typed
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
  const signs = plain(text)
  const found = words.map((word) => close(best(plain(word), signs), [...word].length))
  if (found.some((one) => one === null)) return null
  const all = found as readonly Match[]
  return {
    score: all.reduce((sum, { score }) => sum + score, 0) - LONGER * signs.length,
    places: [...new Set(all.flatMap(({ places }) => places))].sort((a, b) => a - b),
  }
}

/** Letters that stand here and there, and begin nothing, were not meant. */
const close = (found: Match | null, length: number): Match | null =>
  found !== null && found.score > SCATTERED * (BEGINNING + (length - 1) * (NEIGHBOUR + FOUND)) ? found : null

/** The best way to find a word: for each of its signs the best place after those before it. */
function best(word: readonly string[], signs: readonly string[]): Match | null {
  let ways: readonly (Match | null)[] = signs.map((sign, at) =>
    sign === word[0] ? { score: worth(signs, at), places: [at] } : null,
  )
  for (const sign of word.slice(1)) {
    let before: Match | null = null
    ways = signs.map((other, at) => {
      const neighbour = ways[at - 1] ?? null
      const way = other !== sign ? null : step(before, neighbour, signs, at)
      const last = ways[at - 1] ?? null
      if (last !== null && (before === null || last.score >= before.score - SKIPPED)) before = last
      else if (before !== null) before = { ...before, score: before.score - SKIPPED }
      return way
    })
  }
  return ways.reduce((one, other) => (other !== null && (one === null || other.score > one.score) ? other : one), null)
}

function step(before: Match | null, neighbour: Match | null, signs: readonly string[], at: number): Match | null {
  const far = before === null ? null : { score: before.score + worth(signs, at), places: [...before.places, at] }
  const near =
    neighbour === null
      ? null
      : { score: neighbour.score + NEIGHBOUR + worth(signs, at), places: [...neighbour.places, at] }
  if (far === null || near === null) return near ?? far
  return near.score >= far.score ? near : far
}

const worth = (signs: readonly string[], at: number): number => (isBeginning(signs, at) ? BEGINNING : FOUND)

/** A text in pieces, each meant or not. */
export function pieces(
  text: string,
  places: readonly number[],
): readonly { readonly text: string; readonly meant: boolean }[] {
  const meant = new Set(places)
  const found: { text: string; meant: boolean }[] = []
  for (const [at, sign] of [...text].entries()) {
    const last = found.at(-1)
    if (last?.meant === meant.has(at)) last.text += sign
    else found.push({ text: sign, meant: meant.has(at) })
  }
  return found
}

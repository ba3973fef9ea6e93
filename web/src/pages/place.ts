/** Coming to a place of a page whose pictures are still being made: it stays where it is meant to be until one moves on. */

/** Nothing has moved for so many milliseconds since the page stands, or it has taken so long: then it is left alone. */
const QUIET = 800
const LONGEST = 10_000
const MOVES = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const
/** What a page is scrolled by: its headings, and the parts that have names. */
const LANDMARKS = 'main :is(h2, h3, .part)[id]'

export type Aim = {
  /** The id of an element; null: the page. */
  readonly place: string | null
  /** How far below its beginning the window begins; null: above it, as its style says. */
  readonly below: number | null
}

/** Where one is, so that one can come back. */
export function whereabouts(): Aim {
  const above = [...document.querySelectorAll(LANDMARKS)].filter((one) => one.getBoundingClientRect().top <= 1)
  const last = above.at(-1)
  return last === undefined
    ? { place: null, below: scrollY }
    : { place: last.id, below: -last.getBoundingClientRect().top }
}

/** Whatever an address was remembered with. */
export function isAim(value: unknown): value is Aim {
  const { place, below } = (value ?? {}) as Partial<Record<keyof Aim, unknown>>
  return (typeof place === 'string' || place === null) && (typeof below === 'number' || below === null)
}

/** Gives the function that stops it. */
export function comeTo(aim: Aim): () => void {
  const start = performance.now()
  let moved = start
  let before: number | null = null
  let request = 0
  const stop = (): void => {
    cancelAnimationFrame(request)
    for (const move of MOVES) removeEventListener(move, stop)
  }
  const look = (now: number): void => {
    const goal = goalOf(aim)
    const same = goal !== null && before !== null && Math.abs(goal - before) < 1
    if (same && Math.abs(scrollY - goal) > 2) return stop() // somebody else has scrolled
    if (!same) {
      if (goal !== null) scrollTo({ top: goal, behavior: 'instant' })
      ;[before, moved] = [goal, now]
    }
    const stands = document.documentElement.dataset['ready'] === 'true'
    if ((stands && now - moved > QUIET) || now - start > LONGEST) return stop()
    request = requestAnimationFrame(look)
  }
  for (const move of MOVES) addEventListener(move, stop, { passive: true })
  look(start)
  return stop
}

/** How far the page is scrolled there, as far as it can be; null where there is no such place yet. */
function goalOf({ place, below }: Aim): number | null {
  const element = place === null ? document.documentElement : document.getElementById(place)
  if (element === null) return null
  const top = element.getBoundingClientRect().top + scrollY
  const goal = top + (below ?? -parseFloat(getComputedStyle(element).scrollMarginTop))
  const { scrollHeight, clientHeight } = document.documentElement
  return Math.round(Math.max(0, Math.min(goal, scrollHeight - clientHeight)))
}

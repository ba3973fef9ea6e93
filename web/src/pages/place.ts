/** Coming to a place of a page whose pictures are still being made: it stays where it is meant to be until one moves on. */

/** Nothing has moved for so many milliseconds, or it has taken so long: then the page is left alone. */
const QUIET = 800
const LONGEST = 6000
const MOVES = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const

/** The id of an element to come to, or how far the page was scrolled. */
export type Aim = { readonly place: string } | { readonly top: number }

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
    if (now - moved > QUIET || now - start > LONGEST) return stop()
    request = requestAnimationFrame(look)
  }
  for (const move of MOVES) addEventListener(move, stop, { passive: true })
  look(start)
  return stop
}

/** How far the page is scrolled there, as far as it can be; null where there is no such place yet. */
function goalOf(aim: Aim): number | null {
  const top = 'top' in aim ? aim.top : topOf(aim.place)
  const { scrollHeight, clientHeight } = document.documentElement
  return top === null ? null : Math.round(Math.max(0, Math.min(top, scrollHeight - clientHeight)))
}

function topOf(place: string): number | null {
  const element = document.getElementById(place)
  if (element === null) return null
  return element.getBoundingClientRect().top + scrollY - parseFloat(getComputedStyle(element).scrollMarginTop)
}

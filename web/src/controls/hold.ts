/** A finger that rests: what a mouse finds out by hovering, a finger does by staying where it is. */

import type { Attachment } from 'svelte/attachments'

/** Milliseconds that a finger rests, and CSS pixels that it may tremble meanwhile. */
const RESTS = 450
const TREMBLES = 8

export type Held = {
  /** It has rested, and is here until it is lifted; false: there is nothing to be found out, and it is a touch like any other. */
  readonly at: (event: PointerEvent) => boolean
  readonly lift: () => void
}

/** From when it has rested on, the finger neither scrolls nor clicks. */
export function hold({ at, lift }: Held): Attachment<HTMLElement> {
  return (element) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let down: PointerEvent | null = null
    let held = false
    const quiet = (event: Event): void => {
      if (held) event.preventDefault()
    }
    const end = (): void => {
      clearTimeout(timer)
      down = null
      if (!held) return
      lift()
      // The click that follows belongs to the holding; there may be none.
      setTimeout(() => {
        held = false
      }, 50)
    }
    const listeners: readonly [string, (event: PointerEvent) => void, AddEventListenerOptions?][] = [
      [
        'pointerdown',
        (event) => {
          clearTimeout(timer)
          if (event.pointerType !== 'touch' || !event.isPrimary) return
          down = event
          timer = setTimeout(() => {
            held = at(event)
          }, RESTS)
        },
      ],
      [
        'pointermove',
        (event) => {
          if (down === null || event.pointerId !== down.pointerId) return
          if (held) at(event)
          else if (Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > TREMBLES) end()
        },
      ],
      ['pointerup', end],
      ['pointercancel', end],
      [
        'click',
        (event) => {
          if (!held) return
          event.preventDefault()
          event.stopPropagation()
        },
        { capture: true },
      ],
    ]
    for (const [type, act, options] of listeners) element.addEventListener(type, act as EventListener, options)
    element.addEventListener('touchmove', quiet, { passive: false })
    element.addEventListener('contextmenu', quiet)
    return () => {
      clearTimeout(timer)
      for (const [type, act, options] of listeners) element.removeEventListener(type, act as EventListener, options)
      element.removeEventListener('touchmove', quiet)
      element.removeEventListener('contextmenu', quiet)
    }
  }
}

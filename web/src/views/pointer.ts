/** A pointer over a drawing: hovering, pressing and dragging, the same with mouse, pen and finger. */

import type { Attachment } from 'svelte/attachments'

/** A place on an element, in CSS pixels from its upper left corner. */
export type Spot = { readonly x: number; readonly y: number; readonly shift: boolean }

export type Strokes = {
  /** The pointer is here; null: it has left. */
  readonly hover?: (spot: Spot | null) => void
  /** It went down. With true, it belongs to the element until it is let go. */
  readonly press?: (spot: Spot, event: PointerEvent) => boolean
  /** Where it went while it was down, without gaps larger than GAP. */
  readonly drag?: (path: readonly Spot[]) => void
  readonly release?: () => void
}

/** A fast pointer is seen only here and there: between two places, others are filled in. */
export const GAP = 4

/** The places from one to the next, without `from` and with `to`. */
export function between(from: Spot, to: Spot): Spot[] {
  const pieces = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / GAP))
  return Array.from({ length: pieces }, (_, index) => {
    const share = (index + 1) / pieces
    return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y), shift: to.shift }
  })
}

export function strokes({ hover, press, drag, release }: Strokes): Attachment<HTMLElement> {
  return (element) => {
    let last: Spot | null = null
    const spot = (event: PointerEvent): Spot => {
      const box = element.getBoundingClientRect()
      return { x: event.clientX - box.left, y: event.clientY - box.top, shift: event.shiftKey }
    }
    const on = (type: string, act: (event: PointerEvent) => void): void => {
      element.addEventListener(type, act as EventListener)
    }
    on('pointermove', (event) => {
      const here = spot(event)
      hover?.(here)
      if (last === null) return
      drag?.(between(last, here))
      last = here
    })
    on('pointerdown', (event) => {
      if (event.button !== 0 || !event.isPrimary || press?.(spot(event), event) !== true) return
      element.setPointerCapture(event.pointerId)
      last = spot(event)
    })
    on('lostpointercapture', () => {
      last = null
      release?.()
    })
    on('pointerenter', (event) => {
      hover?.(spot(event))
    })
    on('pointerleave', () => {
      hover?.(null)
    })
  }
}

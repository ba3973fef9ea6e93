/** Canvas in Svelte: a drawing function that runs again when what it reads has changed, or when the canvas has. */

import type { Attachment } from 'svelte/attachments'

export type Draw = (context: CanvasRenderingContext2D, width: number, height: number) => void

/** How the canvases of the page are drawn: pictures of them are made by the same calls. `ground`: what they begin with. */
export const painters = new WeakMap<
  HTMLCanvasElement,
  { readonly draw: Draw; readonly ground: (() => string) | undefined }
>()

type Box = { readonly width: number; readonly height: number; readonly ratio: number }

/**
 * Keeps the canvas at the screen's resolution; `draw` works in CSS pixels. With a ground, its colour, the canvas is
 * opaque, which is much cheaper to show; without, it is cleared.
 */
export function paint(draw: Draw, ground?: () => string): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    const context = canvas.getContext('2d', { alpha: ground === undefined })
    if (context === null) return
    painters.set(canvas, { draw, ground })
    const measure = (): Box => ({
      width: canvas.clientWidth,
      height: canvas.clientHeight,
      ratio: devicePixelRatio,
    })
    let box = $state.raw(measure())
    const observer = new ResizeObserver(() => {
      const next = measure()
      if (next.width !== box.width || next.height !== box.height || next.ratio !== box.ratio) box = next
    })
    observer.observe(canvas)

    $effect(() => {
      const { width, height, ratio } = box
      if (width === 0 || height === 0) return
      const columns = Math.round(width * ratio)
      const rows = Math.round(height * ratio)
      if (canvas.width !== columns || canvas.height !== rows) {
        canvas.width = columns
        canvas.height = rows
      }
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      if (ground === undefined) context.clearRect(0, 0, width, height)
      else {
        context.fillStyle = ground()
        context.fillRect(0, 0, width, height)
      }
      draw(context, width, height)
    })

    return () => {
      observer.disconnect()
    }
  }
}

/** A canvas off the page, one image pixel per pixel, to be scaled with drawImage. */
export class Picture {
  readonly canvas = document.createElement('canvas')
  readonly #context = this.canvas.getContext('2d', { willReadFrequently: true })!

  /** RGBA pixels, row by row. */
  put(pixels: Uint8ClampedArray, width: number, height: number): void {
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width
      this.canvas.height = height
    }
    this.#context.putImageData(new ImageData(pixels as Uint8ClampedArray<ArrayBuffer>, width, height), 0, 0)
  }
}

/** `rgba(...)` of four neighbouring bytes, or of three with an opacity. */
export function css(bytes: ArrayLike<number>, at = 0, opacity = 1): string {
  return `rgba(${bytes[at]}, ${bytes[at + 1]}, ${bytes[at + 2]}, ${opacity})`
}

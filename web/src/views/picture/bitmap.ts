/** A picture as pixels, in any size: the same list, painted on a canvas. */

import { cssOf } from './fonts'
import { placed, type Letters } from './letters'
import type { Group, Image, Item, Paint, Path, Picture, Text } from './list'

/** Browsers have no larger canvases. */
const MOST_PIXELS = 120e6
const LONGEST = 16_000

/** How many times larger than on the page it can be at most. */
export const largest = ({ width, height }: Pick<Picture, 'width' | 'height'>): number =>
  Math.min(LONGEST / Math.max(width, height), Math.sqrt(MOST_PIXELS / (width * height)))

/** `scale`: pixels for each one of the page. */
export function bitmapOf(picture: Picture, scale: number, letters: Letters | null): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const context = canvas.getContext('2d')!
  context.scale(canvas.width / picture.width, canvas.height / picture.height)
  if (picture.ground !== null) {
    context.fillStyle = picture.ground
    context.fillRect(0, 0, picture.width, picture.height)
  }
  paintAll(context, picture.items, letters, 1)
  return canvas
}

/** As a file. Rejects where the browser has no room for it. */
export const pngOf = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('no room'))
      else resolve(blob)
    }, 'image/png')
  })

function paintAll(
  context: CanvasRenderingContext2D,
  items: readonly Item[],
  letters: Letters | null,
  alpha: number,
): void {
  for (const item of items) {
    context.save()
    if (item.kind === 'group') paintGroup(context, item, letters, alpha)
    else {
      context.globalAlpha = item.alpha * alpha
      context.globalCompositeOperation = item.blend
      if (item.kind === 'path') paintPath(context, item)
      else if (item.kind === 'image') paintImage(context, item)
      else paintText(context, item, letters)
    }
    context.restore()
  }
}

function paintGroup(
  context: CanvasRenderingContext2D,
  { clip, alpha, items }: Group,
  letters: Letters | null,
  around: number,
): void {
  if (clip !== null) context.clip(new Path2D(clip))
  paintAll(context, items, letters, alpha * around)
}

function styleOf(context: CanvasRenderingContext2D, paint: Paint): string | CanvasGradient {
  if (typeof paint === 'string') return paint
  const { from, to, stops } = paint
  const gradient =
    from[2] === 0 && to[2] === 0
      ? context.createLinearGradient(from[0], from[1], to[0], to[1])
      : context.createRadialGradient(...from, ...to)
  for (const [at, colour] of stops) gradient.addColorStop(Math.max(0, Math.min(1, at)), colour)
  return gradient
}

function paintPath(context: CanvasRenderingContext2D, { d, fill, stroke, evenodd, matrix }: Path): void {
  if (matrix !== undefined) context.transform(...matrix)
  const path = new Path2D(d)
  if (fill !== null) {
    context.fillStyle = styleOf(context, fill)
    context.fill(path, evenodd === true ? 'evenodd' : 'nonzero')
  }
  if (stroke === null) return
  context.strokeStyle = styleOf(context, stroke.paint)
  context.lineWidth = stroke.width
  context.lineCap = stroke.cap
  context.lineJoin = stroke.join
  context.setLineDash([...stroke.dash])
  context.lineDashOffset = stroke.offset
  context.stroke(path)
}

function paintImage(context: CanvasRenderingContext2D, { pixels, x, y, width, height, smooth }: Image): void {
  context.imageSmoothingEnabled = smooth
  context.imageSmoothingQuality = 'medium'
  context.drawImage(pixels, x, y, width, height)
}

function paintText(
  context: CanvasRenderingContext2D,
  { signs, end, y, font, fill, stroke, high }: Text,
  letters: Letters | null,
): void {
  if (fill !== null) context.fillStyle = fill
  if (stroke !== null) context.strokeStyle = stroke.colour
  context.lineJoin = 'round'
  context.font = cssOf(font)
  for (const [at, [sign, x]] of signs.entries()) {
    const glyph = letters?.glyph(sign, font) ?? null
    context.save()
    context.translate(glyph === null ? x : placed(glyph, font.size, x, signs[at + 1]?.[1] ?? end), y)
    context.scale(1, high ?? 1)
    if (glyph === null) {
      context.lineWidth = stroke?.width ?? 0
      if (stroke !== null) context.strokeText(sign, 0, 0)
      if (fill !== null) context.fillText(sign, 0, 0)
    } else {
      const size = font.size / glyph.units
      context.scale(size, -size)
      context.lineWidth = (stroke?.width ?? 0) / size
      const path = new Path2D(glyph.d)
      if (stroke !== null) context.stroke(path)
      if (fill !== null) context.fill(path)
    }
    context.restore()
  }
}

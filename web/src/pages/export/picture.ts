/** What is asked of a picture, and the file that comes of it. */

import { bitmapOf, fontsOf, largest, lettersOf, pictureOf, pngOf, svgOf, type Picture } from '../../views/picture/page'

export type Asked = {
  /** The part of the page. */
  readonly part: string
  readonly file: 'svg' | 'png'
  /** Pixels for each one of the page. */
  readonly times: '1' | '2' | '4'
  /** null: as the page is. */
  readonly theme: 'dark' | 'light' | null
  readonly ground: 'filled' | 'none'
  readonly letters: 'outlines' | 'text'
  readonly controls: boolean
}

export const USUAL: Asked = {
  part: 'network',
  file: 'svg',
  times: '2',
  theme: null,
  ground: 'filled',
  letters: 'outlines',
  controls: false,
}

export type Made = { readonly blob: Blob; readonly width: number; readonly height: number }

/** The file is larger than the browser can make it. */
export class NoRoom extends Error {
  readonly width: number
  readonly height: number
  constructor(width: number, height: number) {
    super('no room')
    this.width = width
    this.height = height
  }
}

/** What is seen of the part now; of the whole page, its buttons and fields, too. */
export function take(element: HTMLElement, { part, ground, controls }: Asked, title: string): Picture {
  const whole = part === 'page'
  return pictureOf(element, {
    ground: ground === 'none' ? null : groundOf(element),
    title,
    controls: controls || whole,
  })
}

/** The colour that it stands on: that of what is nearest around it and has one. */
function groundOf(element: Element): string {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at)
    if (backgroundColor !== 'rgba(0, 0, 0, 0)' && backgroundColor !== 'transparent') return backgroundColor
  }
  return '#fff'
}

/** The file of it. Nothing is left of one that nobody waits for any more. */
export async function make(picture: Picture, { file, times, letters }: Asked): Promise<Made> {
  const outlines = letters === 'outlines' || file === 'png' ? await lettersOf() : null
  if (file === 'svg') {
    const text = svgOf(picture, outlines, outlines === null ? await fontsOf() : '')
    const { width, height } = picture
    return { blob: new Blob([text], { type: 'image/svg+xml' }), width: Math.round(width), height: Math.round(height) }
  }
  const scale = Number(times)
  const [width, height] = [picture.width, picture.height].map((side) => Math.round(side * scale)) as [number, number]
  if (scale > largest(picture)) throw new NoRoom(width, height)
  try {
    return { blob: await pngOf(bitmapOf(picture, scale, outlines)), width, height }
  } catch {
    throw new NoRoom(width, height)
  }
}

/**
 * A picture as SVG: shapes, texts as outlines of the page's letters, images within it. There is nothing in it that other
 * programs would have to load or run, nor any markup that came from elsewhere: texts are written as texts are.
 */

import { colourOf } from './colour'
import { placed, type Letters } from './letters'
import {
  brief,
  type Gradient,
  type Group,
  type Image,
  type Item,
  type Paint,
  type Path,
  type Picture,
  type Text,
} from './list'

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/** As XML takes it: what has a meaning there is written otherwise, what is not allowed is left out. */
export const escaped = (text: string): string =>
  Array.from(text, (sign) => ESCAPES[sign] ?? (ALLOWED.test(sign) ? sign : '')).join('')
const ALLOWED = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]$/u

/** Images that are shown larger than this are squares: they are embedded so large that they stay sharp anywhere. */
const SHARP = 8

/** Without letters, texts are written as texts; `fonts`: a style sheet with what they are written in. */
export function svgOf({ width, height, ground, title, items }: Picture, letters: Letters | null, fonts = ''): string {
  const writer = new Writer(letters)
  const body = writer.all(items)
  const [wide, high] = [brief(width), brief(height)]
  const under = ground === null ? '' : `<rect width="${wide}" height="${high}"${colour('fill', ground)}/>`
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"',
    ` width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}" role="img">`,
    `<title>${escaped(title)}</title>`,
    fonts === '' ? '' : `<style>${fonts}</style>`,
    writer.defs.length === 0 ? '' : `<defs>${writer.defs.join('')}</defs>`,
    `${under}${body}</svg>\n`,
  ].join('')
}

const opacity = (name: string, alpha: number): string => (alpha >= 1 ? '' : ` ${name}="${brief3(alpha)}"`)
const brief3 = (value: number): string => String(Math.round(value * 1000) / 1000)

function colour(name: 'fill' | 'stroke' | 'stop-color', css: string): string {
  const { hex, alpha } = colourOf(css)
  return ` ${name}="${hex}"${opacity(name === 'stop-color' ? 'stop-opacity' : `${name}-opacity`, alpha)}`
}

/** Of blending, programs know what is nearest to it. */
const BLENDS: Partial<Record<GlobalCompositeOperation, string>> = {
  lighter: 'mix-blend-mode:screen;mix-blend-mode:plus-lighter',
  multiply: 'mix-blend-mode:multiply',
}
const blend = (mode: GlobalCompositeOperation): string => {
  const style = BLENDS[mode]
  return style === undefined ? '' : ` style="${style}"`
}

class Writer {
  readonly defs: string[] = []
  readonly #known = new Map<string, string>()
  readonly #letters: Letters | null
  #count = 0

  constructor(letters: Letters | null) {
    this.#letters = letters
  }

  all(items: readonly Item[]): string {
    return items.map((item) => this.#item(item)).join('')
  }

  #item(item: Item): string {
    switch (item.kind) {
      case 'path':
        return this.#path(item)
      case 'text':
        return this.#text(item)
      case 'image':
        return image(item)
      case 'group':
        return this.#group(item)
    }
  }

  /** What is the same is written once. */
  #define(key: string, write: (id: string) => string): string {
    let id = this.#known.get(key)
    if (id === undefined) {
      id = `n${(this.#count++).toString(36)}`
      this.#known.set(key, id)
      this.defs.push(write(id))
    }
    return id
  }

  #group({ clip, alpha, items }: Group): string {
    const inside = this.all(items)
    if (inside === '') return ''
    const cut =
      clip === null
        ? ''
        : ` clip-path="url(#${this.#define(`clip ${clip}`, (id) => `<clipPath id="${id}"><path d="${clip}"/></clipPath>`)})"`
    return cut === '' && alpha >= 1 ? inside : `<g${cut}${opacity('opacity', alpha)}>${inside}</g>`
  }

  #paint(name: 'fill' | 'stroke', paint: Paint): string {
    return typeof paint === 'string' ? colour(name, paint) : ` ${name}="url(#${this.#gradient(paint)})"`
  }

  #gradient({ from, to, stops }: Gradient): string {
    const [[x0, y0, r0], [x1, y1, r1]] = [from.map(brief), to.map(brief)] as [string[], string[]]
    const inner = to[2] === 0 ? 0 : from[2] / to[2]
    // Programs differ in where a gradient with a core begins: its stops say it.
    const inside = stops
      .map(([at, css]) => `<stop offset="${brief3(inner + at * (1 - inner))}"${colour('stop-color', css)}/>`)
      .join('')
    const round = from[2] !== 0 || to[2] !== 0
    const place = round ? `cx="${x1}" cy="${y1}" r="${r1}"` : `x1="${x0}" y1="${y0}" x2="${x1}" y2="${y1}"`
    const kind = round ? 'radialGradient' : 'linearGradient'
    const write = (id: string): string =>
      `<${kind} id="${id}" gradientUnits="userSpaceOnUse" ${place}>${inside}</${kind}>`
    return this.#define(`${kind} ${place} ${r0} ${inside}`, write)
  }

  #path({ d, fill, stroke, evenodd, matrix, alpha, blend: mode }: Path): string {
    let look = fill === null ? ' fill="none"' : this.#paint('fill', fill)
    if (evenodd === true) look += ' fill-rule="evenodd"'
    if (stroke !== null) {
      const { paint, width, cap, join, dash, offset } = stroke
      look += `${this.#paint('stroke', paint)} stroke-width="${brief(width)}"`
      if (cap !== 'butt') look += ` stroke-linecap="${cap}"`
      if (join !== 'miter') look += ` stroke-linejoin="${join}"`
      if (dash.length > 0) look += ` stroke-dasharray="${dash.map(brief).join(' ')}"`
      if (dash.length > 0 && offset !== 0) look += ` stroke-dashoffset="${brief(offset)}"`
    }
    const place = matrix === undefined ? '' : ` transform="matrix(${matrix.map(brief3).join(' ')})"`
    return `<path d="${escaped(d)}"${place}${look}${opacity('opacity', alpha)}${blend(mode)}/>`
  }

  /** Letters that are known are drawn; others are left to the fonts of who looks at it, at their places. */
  #text({ signs, end, y, font, fill, stroke, high, alpha, blend: mode }: Text): string {
    if (this.#letters === null)
      return whole(signs, end, y, { font, fill, stroke }, opacity('opacity', alpha) + blend(mode))
    const parts: string[] = []
    const [unknown, places]: [string[], number[]] = [[], []]
    for (const [at, [sign, x]] of signs.entries()) {
      if (sign.trim() === '') continue
      const glyph = this.#letters?.glyph(sign, font) ?? null
      if (glyph === null) {
        unknown.push(sign)
        places.push(x)
        continue
      }
      const size = font.size / glyph.units
      const left = placed(glyph, font.size, x, signs[at + 1]?.[1] ?? end)
      const id = this.#define(`glyph ${glyph.id}`, (id) => `<path id="${id}" d="${glyph.d}"/>`)
      const scale = `${precise(size)} ${precise(-size * (high ?? 1))}`
      parts.push(`<use xlink:href="#${id}" transform="translate(${brief(left)} ${brief(y)})scale(${scale})"/>`)
    }
    const unit = parts.length === 0 ? 1 : font.size / this.#units(signs, font)
    if (unknown.length > 0) parts.push(written(unknown, places, y, font))
    if (parts.length === 0) return ''
    const label = escaped(signs.map(([sign]) => sign).join(''))
    const line =
      stroke === null
        ? ''
        : `${colour('stroke', stroke.colour)} stroke-width="${precise(stroke.width / unit)}" stroke-linejoin="round"`
    const look = `${fill === null ? ' fill="none"' : colour('fill', fill)}${line}`
    return `<g aria-label="${label}"${look}${opacity('opacity', alpha)}${blend(mode)}>${parts.join('')}</g>`
  }

  #units(signs: Text['signs'], font: Text['font']): number {
    for (const [sign] of signs) {
      const glyph = this.#letters?.glyph(sign, font) ?? null
      if (glyph !== null) return glyph.units
    }
    return font.size
  }
}

/** A line that can be changed: as long as it is on the page. */
function whole(
  signs: Text['signs'],
  end: number,
  y: number,
  { font, fill, stroke }: Pick<Text, 'font' | 'fill' | 'stroke'>,
  more: string,
): string {
  const [from] = [signs[0]?.[1] ?? 0]
  const inside = escaped(signs.map(([sign]) => sign).join(''))
  if (inside.trim() === '' || !(end > from)) return ''
  const line =
    stroke === null
      ? ''
      : `${colour('stroke', stroke.colour)} stroke-width="${brief(stroke.width)}" stroke-linejoin="round"`
  const look = `${fontLook(font)}${fill === null ? ' fill="none"' : colour('fill', fill)}${line}${more}`
  return `<text xml:space="preserve" x="${brief(from)}" y="${brief(y)}" textLength="${brief(end - from)}"${look}>${inside}</text>`
}

function fontLook({ family, size, weight, italic }: Text['font']): string {
  const more = `${weight === 400 ? '' : ` font-weight="${weight}"`}${italic ? ' font-style="italic"' : ''}`
  return ` font-family="${escaped(family)}" font-size="${brief(size)}"${more}`
}

const precise = (value: number): string => String(Number(value.toPrecision(5)))

function written(signs: readonly string[], places: readonly number[], y: number, font: Text['font']): string {
  const x = places.map(brief).join(' ')
  return `<text x="${x}" y="${brief(y)}"${fontLook(font)}>${escaped(signs.join(''))}</text>`
}

function image({ pixels, x, y, width, height, smooth, alpha, blend: mode }: Image): string {
  const larger = smooth ? 1 : Math.ceil(Math.min(SHARP, (2 * width) / pixels.width))
  const at = `x="${brief(x)}" y="${brief(y)}" width="${brief(width)}" height="${brief(height)}"`
  const href = enlarged(pixels, Math.max(1, larger)).toDataURL('image/png')
  return `<image ${at} preserveAspectRatio="none" xlink:href="${href}"${opacity('opacity', alpha)}${blend(mode)}/>`
}

/** With sharp squares. */
function enlarged(pixels: HTMLCanvasElement, times: number): HTMLCanvasElement {
  if (times === 1) return pixels
  const canvas = document.createElement('canvas')
  canvas.width = pixels.width * times
  canvas.height = pixels.height * times
  const context = canvas.getContext('2d')!
  context.imageSmoothingEnabled = false
  context.drawImage(pixels, 0, 0, canvas.width, canvas.height)
  return canvas
}

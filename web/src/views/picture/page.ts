/** Pictures of what the page shows: the parts that one can be taken of, and the letters that they are written with. */

import inter from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'
import { inflated } from '../../run/inflated'
import { Letters, type Outlines } from './letters'

export { bitmapOf, largest, pngOf } from './bitmap'
export type { Picture } from './list'
export { svgOf } from './svg'
export { pictureOf } from './walk'

/** Parts of the page say with this attribute what they are. */
const PART = 'data-picture'

/** What there is to see on the page, in its order: what each part is, and where. */
export function partsOf(page: ParentNode): ReadonlyMap<string, HTMLElement> {
  const found = new Map<string, HTMLElement>()
  for (const element of page.querySelectorAll<HTMLElement>(`[${PART}]`)) {
    const name = element.getAttribute(PART)!
    const { width, height } = element.getBoundingClientRect()
    if (!found.has(name) && width > 0 && height > 0) found.set(name, element)
  }
  return found
}

let loading: Promise<Letters> | null = null

/** The outlines of the page's letters, loaded once. */
export async function lettersOf(): Promise<Letters> {
  loading ??= (async () => {
    const packed = await Promise.all([import('./inter.json?packed'), import('./stix.json?packed')])
    const [sans, formulas] = await Promise.all(packed.map(({ default: text }) => inflated(text)))
    return new Letters(JSON.parse(sans!) as Outlines, JSON.parse(formulas!) as Outlines)
  })()
  try {
    return await loading
  } catch (error) {
    loading = null
    throw error
  }
}

/** The page's font within a style sheet of a picture; empty where the page cannot read it. */
export async function fontsOf(): Promise<string> {
  try {
    const bytes = new Uint8Array(await (await fetch(inter)).arrayBuffer())
    let text = ''
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
    const source = `src:url(data:font/woff2;base64,${btoa(text)}) format('woff2')`
    return `@font-face{font-family:Inter;font-weight:100 900;${source}}text{font-feature-settings:'tnum','cv11','calt' 0}`
  } catch {
    return ''
  }
}

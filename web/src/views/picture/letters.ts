/**
 * The page's letters as outlines, so that a picture looks the same where the page's fonts are not: `inter.json` has Inter,
 * whose letters grow evenly from weight 400 to 700, `stix.json` the signs of formulas. `outline.py` makes both. Both are
 * under the SIL Open Font License (theme/OFL.txt, views/formula/OFL.txt).
 */

import { brief, type Font } from './list'

/** `glyphs`: of each sign its path, of numbers and letters M, L, Q, C, z; and by how much those grow to `bold`. */
export type Outlines = {
  readonly units: number
  readonly weights: readonly [regular: number, bold: number] | null
  /** Of signs that the page may set in more or less room than the font does. */
  readonly widths?: Readonly<Record<string, readonly [regular: number, bold: number]>>
  readonly glyphs: Readonly<Record<string, readonly [commands: string, places: string, growth?: string]>>
}

export type Glyph = {
  /** Of the font, the weight and the sign: who draws it often needs it once. */
  readonly id: string
  /** The room that it is drawn in the middle of, in units; null: it begins where it stands. */
  readonly width: number | null
  /** In units of the font, y upwards. */
  readonly d: string
  /** How many units the font's size has. */
  readonly units: number
}

const COUNTS: Readonly<Record<string, number>> = { M: 2, L: 2, Q: 4, C: 6, z: 0 }

const DIGITS = new Map(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-'].map((sign, at) => [sign, at]),
)

/** Whole numbers, each told by how much it differs from the last but one, as `outline.py` writes them. */
export function unpack(text: string): number[] {
  const found: number[] = []
  let [value, bits] = [0, 0]
  for (const sign of text) {
    const digit = DIGITS.get(sign) ?? 0
    value += (digit & 31) << bits
    bits += 5
    if (digit >= 32) continue
    found.push((found.at(-2) ?? 0) + (value & 1 ? -(value >> 1) : value >> 1))
    value = bits = 0
  }
  return found
}

export class Letters {
  readonly #fonts: readonly (readonly [name: string, family: RegExp, outlines: Outlines])[]
  readonly #known = new Map<string, Glyph | null>()

  constructor(inter: Outlines, stix: Outlines) {
    this.#fonts = [
      ['i', /^["']?Inter\b/, inter],
      ['s', /^["']?(STIX|Cambria Math)/, stix],
    ]
  }

  /** null: the font does not have it. */
  glyph(sign: string, { family, weight, italic }: Font): Glyph | null {
    const font = this.#fonts.find(([, known]) => known.test(family))
    if (font === undefined) return null
    const [name, , outlines] = font
    // Formulas have italic letters as signs of their own; Inter's are upright here.
    if (italic && name === 'i') return null
    const written = italic ? (LEANING.get(sign) ?? sign) : sign
    const bold = outlines.weights === null ? 0 : share(weight, outlines.weights)
    const id = `${name}${Math.round(bold * 100)}-${Array.from(written, (one) => one.codePointAt(0)!.toString(36)).join('-')}`
    let glyph = this.#known.get(id)
    if (glyph === undefined) {
      const found = Object.hasOwn(outlines.glyphs, written) ? outlines.glyphs[written]! : null
      const [regular, heavy] = (found === null ? null : outlines.widths?.[written]) ?? [null, null]
      const width = regular === null ? null : regular + bold * (heavy - regular)
      glyph = found === null ? null : { id, d: outlineOf(found, bold), units: outlines.units, width }
      this.#known.set(id, glyph)
    }
    return glyph
  }
}

const share = (weight: number, [regular, bold]: readonly [number, number]): number =>
  Math.max(0, Math.min(1, (weight - regular) / (bold - regular)))

function outlineOf([commands, places, growth]: Outlines['glyphs'][string], bold: number): string {
  const [at, by] = [unpack(places), growth === undefined || bold === 0 ? [] : unpack(growth)]
  let [d, next] = ['', 0]
  for (const command of commands) {
    const count = COUNTS[command]!
    const numbers = Array.from({ length: count }, (_, place) => {
      const index = next + place
      return brief(at[index]! + bold * (by[index] ?? 0))
    })
    next += count
    d += command + numbers.join(' ')
  }
  return d
}

/** Letters of names: as formulas have them. */
const LEANING: ReadonlyMap<string, string> = new Map(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'].map((letter, at) => [
    letter,
    letter === 'h' ? 'ℎ' : String.fromCodePoint((at < 26 ? 0x1d434 : 0x1d44e - 26) + at),
  ]),
)

/** Where the outline begins of a sign that has the room from `x` to `next`. */
export const placed = ({ width, units }: Glyph, size: number, x: number, next: number): number =>
  width === null ? x : x + (next - x - (width * size) / units) / 2

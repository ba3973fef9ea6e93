/** A text as a QR code. */

import { encode } from 'uqr'

/** Bytes that the largest one has room for, at the lowest level of correction. */
export const MOST = 2953
/** Modules that stay white around it, so that it is found. */
export const QUIET = 3

export type Code = {
  /** Modules along one side, the white ones around it included. */
  readonly size: number
  /** The dark modules, as the path of an SVG: one square of side 1 each, those in a row in one piece. */
  readonly path: string
}

/** null: the text is too long. */
export function codeOf(text: string): Code | null {
  if (new TextEncoder().encode(text).length > MOST) return null
  const { data, size } = encode(text, { ecc: 'L', border: QUIET })
  return { size, path: data.map(pathOf).join('') }
}

function pathOf(row: readonly boolean[], y: number): string {
  let path = ''
  for (let x = 0; x < row.length; x += 1) {
    if (!row[x]) continue
    let end = x + 1
    while (row[end]) end += 1
    path += `M${x} ${y}h${end - x}v1h${x - end}z`
    x = end
  }
  return path
}

/** The same as a file. */
export const svgOf = ({ size, path }: Code): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${8 * size}" height="${8 * size}">` +
  `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>\n`

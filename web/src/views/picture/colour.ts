/** Colours as style sheets compute them, for programs that only know `#rrggbb` and an opacity. */

export type Colour = { readonly hex: string; readonly alpha: number }

const NONE: Colour = { hex: '#000000', alpha: 0 }
const known = new Map<string, Colour>()
let sheet: CanvasRenderingContext2D | null = null

const hexOf = (channels: readonly number[]): string =>
  '#' +
  channels
    .map((value) =>
      Math.max(0, Math.min(255, Math.round(value)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')

function parse(css: string): Colour {
  if (css === '' || css === 'none' || css === 'transparent') return NONE
  if (/^#[\da-f]{6}$/i.test(css)) return { hex: css.toLowerCase(), alpha: 1 }
  const share = (text: string | undefined): number =>
    text === undefined ? 1 : text.endsWith('%') ? parseFloat(text) / 100 : Number(text)
  const [, kind, inside] = /^(rgba?|color)\((.*)\)$/.exec(css) ?? []
  const parts = inside?.split(/[\s,/]+/).filter((part) => part !== '') ?? []
  if (kind === 'color' && parts[0] === 'srgb') {
    return { hex: hexOf(parts.slice(1, 4).map((part) => 255 * share(part))), alpha: share(parts[4]) }
  }
  if (kind?.startsWith('rgb') === true) return { hex: hexOf(parts.slice(0, 3).map(Number)), alpha: share(parts[3]) }
  // Whatever else there is, a pixel of it tells.
  sheet ??= Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', {
    willReadFrequently: true,
  })!
  sheet.clearRect(0, 0, 1, 1)
  sheet.fillStyle = '#000'
  sheet.fillStyle = css
  sheet.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0, alpha = 0] = sheet.getImageData(0, 0, 1, 1).data
  return { hex: hexOf([red, green, blue]), alpha: alpha / 255 }
}

export function colourOf(css: string): Colour {
  let colour = known.get(css)
  if (colour === undefined) {
    if (known.size > 5000) known.clear()
    known.set(css, (colour = parse(css)))
  }
  return colour
}

export const seen = (css: string): boolean => colourOf(css).alpha > 0

/** What is asked of a film: as the server wants it told, and as the command line that makes the same one. */

export type Format = 'mp4' | 'webm' | 'gif'

/** In the words of `neuroglow.video.order.Order`; what is null is the storyboard's, or what suits the run. */
export type Wanted = {
  readonly storyboard: string | null
  readonly layout: string | null
  readonly seconds: number | null
  readonly steps: number | null
  readonly pace: string | null
  readonly theme: string | null
  readonly palette: string | null
  readonly size: string | null
  readonly shape: string | null
  readonly fps: number | null
}

export const ANYTHING: Wanted = {
  storyboard: null,
  layout: null,
  seconds: null,
  steps: null,
  pace: null,
  theme: null,
  palette: null,
  size: null,
  shape: null,
  fps: null,
}

/** Only what was said. */
export function said(wanted: Wanted): Record<string, string | number> {
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== null)) as Record<
    string,
    string | number
  >
}

/** The command that makes this film of a saved run. Every word is of our own lists, a number or `named`. */
export function command(name: string, format: Format, wanted: Wanted): string {
  const options = Object.entries(said(wanted)).map(([option, value]) => `--${option} ${value}`)
  return ['neuroglow video', `${name}.glow`, '-o', `${name}.${format}`, ...options].join(' ')
}

/** A file's name after a title: letters, digits and dashes, which every system and shell takes as they are. */
export function named(title: string): string {
  const name = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
  return name === '' ? 'run' : name
}

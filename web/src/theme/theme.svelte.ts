/** Dark or light: the system decides until the toggle has chosen; the choice is remembered. */

import type { Palette, RGB } from '../run/protocol'

export type Theme = 'dark' | 'light'

/** The colours that Canvas needs, as CSS writes them. */
export type Ink = Readonly<Record<'bg' | 'surface' | 'text' | 'muted' | 'faint' | 'line' | 'edge' | 'alarm', string>>

const KEY = 'neuroglow-theme'
const CLASSES = 10

function remembered(): Theme | null {
  try {
    const value = localStorage.getItem(KEY)
    return value === 'dark' || value === 'light' ? value : null
  } catch {
    return null // storage may be forbidden; the theme then lasts as long as the page
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // As above: nothing is lost but the memory of it.
  }
}

/** The tokens as the browser resolves them: `light-dark()` has no other reading from script. */
function readTokens(): { palette: Palette; ink: Ink } {
  const probe = document.body.appendChild(document.createElement('span'))
  const css = (name: string): string => {
    probe.style.color = `var(--${name})`
    return getComputedStyle(probe).color
  }
  const rgb = (name: string): RGB => {
    const [red = 0, green = 0, blue = 0] = (css(name).match(/[\d.]+/g) ?? []).map(Number)
    return [red, green, blue]
  }
  const tokens = {
    palette: {
      positive: rgb('positive'),
      negative: rgb('negative'),
      zero: rgb('zero'),
      classes: Array.from({ length: CLASSES }, (_, index) => rgb(`class-${index}`)),
    },
    ink: {
      bg: css('bg'),
      surface: css('surface'),
      text: css('text'),
      muted: css('muted'),
      faint: css('faint'),
      line: css('line'),
      edge: css('edge'),
      alarm: css('alarm'),
    },
  }
  probe.remove()
  return tokens
}

export class ThemeState {
  current = $state<Theme>('dark')
  #chosen = remembered()
  #paper = false
  #tokens = $state.raw(readTokens())
  readonly #light = matchMedia('(prefers-color-scheme: light)')

  constructor() {
    this.#show()
    this.#light.addEventListener('change', () => {
      this.#show()
    })
  }

  /** It is printed: paper is light, whatever was chosen. */
  set paper(paper: boolean) {
    if (paper === this.#paper) return
    this.#paper = paper
    this.#show()
  }

  get palette(): Palette {
    return this.#tokens.palette
  }

  get ink(): Ink {
    return this.#tokens.ink
  }

  toggle(): void {
    this.#chosen = this.current === 'dark' ? 'light' : 'dark'
    remember(this.#chosen)
    this.#show()
  }

  #show(): void {
    const { dataset } = document.documentElement
    const shown = this.#paper ? 'light' : this.#chosen
    if (shown === null) delete dataset['theme']
    else dataset['theme'] = shown
    this.current = shown ?? (this.#light.matches ? 'light' : 'dark')
    this.#tokens = readTokens()
  }
}

/** Dark or light, and in which colours: the system decides until one has chosen; the choice is remembered. */

import type { Palette, RGB } from '../run/protocol'

export type Theme = 'dark' | 'light'
export const CHOICES = ['dark', 'light', 'system'] as const
export type Choice = (typeof CHOICES)[number]
/** Pairs of colours for what is positive and negative, as themes.py names them; the first is in the page from the start. */
export const COLOURS = ['blue-orange', 'safe', 'blue-red', 'green-red'] as const
export type Colours = (typeof COLOURS)[number]

/** The colours that Canvas needs, as CSS writes them. */
export type Ink = Readonly<Record<'bg' | 'surface' | 'text' | 'muted' | 'faint' | 'line' | 'edge' | 'alarm', string>>

const THEME = 'neuroglow-theme'
const COLOUR = 'neuroglow-colours'
const CLASSES = 10

/** Storage may be forbidden; what was chosen then lasts as long as the page. */
function remembered<One extends string>(key: string, known: readonly One[], usual: One): One {
  try {
    return known.find((one) => one === localStorage.getItem(key)) ?? usual
  } catch {
    return usual
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // As above: nothing is lost but the memory of it.
  }
}

/** The tokens as the browser resolves them: `light-dark()` has no other reading from script. */
function readTokens(): { palette: Palette; ink: Ink } {
  const probe = document.body.appendChild(document.createElement('span'))
  probe.style.setProperty('forced-color-adjust', 'none') // pictures keep their colours
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
  #choice = $state<Choice>(remembered(THEME, CHOICES, 'system'))
  #colours = $state<Colours>(COLOURS[0])
  #paper = false
  #posing: Theme | null = null
  #tokens = $state.raw(readTokens())
  readonly #light = matchMedia('(prefers-color-scheme: light)')

  constructor() {
    this.#show()
    this.#light.addEventListener('change', () => {
      this.#show()
    })
  }

  /** Done when the colours that were chosen before are there. */
  async load(): Promise<void> {
    await this.#wear(remembered(COLOUR, COLOURS, COLOURS[0]))
  }

  /** It is printed: paper is light, whatever was chosen. */
  set paper(paper: boolean) {
    if (paper === this.#paper) return
    this.#paper = paper
    this.#show()
  }

  /** While a picture is taken it may be seen in the other theme; null: as it was chosen. */
  set posing(theme: Theme | null) {
    if (theme === this.#posing) return
    this.#posing = theme
    this.#show()
  }

  get palette(): Palette {
    return this.#tokens.palette
  }

  get ink(): Ink {
    return this.#tokens.ink
  }

  get choice(): Choice {
    return this.#choice
  }

  choose(choice: Choice): void {
    this.#choice = choice
    remember(THEME, choice)
    this.#show()
  }

  /** From dark to light, or back. */
  toggle(): void {
    this.choose(this.current === 'dark' ? 'light' : 'dark')
  }

  get colours(): Colours {
    return this.#colours
  }

  /** Done when they are shown; false when they could not be loaded. */
  async colour(colours: Colours): Promise<boolean> {
    const done = await this.#wear(colours)
    if (done) remember(COLOUR, colours)
    return done
  }

  async #wear(colours: Colours): Promise<boolean> {
    try {
      if (colours !== COLOURS[0]) await import('./palettes.css')
    } catch {
      return false
    }
    if (colours === this.#colours) return true
    this.#colours = colours
    document.documentElement.dataset['colours'] = colours
    this.#tokens = readTokens()
    return true
  }

  #show(): void {
    const { dataset } = document.documentElement
    const shown = this.#paper ? 'light' : (this.#posing ?? this.#choice)
    if (shown === 'system') delete dataset['theme']
    else dataset['theme'] = shown
    this.current = shown === 'system' ? (this.#light.matches ? 'light' : 'dark') : shown
    this.#tokens = readTokens()
  }
}

/** The film that `neuroglow play` makes for the page: begun, watched, cancelled. It goes on while nobody looks. */

import english from '../../words/en/film.json'
import { words } from '../../words/words'
import type { Format, Wanted } from './wanted'
import { said } from './wanted'

/** As the server tells it. seconds: since the first frame was made. bytes: of a film that is done. */
export type Film = {
  readonly id: string
  readonly format: Format
  readonly preview: boolean
  readonly state: 'making' | 'done' | 'failed' | 'cancelled'
  readonly done: number
  readonly of: number
  readonly seconds: number
  readonly problem?: string
  readonly bytes?: number
}

/** Milliseconds between two looks at a film that is being made. */
const OFTEN = 250
const say = words('film', english)

export class Studio {
  /** Where films are made; null: this page was served by something that makes none. */
  readonly address: string | null
  #film = $state.raw<Film | null>(null)
  #problem = $state.raw<string | null>(null)
  #begins = $state(false)
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(address: string | null) {
    this.address = address
  }

  /** The last film, whatever became of it. */
  get film(): Film | null {
    return this.#film
  }

  /** Why there is none, as a sentence. */
  get problem(): string | null {
    return this.#problem ?? (this.#film?.state === 'failed' ? (this.#film.problem ?? say('no-answer')) : null)
  }

  get making(): boolean {
    return this.#begins || this.#film?.state === 'making'
  }

  /** Seconds until it is done; null: nobody knows yet. */
  get left(): number | null {
    const film = this.#film
    return film?.state !== 'making' || film.done === 0 ? null : (film.seconds / film.done) * (film.of - film.done)
  }

  /** Where a film that is done lies. */
  get file(): string | null {
    return this.#film?.state === 'done' ? `${this.address}/${this.#film.id}/film` : null
  }

  /** The film that was begun before the page was loaded. */
  async find(): Promise<void> {
    if (this.#film === null && !this.making) await this.#ask('', {})
  }

  /** Begins another film, of a saved run. */
  async begin(glow: Promise<string>, format: Format, wanted: Wanted, preview: boolean): Promise<void> {
    this.#film = this.#problem = null
    this.#begins = true
    try {
      const asked = { glow: await glow, format, wanted: { ...said(wanted), ...(preview ? { preview } : {}) } }
      await this.#ask('', { method: 'POST', body: JSON.stringify(asked) })
    } finally {
      this.#begins = false
    }
  }

  async cancel(): Promise<void> {
    if (this.#film !== null) await this.#ask(`/${this.#film.id}`, { method: 'DELETE' })
  }

  async #ask(path: string, how: RequestInit): Promise<void> {
    clearTimeout(this.#timer)
    let answer: Film | { readonly problem: string } | null
    try {
      const response = await fetch(`${this.address}${path}`, how)
      answer = response.status === 204 ? null : ((await response.json()) as Film | { readonly problem: string })
    } catch {
      answer = { problem: say('no-answer') } // no connection, or no server of ours any more
    }
    if (answer === null) return
    if (!('state' in answer)) {
      this.#film = null
      this.#problem = answer.problem
      return
    }
    this.#film = answer
    if (answer.state === 'making') this.#timer = setTimeout(() => void this.#ask(`/${answer.id}`, {}), OFTEN)
  }
}

/** What a reader has done in the chapters; kept in this browser, and nowhere else. */

import {
  mergeAll,
  NOTHING,
  NOWHERE,
  only,
  parseProgress,
  readProgress,
  writeProgress,
  type All,
  type Done,
} from './progressfile'

export type { Done } from './progressfile'

export type Progress = {
  readonly of: (chapter: string) => Done
  readonly solve: (chapter: string, id: string) => void
  readonly guess: (chapter: string, id: string, value: number) => void
  readonly finish: (chapter: string) => void
}

/** Why progress is not kept. */
export type Trouble = 'forbidden' | 'full' | 'unreadable'

const KEY = 'neuroglow-progress'
const UNREADABLE = 'neuroglow-progress-unreadable'

export class KeptProgress implements Progress {
  #all = $state.raw<All>(NOWHERE)
  /** Told once. */
  #trouble = $state<Trouble | null>(null)
  #told = false
  readonly #storage: Storage | null

  /** @param storage the browser's; null where the page may use none */
  constructor(storage: Storage | null = browserStorage()) {
    this.#storage = storage
    if (storage === null) this.#tell('forbidden')
    else this.#all = this.#stored()
  }

  readonly of = (chapter: string): Done => this.#all.get(chapter) ?? NOTHING

  readonly solve = (chapter: string, id: string): void => {
    if (!this.of(chapter).solved.includes(id)) this.#add(chapter, { solved: [id] })
  }

  /** The first guess counts. */
  readonly guess = (chapter: string, id: string, value: number): void => {
    if (!Object.hasOwn(this.of(chapter).guesses, id)) this.#add(chapter, { guesses: { [id]: value } })
  }

  readonly finish = (chapter: string): void => {
    if (!this.of(chapter).read) this.#add(chapter, { read: true })
  }

  /** Nothing was done yet. */
  get empty(): boolean {
    return this.#all.size === 0
  }

  /** What the reader has to know about it, until it was dismissed. */
  get trouble(): Trouble | null {
    return this.#trouble
  }

  dismiss(): void {
    this.#trouble = null
  }

  /** All of it as the text of a file. */
  export(): string {
    return writeProgress(this.#all)
  }

  /** Adds what is in such a file. Throws an InputError for any other. */
  async import(file: Blob): Promise<void> {
    const read = await readProgress(file)
    this.#keep(mergeAll(this.#latest(), read))
  }

  clear(): void {
    this.#keep(NOWHERE)
  }

  /** Takes over what another window of this browser has done. */
  follow({ key, storageArea }: Pick<StorageEvent, 'key' | 'storageArea'>): void {
    if (storageArea === this.#storage && (key === KEY || key === null)) this.#all = this.#stored()
  }

  #add(chapter: string, part: Partial<Done>): void {
    this.#keep(mergeAll(this.#latest(), only(chapter, part)))
  }

  /** Other windows write too: nothing of theirs is lost. */
  #latest(): All {
    return mergeAll(this.#all, this.#stored())
  }

  #keep(all: All): void {
    this.#all = all
    try {
      this.#storage?.setItem(KEY, writeProgress(all))
    } catch {
      this.#tell('full')
    }
  }

  #stored(): All {
    let text: string | null = null
    try {
      text = this.#storage?.getItem(KEY) ?? null
      return text === null ? NOWHERE : parseProgress(text)
    } catch {
      this.#setAside(text)
      return NOWHERE
    }
  }

  /** What cannot be read, a later version's perhaps, stays in the browser under another name. */
  #setAside(text: string | null): void {
    this.#tell(text === null ? 'forbidden' : 'unreadable')
    if (text === null) return
    try {
      this.#storage?.setItem(UNREADABLE, text)
      this.#storage?.removeItem(KEY)
    } catch {
      // It is written over, then.
    }
  }

  #tell(trouble: Trouble): void {
    if (this.#told) return
    this.#told = true
    this.#trouble = trouble
  }
}

function browserStorage(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}

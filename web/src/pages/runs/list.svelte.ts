/** The list of kept runs: what is in it, what was deleted from it and can be had back, and what went wrong. */

import { arrive } from '../../keep/arrival'
import { news, tellNews } from '../../keep/keep'
import { forget, type SessionHead } from '../../keep/sessions'
import { shelf, type Kept } from '../../keep/shelf'
import { fingerprint, leftOpen, reopen } from '../../keep/tab'
import type { ThemeState } from '../../theme/theme.svelte'
import { save } from '../saving'
import { askedFirst } from '../start'
import { errorInWords } from '../../words/words'
import { fileName } from './files'

/** Something that went wrong: with a run, or (null) with all of them. */
type Problem = { readonly id: string | null; readonly message: string }

export class RunList {
  /** null until they are read. */
  runs = $state.raw<readonly Kept[] | null>(null)
  /** Where they are: a folder; null for the browser. */
  folder = $state.raw<string | null>(null)
  /** Playgrounds that nobody has open. */
  left = $state.raw<readonly SessionHead[]>([])
  /** What was deleted since the page is open, the last one last. */
  gone = $state.raw<readonly Kept[]>([])
  problem = $state.raw<Problem | null>(null)
  /** The file that is being opened. */
  arriving = $state.raw<string | null>(null)

  /** Follows what other tabs keep; returns what ends it. */
  follow(): () => void {
    void this.read()
    const channel = news()
    channel.onmessage = () => void this.read()
    return () => {
      channel.close()
    }
  }

  async read(): Promise<void> {
    await this.#try(null, async () => {
      const place = await shelf()
      const runs = await place.all()
      this.runs = runs
      this.folder = place.folder
    })
    this.runs ??= []
    // They are in this browser, wherever runs are kept; where it keeps nothing, there are none.
    this.left = await leftOpen().catch(() => [])
  }

  /** A playground that was left is opened again, instead of this page. */
  async reopen({ id }: SessionHead): Promise<void> {
    await this.#try(null, async () => {
      await reopen(id, fingerprint(await askedFirst()))
    })
  }

  async letGo({ id }: SessionHead): Promise<void> {
    await this.#try(null, async () => {
      await forget(id)
      this.left = this.left.filter((head) => head.id !== id)
    })
  }

  /** Goes on with a run elsewhere; when it cannot be opened, here it is told why. */
  async open({ id, name }: Kept, play: (glow: string, title: string) => Promise<void>): Promise<void> {
    if (this.arriving !== null) return
    this.arriving = name
    await this.#try(id, async () => {
      await play(await (await shelf()).read(id), name)
    })
    this.arriving = null
  }

  async export({ id, name }: Kept): Promise<void> {
    await this.#try(id, async () => {
      save(new File([await (await shelf()).read(id)], fileName(name), { type: 'application/json' }))
    })
  }

  async rename({ id }: Kept, name: string): Promise<void> {
    await this.#change(id, async () => {
      const after = await (await shelf()).rename(id, name)
      this.runs = (this.runs ?? []).map((kept) => (kept.id === id ? after : kept))
    })
  }

  async remove(kept: Kept): Promise<void> {
    await this.#change(kept.id, async () => {
      await (await shelf()).remove(kept.id)
      this.runs = (this.runs ?? []).filter(({ id }) => id !== kept.id)
      this.gone = [...this.gone, kept]
    })
  }

  /** Has back what was deleted last. */
  async undo(): Promise<void> {
    const last = this.gone.at(-1)
    if (last === undefined) return
    await this.#change(null, async () => {
      await (await shelf()).restore(last.id)
      this.gone = this.gone.filter((kept) => kept !== last)
      await this.read()
    })
  }

  /** Keeps the runs that are in these files, one after the other; those that are none are told. */
  async take(files: readonly File[], theme: ThemeState): Promise<void> {
    for (const file of files) {
      this.arriving = file.name
      const went = await this.#try(null, async () => {
        await arrive(file, theme)
        await this.read()
      })
      if (!went) break // what was said about it is not to be lost to the next one
    }
    this.arriving = null
  }

  async #change(id: string | null, act: () => Promise<void>): Promise<void> {
    if (await this.#try(id, act)) tellNews()
  }

  async #try(id: string | null, act: () => Promise<void>): Promise<boolean> {
    try {
      await act()
      this.problem = null
      return true
    } catch (error) {
      this.problem = { id, message: errorInWords(error instanceof Error ? error.message : String(error)) }
      return false
    }
  }
}

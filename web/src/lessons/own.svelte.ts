/** A chapter of one's own: a file is opened, compiled here, and followed while it is edited. */

import { Client, Refusal } from '../run/client'
import { nothing, type Palette, type Start } from '../run/protocol'
import { HEADS } from './chapters'
import { ChapterError, type Chapter } from './chapter'
import type { Plans } from './markdown/fitting'
import { KeptProgress } from './progress.svelte'
import english from '../words/en/lessons.json'
import { words } from '../words/words'

const say = words('lessons', english)

/** What it is called in addresses: `#learn/own`. */
export const OWN = 'own'

/** More is not even read: some bytes for each of the characters that a chapter may have. */
const MOST_BYTES = 800_000
/** How often it is looked whether the file was saved anew. */
const FOLLOWING = 700

export type Trouble = { readonly line: number; readonly sentence: string; readonly text: string }

export class OwnChapter {
  file = $state.raw<string | null>(null)
  /** null before a file was opened, and while it has errors. */
  chapter = $state.raw<Chapter | null>(null)
  troubles = $state.raw<readonly Trouble[]>([])
  busy = $state(false)
  /** Whether it is read again by itself when it is saved. */
  follows = $state(false)
  /** That of the other chapters is no business of one that is still being written. */
  progress = $state.raw(new KeptProgress(null))
  #turn = 0
  #following: ReturnType<typeof setInterval> | undefined

  /** @param again gives the file as it is by now, where the browser can */
  async open(file: File, palette: Palette, again: (() => Promise<File>) | null = null): Promise<void> {
    clearInterval(this.#following)
    if (file.name !== this.file) this.progress = new KeptProgress(null)
    this.file = file.name
    this.follows = again !== null
    await this.#read(file, palette)
    if (again !== null) this.#follow(file.lastModified, palette, again)
  }

  #follow(modified: number, palette: Palette, again: () => Promise<File>): void {
    let last = modified
    this.#following = setInterval(() => {
      again().then(
        (file) => {
          if (file.lastModified === last) return
          last = file.lastModified
          void this.#read(file, palette)
        },
        () => undefined, // it is just being written, or is gone
      )
    }, FOLLOWING)
  }

  async #read(file: File, palette: Palette): Promise<void> {
    const turn = ++this.#turn
    this.busy = true
    const { chapter, troubles } = await compiled(file, palette)
    if (turn !== this.#turn) return // another file has come meanwhile
    this.chapter = chapter
    this.troubles = troubles
    this.busy = false
  }
}

/** One for as long as the page is open. */
export const own = new OwnChapter()

type Compiled = Pick<OwnChapter, 'chapter' | 'troubles'>

async function compiled(file: File, palette: Palette): Promise<Compiled> {
  const refused = (sentence: string): Compiled => ({ chapter: null, troubles: [{ line: 1, sentence, text: '' }] })
  if (file.size > MOST_BYTES) {
    const size = (file.size / 1e6).toLocaleString('en-US', { maximumFractionDigits: 1 })
    return refused(say('own-too-large', size))
  }
  let text: string
  try {
    text = await file.text()
  } catch {
    return refused(say('own-unreadable'))
  }
  const { chapter, errors } = await check(file.name, text, palette)
  const lines = text.split(/\r\n|\r|\n/)
  const troubles = errors.map(({ line, sentence }) => ({ line, sentence, text: (lines[line - 1] ?? '').trim() }))
  return { chapter: errors.length === 0 ? chapter : null, troubles }
}

/** Everything that is checked of the chapters that come along, and whether its runs can be started. */
async function check(
  file: string,
  text: string,
  palette: Palette,
): Promise<{ chapter: Chapter | null; errors: readonly ChapterError[] }> {
  const [{ compile }, { checkReferences }, { checkFitting }] = await Promise.all([
    import('./markdown/compile'),
    import('./markdown/library'),
    import('./markdown/fitting'),
  ])
  const result = compile({ file, id: OWN, number: 0, language: 'en' }, text)
  const { chapter, errors, runLines } = result
  if (chapter === null) return { chapter, errors }
  const links = checkReferences(result, [...HEADS, chapter])
  const plans = await plansOf(chapter, palette)
  return { chapter, errors: [...links, ...checkFitting(chapter, file, plans, runLines)] }
}

async function plansOf({ experiments }: Chapter, palette: Palette): Promise<Plans> {
  const plans: Record<string, Plans[string]> = {}
  const client = await Client.open()
  try {
    for (const [run, { start }] of Object.entries(experiments)) plans[run] = await planOf(client, start, palette)
  } finally {
    client.close()
  }
  return plans
}

async function planOf(client: Client, start: Start, palette: Palette): Promise<Plans[string]> {
  try {
    return (await client.start({ ...start, step: 0 }, nothing(palette))).plan
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

/** Kept runs, wherever they are: in the browser, or under `neuroglow play` in a folder of the user's. */

/** What is told of a run by whoever keeps it; the names are those of the file. */
export type Told = {
  readonly name: string
  /** Neurons of every layer. */
  readonly sizes: readonly number[]
  /** A small PNG in base64, or ''. */
  readonly picture: string
  /** A fingerprint of the run: the same for what is kept twice. */
  readonly mark: string
  readonly train_loss: number | null
  readonly test_loss: number | null
  readonly train_accuracy: number | null
  readonly test_accuracy: number | null
}

/** What a list tells of a run; of a file of someone else's making not everything is known. */
export type Kept = Partial<Omit<Told, 'name'>> & {
  readonly id: string
  readonly name: string
  /** Milliseconds since 1970. */
  readonly when: number
  readonly bytes: number
  readonly title: string
  readonly source: string
  readonly step: number
  readonly digest: string
  /** Why it cannot be opened, a sentence; '' for what can. */
  readonly problem: string
}

export interface Shelf {
  /** Where the runs are: a folder; null for the browser. */
  folder: string | null
  /** The latest first. */
  all(): Promise<Kept[]>
  /** The run as a .glow file. */
  read(id: string): Promise<string>
  keep(glow: string, told: Told): Promise<Kept>
  rename(id: string, name: string): Promise<Kept>
  remove(id: string): Promise<void>
  /** Has a run back that was deleted. */
  restore(id: string): Promise<Kept>
}

/** Characters of a name. */
export const LONGEST_NAME = 200

/** A name as it is shown: one line, without anything that is no text; '' where nothing is left. */
export const named = (name: string): string =>
  [...name.replace(/[\p{C}\p{Z}\s]+/gu, ' ').trim()].slice(0, LONGEST_NAME).join('').trim()

let found: Promise<Shelf> | null = null

/** The page's. */
export function shelf(): Promise<Shelf> {
  return (found ??= (async () => {
    const address = document.querySelector<HTMLMetaElement>('meta[name="neuroglow-runs"]')?.content
    if (address !== undefined) return new (await import('./folder')).FolderShelf(address)
    return new (await import('./browser')).BrowserShelf()
  })())
}

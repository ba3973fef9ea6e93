/** What a reader has done in the chapters; kept in this browser, and nowhere else. */

/** By the ids of chapters and of what is in them. */
export type Done = {
  /** Challenges and computations that were solved. */
  readonly solved: readonly string[]
  /** Guesses that were made: the place in the list of answers, or the number. */
  readonly guesses: Readonly<Record<string, number>>
  /** Read to the end. */
  readonly read: boolean
}

export type Progress = {
  readonly of: (chapter: string) => Done
  readonly solve: (chapter: string, id: string) => void
  readonly guess: (chapter: string, id: string, value: number) => void
  readonly finish: (chapter: string) => void
}

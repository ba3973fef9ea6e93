/** Guesses that readers make before they see. */

import type { Block, Chapter } from '../chapter'
import type { Reading } from '../reading'

type Guessing = Pick<Reading, 'chapter' | 'hidden'> & { readonly progress: Pick<Reading['progress'], 'of'> }

/** The guess, if it was made: the place in the list of answers, or a number. */
export const guessed = ({ progress, chapter }: Omit<Guessing, 'hidden'>, id: string): number | undefined =>
  progress.of(chapter.id).guesses[id]

/** The guess that a run waits for, at whichever of its live parts; null where it waits for none. */
export function awaited(reading: Guessing, run: string): string | null {
  if (reading.hidden.has('predictions')) return null
  const guess = guessesBefore(reading.chapter, run).find((id) => guessed(reading, id) === undefined)
  return guess ?? null
}

const guessesBefore = ({ blocks }: Pick<Chapter, 'blocks'>, run: string): readonly string[] =>
  blocks.flatMap((block) => {
    if (block.kind !== 'part' || block.name !== 'live' || block.attributes['run'] !== run) return []
    const { after } = block.attributes
    return typeof after === 'string' ? [after] : []
  })

export type Question = {
  /** What is asked, before the answers to choose from. */
  readonly asked: readonly Block[]
  readonly choices: readonly (readonly Block[])[]
  /** The place of the right one; -1 where there is nothing to choose from. */
  readonly right: number
  readonly answer: readonly Block[]
}

/** The parts of a question: its text, the answers to choose from, and what is shown afterwards. */
export function questionOf(of: readonly Block[]): Question {
  const list = of.find((block) => block.kind === 'list' && block.items.some(({ checked }) => checked !== null))
  const items = list?.kind === 'list' ? list.items : []
  const isAnswer = (block: Block): boolean => block.kind === 'part' && block.name === 'answer'
  return {
    asked: of.filter((block) => block !== list && !isAnswer(block)),
    choices: items.map((item) => item.of),
    right: items.findIndex(({ checked }) => checked === true),
    answer: of.filter(isAnswer),
  }
}

/** Steps of a slider that are easy to read: 1, 2 or 5 times a power of ten, about 200 of them. */
export function stepOf(low: number, high: number): number {
  const rough = (high - low) / 200
  const power = 10 ** Math.floor(Math.log10(rough))
  const times = [1, 2, 5].find((each) => each * power >= rough * (1 - 1e-9)) ?? 10
  return times * power
}

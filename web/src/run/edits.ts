/** Changes of points on their way to the worker: one at a time, and what is done meanwhile becomes the next one. */

import type { PointsEdit } from './protocol'

/**
 * Whoever edits names the rows that are shown. What was sent since then may have removed some of them, so rows are
 * counted anew before an edit joins those that wait.
 */
export class Edits {
  /** Sent, and not yet shown; the first `answered` of them have been answered. */
  #sent: PointsEdit[] = []
  #answered = 0
  #waiting: PointsEdit = {}

  add(edit: PointsEdit): void {
    this.#waiting = merged(this.#waiting, this.#sent.reduce(counted, edit))
  }

  /** What is to be sent next, if anything. */
  take(): PointsEdit | null {
    const { move = [], remove = [], add = [] } = this.#waiting
    if (move.length + remove.length + add.length === 0) return null
    const next = {
      ...(move.length > 0 ? { move } : {}),
      ...(remove.length > 0 ? { remove } : {}),
      ...(add.length > 0 ? { add } : {}),
    }
    this.#waiting = {}
    this.#sent.push(next)
    return next
  }

  /** The worker has done what was sent. */
  answered(): void {
    this.#answered = Math.min(this.#answered + 1, this.#sent.length)
  }

  /** The points that the worker has answered with are those that are shown. */
  shown(): void {
    this.#sent.splice(0, this.#answered)
    this.#answered = 0
  }
}

/** An edit whose rows are counted after another one was done: rows that it removed are gone from it. */
function counted(edit: PointsEdit, { remove = [] }: PointsEdit): PointsEdit {
  if (remove.length === 0) return edit
  const gone = new Set(remove)
  const now = (row: number): number => row - remove.filter((one) => one < row).length
  return {
    ...edit,
    move: (edit.move ?? []).filter(([row]) => !gone.has(row)).map(([row, ...point]) => [now(row), ...point]),
    remove: (edit.remove ?? []).filter((row) => !gone.has(row)).map(now),
  }
}

/** Both in one: where both move a point, the later one counts. */
function merged(first: PointsEdit, second: PointsEdit): PointsEdit {
  const remove = new Set([...(first.remove ?? []), ...(second.remove ?? [])])
  const move = new Map([...(first.move ?? []), ...(second.move ?? [])].map((one) => [one[0], one]))
  for (const row of remove) move.delete(row)
  return { move: [...move.values()], remove: [...remove], add: [...(first.add ?? []), ...(second.add ?? [])] }
}

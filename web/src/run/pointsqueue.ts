/** Changes of points as the page makes them: one is on its way at a time, and whoever makes one waits until it is shown. */

import { Edits } from './edits'
import type { PointsEdit } from './protocol'

export class PointsQueue {
  readonly #send: (edit: PointsEdit) => Promise<boolean>
  #edits = new Edits()
  #sending = false
  /** Who waits for edits that were not sent yet, and for answered ones to be shown. */
  #editors: (() => void)[] = []
  #answered: (() => void)[] = []

  /** @param send sends one and tells whether it was done */
  constructor(send: (edit: PointsEdit) => Promise<boolean>) {
    this.#send = send
  }

  /** Rows are those of the points that are shown. Done when what came of it is shown, or when it was refused. */
  async add(edit: PointsEdit): Promise<void> {
    this.#edits.add(edit)
    const done = new Promise<void>((resolve) => this.#editors.push(resolve))
    if (!this.#sending) void this.#sendAll()
    await done
  }

  /** The points have become others: what was not sent yet is left undone. */
  forget(): void {
    this.#edits = new Edits()
  }

  /** The points that were answered last are those that are shown. */
  shown(): void {
    this.#edits.shown()
    for (const tell of this.#answered.splice(0)) queueMicrotask(tell)
  }

  async #sendAll(): Promise<void> {
    this.#sending = true
    for (let edit = this.#edits.take(); edit !== null; edit = this.#edits.take()) {
      const edits = this.#edits
      const editors = this.#editors.splice(0)
      if (await this.#send(edit)) edits.answered()
      else this.#edits = new Edits()
      this.#answered.push(...editors)
    }
    this.#answered.push(...this.#editors.splice(0)) // nothing was left to do
    this.#sending = false
  }
}

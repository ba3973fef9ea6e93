/** What is asked of the worker one thing at a time, so that nothing queues while something is dragged. */

type Command = { readonly kind: string | null; readonly act: () => Promise<void>; readonly done: (() => void)[] }

export class Commands {
  #waiting: Command[] = []
  #running = false

  /**
   * Does it when everything before it is done. Of the same kind only the latest waits, unless something else was asked
   * for in between; `null` is of no kind. Done when it has been done, or what took its place; it has to handle its errors.
   */
  async do(kind: string | null, act: () => Promise<void>): Promise<void> {
    const last = this.#waiting.at(-1)
    const replaced = last !== undefined && last.kind !== null && last.kind === kind ? this.#waiting.pop()! : null
    const done = new Promise<void>((resolve) =>
      this.#waiting.push({ kind, act, done: [...(replaced?.done ?? []), resolve] }),
    )
    if (!this.#running) void this.#run()
    await done
  }

  /** Whether something of this kind is asked for next. */
  waits(kind: string): boolean {
    return this.#waiting[0]?.kind === kind
  }

  /** Leaves undone what waits: it was meant for a run that is gone. */
  forget(): void {
    for (const { done } of this.#waiting.splice(0)) for (const tell of done) tell()
  }

  async #run(): Promise<void> {
    this.#running = true
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      await next.act()
      for (const tell of next.done) tell()
    }
    this.#running = false
  }
}

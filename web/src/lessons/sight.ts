/** What is in the window, and what is about to be. */

/** A run begins when what shows it is about a window away from being seen. */
const NEAR = '100%'

type Watcher = { readonly near: () => void; readonly seen: (visible: boolean) => void }

export class Sight {
  readonly #watchers = new Map<Element, Watcher>()
  readonly #near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) this.#watchers.get(target)?.near()
    },
    { rootMargin: `${NEAR} 0px` },
  )
  readonly #seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) this.#watchers.get(target)?.seen(isIntersecting)
  })

  watch(element: Element, watcher: Watcher): () => void {
    this.#watchers.set(element, watcher)
    this.#near.observe(element)
    this.#seen.observe(element)
    return () => {
      this.#watchers.delete(element)
      this.#near.unobserve(element)
      this.#seen.unobserve(element)
    }
  }

  end(): void {
    this.#near.disconnect()
    this.#seen.disconnect()
  }
}

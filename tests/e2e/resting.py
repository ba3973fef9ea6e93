"""Whether a page rests: nothing is asked of its worker, nothing is loading, nothing moves, and nothing is due soon.

What is read from a page that rests is what came of everything done before, however slow the machine; and what is done
then does not meet something that is still on its way. A page that plays never rests.
"""

import time
from weakref import WeakKeyDictionary

from playwright.sync_api import Page, Request
from playwright.sync_api import TimeoutError as NeverComes

# Every request gets one reply. What happens later than SOON is not waited for: messages go away, rings fade.
WATCH = """
(() => {
  if (window.unrest !== undefined) return
  const SOON = 1000
  const due = new Set()
  let quiet = 0
  let loaded = 0
  performance.setResourceTimingBufferSize(10000)

  class WatchedWorker extends Worker {
    #asked = 0
    #count(asked) {
      this.#asked = asked
      if (asked > 0) due.add(this)
      else due.delete(this)
    }
    constructor(...args) {
      super(...args)
      this.addEventListener('message', () => this.#count(this.#asked - 1))
      this.addEventListener('error', () => this.#count(0))
    }
    postMessage(...args) {
      this.#count(this.#asked + 1)
      super.postMessage(...args)
    }
    terminate() {
      this.#count(0)
      super.terminate()
    }
  }
  window.Worker = WatchedWorker

  /** What is to be called back counts until then. */
  function watch(ask, cancel, soon = () => true) {
    const [asked, cancelled] = [window[ask], window[cancel]]
    window[ask] = (callback, ...rest) => {
      if (typeof callback !== 'function' || !soon(...rest)) return asked.call(window, callback, ...rest)
      const id = asked.call(window, (...given) => {
        due.delete(`${ask} ${id}`)
        callback(...given)
      }, ...rest)
      due.add(`${ask} ${id}`)
      return id
    }
    window[cancel] = (id) => {
      due.delete(`${ask} ${id}`)
      cancelled.call(window, id)
    }
  }
  watch('requestAnimationFrame', 'cancelAnimationFrame')
  watch('requestIdleCallback', 'cancelIdleCallback')
  watch('setTimeout', 'clearTimeout', (delay = 0) => delay <= SOON)

  const moves = (animation) => {
    const { endTime } = animation.effect?.getComputedTiming() ?? { endTime: Infinity }
    return animation.playState === 'running' && endTime <= SOON
  }
  window.unrest = () => [
    ...[...due].map(String),
    ...(document.documentElement.dataset.ready === 'true' ? [] : ['not ready']),
    ...document.getAnimations().filter(moves).map(String),
  ]
  /**
   * Asked in every frame: whether it has been at rest for some, so that what follows from what was last has begun; for
   * some more where a file has come, as nobody tells when a script of it is run.
   */
  window.rests = (anew) => {
    const files = performance.getEntriesByType('resource').length
    if (files !== loaded) quiet = -15
    loaded = files
    quiet = anew || window.unrest().length > 0 ? Math.min(quiet, 0) : quiet + 1
    return quiet > 2
  }
})()
"""

# Nobody is shown around unasked: a test that wants that forgets this.
TOURED = "try { localStorage.setItem('neuroglow-toured', '1') } catch {}"

_loading: WeakKeyDictionary[Page, set[Request]] = WeakKeyDictionary()


def watched(page: Page) -> Page:
    """A page that can be waited for, from its next document on."""
    if page not in _loading:
        loading = _loading[page] = set[Request]()
        page.on("request", lambda request: loading.add(request))
        page.on("requestfinished", lambda request: loading.discard(request))
        page.on("requestfailed", lambda request: loading.discard(request))
        page.add_init_script(WATCH)
        page.add_init_script(TOURED)
    return page


def settled(page: Page, seconds: float = 30) -> Page:
    """The page once it rests."""
    deadline = time.monotonic() + seconds
    while True:
        page.evaluate("window.rests(true)")
        try:
            page.wait_for_function("() => window.rests(false)", timeout=1000 * seconds)
        except NeverComes as error:
            raise AssertionError(f"the page never rests: {page.evaluate('window.unrest()')}") from error
        if not _loading[page]:
            return page
        assert time.monotonic() < deadline, f"still loading {[request.url for request in _loading[page]]}"
        page.wait_for_timeout(20)

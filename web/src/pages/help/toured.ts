/** Whether the tour was seen: nobody gets it twice unasked. */

const KEY = 'neuroglow-toured'

/** Where nothing can be remembered, it was. */
export function toured(): boolean {
  try {
    return localStorage.getItem(KEY) !== null
  } catch {
    return true
  }
}

export function remember(): void {
  try {
    localStorage.setItem(KEY, '1')
  } catch {
    // It was asked for: it comes back only when it is again.
  }
}

import { describe, expect, it } from 'vitest'
import { KeptProgress } from './progress.svelte'
import { parseProgress } from './progressfile'

const KEY = 'neuroglow-progress'

/** A browser's storage, which may refuse to keep more. */
class Kept implements Storage {
  readonly #items = new Map<string, string>()
  full = false
  get length(): number {
    return this.#items.size
  }
  clear(): void {
    this.#items.clear()
  }
  key(at: number): string | null {
    return [...this.#items.keys()][at] ?? null
  }
  getItem(key: string): string | null {
    return this.#items.get(key) ?? null
  }
  removeItem(key: string): void {
    this.#items.delete(key)
  }
  setItem(key: string, value: string): void {
    if (this.full) throw new DOMException('no room', 'QuotaExceededError')
    this.#items.set(key, value)
  }
}

const file = (chapters: unknown, others: object = {}): Blob =>
  new Blob([JSON.stringify({ neuroglow: 'progress', version: 1, chapters, ...others })])

function worked(storage: Storage | null = new Kept()): KeptProgress {
  const progress = new KeptProgress(storage)
  progress.solve('one-weight', 'below-799')
  progress.solve('one-weight', 'below-799')
  progress.guess('one-weight', 'bottom', 1)
  progress.guess('one-weight', 'bottom', 2)
  progress.finish('two-dials')
  return progress
}
const DONE = { solved: ['below-799'], guesses: { bottom: 1 }, read: false }

describe('progress', () => {
  it('is what was done, once, and the first guess', () => {
    const progress = worked()
    expect(progress.of('one-weight')).toEqual(DONE)
    expect(progress.of('two-dials')).toEqual({ solved: [], guesses: {}, read: true })
    expect(progress.of('xor')).toEqual({ solved: [], guesses: {}, read: false })
    expect(new KeptProgress(new Kept()).empty).toBe(true)
  })

  it('is there again when the page is opened again', () => {
    const storage = new Kept()
    worked(storage)
    const again = new KeptProgress(storage)
    expect(again.of('one-weight')).toEqual(DONE)
    expect(again.trouble).toBeNull()
  })

  it('of two windows is that of both, and is cleared in both', () => {
    const storage = new Kept()
    const here = worked(storage)
    const there = new KeptProgress(storage)
    there.solve('xor', 'corners')
    here.solve('xor', 'eighth')
    expect(new KeptProgress(storage).of('xor').solved).toEqual(['corners', 'eighth'])
    here.clear()
    there.follow({ key: KEY, storageArea: storage })
    expect(there.empty).toBe(true)
  })

  it('comes to another browser as a file, where it adds to what is there', async () => {
    const there = new KeptProgress(new Kept())
    there.solve('one-weight', 'lowest')
    there.guess('one-weight', 'bottom', 0)
    await there.import(new Blob([worked().export()]))
    expect(there.of('one-weight')).toEqual({ solved: ['lowest', 'below-799'], guesses: { bottom: 0 }, read: false })
    expect(there.of('two-dials').read).toBe(true)
  })

  it('goes on where nothing can be kept, and says so once', () => {
    const nowhere = worked(null)
    expect([nowhere.trouble, nowhere.of('one-weight')]).toEqual(['forbidden', DONE])

    const storage = new Kept()
    storage.full = true
    const full = worked(storage)
    expect([full.trouble, full.of('one-weight')]).toEqual(['full', DONE])
    full.dismiss()
    full.solve('one-weight', 'more')
    expect([full.trouble, full.of('one-weight').solved]).toEqual([null, ['below-799', 'more']])
  })

  it.each(['{', '{"neuroglow": "progress", "version": 2, "chapters": {}}', '[]'])(
    'begins anew where what was kept cannot be read, which is set aside: %s',
    (text) => {
      const storage = new Kept()
      storage.setItem(KEY, text)
      const progress = new KeptProgress(storage)
      expect([progress.trouble, progress.empty]).toEqual(['unreadable', true])
      expect(storage.getItem('neuroglow-progress-unreadable')).toBe(text)
      progress.finish('xor')
      expect(new KeptProgress(storage).of('xor').read).toBe(true)
    },
  )
})

describe('a file', () => {
  it.each([
    ['', 'expected progress, got an empty file: choose a file that this page has exported'],
    ['hello', 'expected progress as JSON, got a text that is none, or not all of it: choose a file that'],
    ['{"neuroglow": "progress"', 'expected progress as JSON'],
    ['null', 'expected progress, got nothing'],
    ['[1]', 'expected progress, got a list of 1'],
    ['{}', 'expected progress, got something else'],
    ['{"neuroglow": 1, "experiment": {}}', 'expected progress, got a saved run, which the playground opens'],
    ['{"neuroglow": "progress", "version": 2}', 'expected version 1 of the file, got 2: reload the page'],
    ['{"neuroglow": "progress"}', 'expected version 1 of the file, got nothing'],
    ['{"neuroglow": "progress", "version": 1}', "expected a table for 'chapters', got nothing"],
  ])('is refused in a sentence: %s', (text, sentence) => {
    expect(() => parseProgress(text)).toThrow(sentence)
  })

  it.each([
    [{ xor: 3 }, "expected a table for 'xor', got 3"],
    [{ xor: { solved: 'all' } }, "expected a list of what was solved in 'xor', got 'all'"],
    [{ xor: { solved: [3] } }, 'expected names of letters, digits and hyphens, got 3'],
    [{ xor: { solved: ['<b>'] } }, "expected names of letters, digits and hyphens, got '<b>'"],
    [{ xor: { read: 1 } }, "expected true or false for whether 'xor' was read, got 1"],
    [{ xor: { guesses: [1] } }, "expected a table for 'xor', got a list of 1"],
    [{ xor: { guesses: { a: '1' } } }, "expected a number as the guess 'a', got '1'"],
    [{ xor: { guesses: { a: null } } }, "expected a number as the guess 'a', got nothing"],
    [{ 'x/y': {} }, "got 'x/y'"],
    [{ ['a'.repeat(81)]: {} }, 'expected names of letters'],
  ])('may be of any making: %j', async (chapters, sentence) => {
    const progress = worked()
    await expect(progress.import(file(chapters))).rejects.toThrow(sentence)
    expect(progress.of('one-weight')).toEqual(DONE)
  })

  it('cannot reach beyond itself', async () => {
    const text = '{"neuroglow": "progress", "version": 1, "chapters": {"__proto__": {"read": true}}}'
    await expect(new KeptProgress(null).import(new Blob([text]))).rejects.toThrow("got '__proto__'")
    expect(new KeptProgress(null).of('constructor').read).toBe(false)
  })

  it('is not too large, and text', async () => {
    const progress = new KeptProgress(null)
    await expect(progress.import(new Blob(['x'.repeat(100_001)]))).rejects.toThrow(
      'expected a file of at most 100,000 bytes, got one of 100,001: choose a file that this page has exported',
    )
    await expect(progress.import(new Blob([new Uint8Array([137, 80, 255])]))).rejects.toThrow(
      'expected progress as text, got a file of another kind',
    )
  })

  it('may say less, and more', async () => {
    const progress = new KeptProgress(null)
    await progress.import(file({ xor: { solved: ['a', 'a'], later: 1 }, ümlaut: {} }, { more: true }))
    expect(progress.of('xor')).toEqual({ solved: ['a'], guesses: {}, read: false })
  })
})

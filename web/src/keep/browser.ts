/** Runs in the browser's own storage, for a page that no server of neuroglow's serves. */

import { InputError } from '../run/errors'
import english from '../words/en/runs.json'
import { words } from '../words/words'
import { done, transact, Trouble, type Stores, type StoreName } from './database'
import { named, type Kept, type Shelf, type Told } from './shelf'

const say = words('runs', english)
const BOTH: readonly StoreName[] = ['runs', 'files']
/** Milliseconds until what was deleted is gone for good. */
const FORGET = 7 * 86_400_000

/** As it is stored; `gone`: when it was deleted. */
type Stored = Kept & { readonly gone?: number }

export class BrowserShelf implements Shelf {
  readonly folder = null

  async all(): Promise<Kept[]> {
    const all = await told(() => transact(['runs'], 'readonly', async (stores) => done(stores('runs').getAll())))
    const runs = all.filter(isStored)
    const old = runs.filter(({ gone }) => gone !== undefined && Date.now() - gone > FORGET)
    if (old.length > 0) {
      await told(() =>
        transact(BOTH, 'readwrite', (stores) => {
          for (const { id } of old) for (const name of BOTH) stores(name).delete(id)
        }),
      )
    }
    return runs.filter(({ gone }) => gone === undefined).sort((a, b) => b.when - a.when)
  }

  async read(id: string): Promise<string> {
    const text: unknown = await told(() =>
      transact(['files'], 'readonly', async (stores) => done<unknown>(stores('files').get(id))),
    )
    if (typeof text !== 'string') throw new InputError('', say('not-there'))
    return text
  }

  async keep(glow: string, what: Told): Promise<Kept> {
    void navigator.storage?.persist?.().catch(() => false) // asked for once something is worth it
    const kept: Kept = { ...what, name: named(what.name), ...headOf(glow), id: newId(), when: Date.now() }
    await told(() =>
      transact(
        BOTH,
        'readwrite',
        (stores) => {
          stores('files').put(glow, kept.id)
          stores('runs').put(kept)
        },
        true,
      ),
    )
    return kept
  }

  async rename(id: string, name: string): Promise<Kept> {
    const one = named(name)
    if (one === '') throw new InputError('name', say('no-name'))
    return this.#change(id, (kept) => ({ ...kept, name: one }))
  }

  async remove(id: string): Promise<void> {
    await this.#change(id, (kept) => ({ ...kept, gone: Date.now() }))
  }

  async restore(id: string): Promise<Kept> {
    return this.#change(id, (kept) => {
      const back: { -readonly [Key in keyof Stored]: Stored[Key] } = { ...kept }
      delete back.gone
      return back
    })
  }

  async #change(id: string, to: (kept: Stored) => Stored): Promise<Kept> {
    const change = async (stores: Stores): Promise<Kept> => {
      const before: unknown = await done<unknown>(stores('runs').get(id))
      if (!isStored(before)) throw new InputError('', say('not-there'))
      const after = to(before)
      stores('runs').put(after)
      return after
    }
    return told(() => transact(['runs'], 'readwrite', change, true))
  }
}

/** Troubles become sentences. */
async function told<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof Trouble) throw new InputError('', say(`trouble-${error.why}`))
    throw error
  }
}

/** What is read from storage may be anything. */
function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null) return false
  const { id, name, when, step } = value as Record<string, unknown>
  return typeof id === 'string' && typeof name === 'string' && typeof when === 'number' && typeof step === 'number'
}

/** What the list tells of a .glow file that was just written. */
function headOf(glow: string): Pick<Kept, 'bytes' | 'title' | 'source' | 'step' | 'digest' | 'problem'> {
  const { experiment, step, digest } = JSON.parse(glow) as {
    experiment: { title?: string; data?: { source?: string } }
    step: number
    digest: string
  }
  const { title = '', data } = experiment
  return { bytes: new Blob([glow]).size, title, source: data?.source ?? '', step, digest, problem: '' }
}

/** Made by us, never of what was typed. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Runs in a folder of the user's, through the server of `neuroglow play`. */

import { InputError } from '../run/errors'
import english from '../words/en/runs.json'
import { words } from '../words/words'
import type { Kept, Shelf, Told } from './shelf'

const say = words('runs', english)

export class FolderShelf implements Shelf {
  folder: string | null = ''
  readonly #address: string

  constructor(address: string) {
    this.#address = address
  }

  async all(): Promise<Kept[]> {
    const { folder, runs } = (await (await this.#ask('', 'GET')).json()) as { folder: string; runs: Kept[] }
    this.folder = folder
    return runs
  }

  async read(id: string): Promise<string> {
    return (await this.#ask(`/${encodeURIComponent(id)}`, 'GET')).text()
  }

  async keep(glow: string, told: Told): Promise<Kept> {
    return this.#told('', 'POST', { glow, told })
  }

  async rename(id: string, name: string): Promise<Kept> {
    return this.#told(`/${encodeURIComponent(id)}`, 'PATCH', { name })
  }

  async remove(id: string): Promise<void> {
    await this.#ask(`/${encodeURIComponent(id)}`, 'DELETE')
  }

  async restore(id: string): Promise<Kept> {
    return this.#told(`/${encodeURIComponent(id)}/back`, 'POST', {})
  }

  async #told(path: string, method: string, asked: unknown): Promise<Kept> {
    return (await (await this.#ask(path, method, asked)).json()) as Kept
  }

  /** Throws an InputError with the server's sentence. */
  async #ask(path: string, method: string, asked?: unknown): Promise<Response> {
    let response: Response
    try {
      response = await fetch(
        this.#address + path,
        asked === undefined ? { method } : { method, body: JSON.stringify(asked) },
      )
    } catch {
      throw new InputError('', say('no-server'))
    }
    if (response.ok) return response
    const told = (await response.json().catch(() => ({}))) as { problem?: unknown }
    throw new InputError('', typeof told.problem === 'string' ? told.problem : say('no-server'))
  }
}

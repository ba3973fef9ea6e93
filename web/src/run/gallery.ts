/** Small pictures of data that come with neuroglow, as the page asks for them. */

import { SvelteMap } from 'svelte/reactivity'
import type { Data } from '../engine/generated/schema'
import { keyOf } from './asked'
import type { Client } from './client'
import type { Palette, Thumbnail } from './protocol'

const SAMPLES = 160

export class Gallery {
  /** By `keyOf` their data. */
  readonly thumbnails = new SvelteMap<string, Thumbnail>()
  readonly #client: Promise<Client>
  #palette: Palette
  #shown: readonly Partial<Data>[] = []

  constructor(client: Promise<Client>, palette: Palette) {
    this.#client = client
    this.#palette = palette
  }

  /** Pictures of these data are shown from now on. */
  async show(data: readonly Partial<Data>[]): Promise<void> {
    const known = this.#shown.map(keyOf)
    const missing = data.filter((one) => !known.includes(keyOf(one)))
    this.#shown = [...this.#shown, ...missing]
    if (missing.length > 0) await this.#picture(missing)
  }

  async recolour(palette: Palette): Promise<void> {
    this.#palette = palette
    await this.#picture(this.#shown)
  }

  /** The page does without pictures that do not come, and asks again when they are next needed. */
  async #picture(data: readonly Partial<Data>[]): Promise<void> {
    try {
      await this.#paint(data)
    } catch {
      this.#shown = this.#shown.filter((one) => !data.includes(one))
    }
  }

  async #paint(data: readonly Partial<Data>[]): Promise<void> {
    const palette = this.#palette
    const thumbnails = await (await this.#client).thumbnails(data, SAMPLES, palette)
    if (palette !== this.#palette) return // others are on their way
    for (const [index, one] of data.entries()) this.thumbnails.set(keyOf(one), thumbnails[index]!)
  }
}

/** What the page begins with: what the server was asked to play, or the first built-in experiment. */

import first from '../engine/generated/first.json'
import type { Start } from '../run/protocol'

/** What the server was asked to play; `link`: it was one, with more in it than a run. */
type Asked = Start & { readonly link?: string }

let asked: Promise<Asked | null> | null = null

async function ask(): Promise<Asked | null> {
  const address = document.querySelector<HTMLMetaElement>('meta[name="neuroglow-start"]')?.content
  if (address === undefined) return null
  const response = await fetch(address)
  return response.status === 200 ? ((await response.json()) as Asked) : null // the worker checks it
}

/** What the server was asked to play; null for nothing, and where it does not answer. */
export const askedFirst = async (): Promise<Asked | null> => (asked ??= ask()).catch(() => null)

/** The link that the server was asked to play. */
export async function firstLink(): Promise<string | null> {
  return (await askedFirst())?.link ?? null
}

/** Of a link, what is shown where it cannot be opened. */
export async function firstStart(): Promise<Start> {
  const start = await (asked ??= ask())
  return start === null || start.link !== undefined ? { experiment: first } : start
}

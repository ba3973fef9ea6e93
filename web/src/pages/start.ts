/** What the page begins with: what the server was asked to play, or the first built-in experiment. */

import first from '../engine/generated/first.json'
import type { Start } from '../run/protocol'

export async function firstStart(): Promise<Start> {
  const address = document.querySelector<HTMLMetaElement>('meta[name="neuroglow-start"]')?.content
  if (address !== undefined) {
    const response = await fetch(address)
    if (response.status === 200) return (await response.json()) as Start // the worker checks it
  }
  return { experiment: first }
}

/** Keeping a run as it stands. */

import { InputError } from '../run/errors'
import type { Playback } from '../run/playback.svelte'
import { sha256 } from '../run/sha256'
import type { Ink } from '../theme/theme.svelte'
import english from '../words/en/runs.json'
import { words } from '../words/words'
import { pictureOf } from './picture'
import { LONGEST_NAME, named, shelf, type Kept } from './shelf'

const say = words('runs', english)

/** Heard by every tab whose list of runs is no longer what is kept. */
export const news = (): BroadcastChannel => new BroadcastChannel('neuroglow-runs')

export const tellNews = (): void => {
  const channel = news()
  channel.postMessage(null)
  channel.close()
}

/** What was kept, and whether it was there already. Throws an InputError where it cannot be. */
export type Outcome = { readonly kept: Kept; readonly again: boolean }

/** Keeps the run that is looked at, unless the very same is kept already. `name`: '' for one made of its title. */
export async function keep(playback: Playback, ink: Ink, name = ''): Promise<Outcome> {
  const mine = latest.catch(() => undefined).then(() => keepNext(playback, ink, name))
  latest = mine
  return mine
}

/** One after the other, so that the second of two that are the same finds the first. */
let latest: Promise<unknown> = Promise.resolve()

async function keepNext(playback: Playback, ink: Ink, name: string): Promise<Outcome> {
  const { plan, frame } = playback
  if (plan === null || frame === null) throw new InputError('', say('no-run'))
  const { text, numbers } = await playback.saved()
  const mark = markOf(text)
  const place = await shelf()
  const all = await place.all()
  const before = all.find((kept) => kept.mark === mark)
  if (before !== undefined) return { kept: before, again: true }
  const title = name || playback.recipe?.title || say('untitled')
  const kept = await place.keep(text, {
    name: unused(named(title) || say('untitled'), all),
    sizes: plan.sizes,
    picture: pictureOf(plan, frame, ink),
    mark,
    ...numbers,
  })
  tellNews()
  return { kept, again: false }
}

const markOf = (text: string): string =>
  Array.from(sha256(new TextEncoder().encode(text)).subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )

/** A name that no other run has: with a number, where it has to be. */
export function unused(name: string, all: readonly Pick<Kept, 'name'>[]): string {
  const names = new Set(all.map((kept) => kept.name))
  let free = name
  for (let number = 2; names.has(free); number += 1) {
    free = `${[...name].slice(0, LONGEST_NAME - 8).join('')} ${number}`
  }
  return free
}

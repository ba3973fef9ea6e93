/** How a run is looked at, as plain values: for links, and for whatever else is to bring it back as it was. */

import { NORMAL } from '../../run/tempo'
import type { View } from '../../run/link'
import type { Playback } from '../../run/playback.svelte'
import type { Look } from '../look.svelte'

/** What differs from the usual. */
export function viewOf(playback: Playback, look: Look): View {
  const { unit, speed, stops, chosen, plan } = playback
  const { pinned, drawer, testPoints, discrete, answers, errors, across, up, held } = look
  const columns = plan?.columns ?? []
  return {
    ...(pinned === null ? {} : { picked: pinned }),
    ...(drawer.tab === null ? {} : { tab: drawer.tab }),
    ...(unit === 'batch' ? {} : { unit }),
    ...(speed === NORMAL ? {} : { speed }),
    ...(stops.length === 0 ? {} : { stops }),
    ...(testPoints ? {} : { testPoints }),
    ...(discrete ? { discrete } : {}),
    ...(chosen === null ? {} : { example: chosen }),
    ...(answers === 'answer' ? {} : { answer: answers }),
    ...(errors === 'none' ? {} : { errors }),
    ...(columns.includes(across) ? { across } : {}),
    ...(columns.includes(up) ? { up } : {}),
    ...(held !== null && held.columns.join('\n') === columns.join('\n') ? { held: held.values } : {}),
  }
}

/** The run is looked at like this from now on, as far as it has what is named. It stands by now. */
export function showView(view: View, playback: Playback, look: Look): void {
  const { plan } = playback
  const columns = plan?.columns ?? []
  playback.unit = view.unit ?? 'batch'
  playback.speed = view.speed ?? NORMAL
  if (view.stops !== undefined || playback.stops.length > 0) void playback.setStops(view.stops ?? [])
  const count = playback.points?.count ?? 0
  if (view.example !== undefined && view.example < count) playback.show({ example: view.example })
  look.pinned = view.picked ?? null
  look.drawer.tab = view.tab ?? null
  look.testPoints = view.testPoints ?? true
  look.discrete = view.discrete ?? false
  look.answers = view.answer ?? 'answer'
  look.errors = view.errors ?? 'none'
  look.across = view.across ?? ''
  look.up = view.up ?? ''
  look.held = view.held?.length === columns.length ? { columns, values: view.held } : null
}

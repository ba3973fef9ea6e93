/** What is told while a run goes on: sentences stay long enough to be read, and their numbers do not flicker. */

import type { History } from '../run/history'
import type { Finding, Frame } from '../run/protocol'
import { loss } from '../views/numbers'
import english from '../words/en/findings.json'
import { words } from '../words/words'

const say = words('findings', english)

/** Milliseconds: what goes on has held for so long before it is told; it stays for so long; its numbers stand so long. */
const HOLDS = 700
const STAYS = 2500
const STANDS = 1500
/** A way back of about so many epochs is looked at. */
const EPOCHS = 10

type Kept = { finding: Finding; readonly since: number; last: number; told: number }

const keyOf = ({ rule, layer }: Finding): string => `${rule} ${layer}`

/** The findings that are shown, in the order of the rules. */
export class Calm {
  readonly #order: ReadonlyMap<string, number>
  #kept = new Map<string, Kept>()

  /** `rules`: the most urgent first. */
  constructor(rules: readonly string[]) {
    this.#order = new Map(rules.map((rule, place) => [rule, place]))
  }

  /** What is shown from now on; `moving`: the run goes on, so that what holds may not hold for long. */
  take(findings: readonly Finding[], now: number, moving: boolean): readonly Finding[] {
    if (!moving) this.#kept.clear()
    for (const finding of findings) {
      const key = keyOf(finding)
      const kept = this.#kept.get(key)
      if (kept === undefined) this.#kept.set(key, { finding, since: moving ? now : -Infinity, last: now, told: now })
      else {
        kept.last = now
        if (now - kept.told >= STANDS) [kept.finding, kept.told] = [finding, now]
      }
    }
    for (const [key, { since, last }] of this.#kept) {
      const told = last - since >= HOLDS
      if (now - last > (told ? STAYS : 0)) this.#kept.delete(key)
    }
    const shown = [...this.#kept.values()].filter(({ since, last }) => last - since >= HOLDS)
    const place = ({ finding }: Kept): number => this.#order.get(finding.rule) ?? this.#order.size
    return shown.sort((a, b) => place(a) - place(b) || a.finding.layer - b.finding.layer).map(({ finding }) => finding)
  }

  forget(): void {
    this.#kept.clear()
  }
}

/** How it goes, where nothing is wrong: the losses of now and of some epochs before, as the history has them. */
export function progress(
  history: Pick<History, 'count' | 'at'>,
  { step, epoch }: Pick<Frame, 'step' | 'epoch'>,
): string {
  if (step === 0) return say('nothing-yet')
  let now = history.count - 1
  while (now >= 0 && history.at(now, 0) > step) now -= 1
  let before = now - 1
  while (before > 0 && history.at(now, 1) - history.at(before, 1) < EPOCHS) before -= 1
  if (before < 0) return epoch === 0 ? say('first-epoch') : ''
  const epochs = history.at(now, 1) - history.at(before, 1)
  const [from, to] = [history.at(before, 2), history.at(now, 2)]
  if (epochs <= 0 || !Number.isFinite(from) || !Number.isFinite(to)) return ''
  const time = epochs === 1 ? say('epoch') : say('epochs', epochs)
  const [testFrom, testTo] = [history.at(before, 3), history.at(now, 3)]
  const test = Number.isFinite(testFrom) && Number.isFinite(testTo) ? say('test', loss(testFrom), loss(testTo)) : ''
  return say(to < from ? 'fell' : 'went', loss(from), loss(to), time, test)
}

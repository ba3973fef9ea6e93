/** What is said of the run to who does not see it: what happens at once, how it goes now and then. */

import type { Frame, StopRule } from '../run/protocol'
import { loss, percent } from '../views/numbers'
import english from '../words/en/aloud.json'
import { words } from '../words/words'

export type Moment = {
  readonly playing: boolean
  /** Counts the runs that began. */
  readonly began: number
  readonly title: string
  readonly frame: Pick<
    Frame,
    'step' | 'epoch' | 'trainLoss' | 'testLoss' | 'trainAccuracy' | 'testAccuracy' | 'diverged'
  >
  readonly stopped: StopRule | null
}

/** Milliseconds between two reports of a run that goes on. */
const EVERY = 10_000

export class Reporter {
  #before: Moment | null = null
  #told = -Infinity

  /** What is to be said now; nothing where nothing has happened that is worth it. */
  take(moment: Moment, now: number): string | null {
    const before = this.#before
    this.#before = moment
    const said = this.#said(before, moment, now)
    if (said !== null) this.#told = now
    return said
  }

  #said(before: Moment | null, moment: Moment, now: number): string | null {
    const say = words('aloud', english)
    const { frame, playing } = moment
    if (before === null) return null // the page itself says what there is
    if (moment.began !== before.began) return say('began', moment.title)
    if (frame.diverged !== null && before.frame.diverged === null) return say('diverged', frame.diverged.step)
    if (playing && !before.playing) return say('playing')
    if (!playing && before.playing) return `${say(moment.stopped === null ? 'paused' : 'stopped')} ${state(moment)}`
    if (playing) return now - this.#told < EVERY ? null : state(moment)
    return frame.step === before.frame.step ? null : state(moment)
  }
}

/** Where the run stands. */
export function state({ frame }: Pick<Moment, 'frame'>): string {
  const say = words('aloud', english)
  const share = frame.testAccuracy ?? frame.trainAccuracy
  return [
    say('step', frame.step, frame.epoch),
    Number.isNaN(frame.testLoss)
      ? say('loss', loss(frame.trainLoss))
      : say('losses', loss(frame.trainLoss), loss(frame.testLoss)),
    share === null ? '' : say('accuracy', percent(share)),
  ]
    .filter((part) => part !== '')
    .join(' ')
}

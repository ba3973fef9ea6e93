/** The loop that asks for one frame per screen refresh, and shows it at the next. */

import type { Advance, Frame } from './protocol'
import { NORMAL, Tempo } from './tempo'

type Screen = {
  /** The worker's next frame. */
  readonly ask: (advance: Advance | null) => Promise<Frame>
  /** A frame is to be seen from now on, none when only what was answered before counts; `drawn`: the network, too. */
  readonly show: (frame: Frame | null, drawn: boolean) => void
  readonly fail: (error: unknown) => void
}

/** Whether there is no going on for any run. */
export const ended = ({ diverged, others }: Frame): boolean =>
  diverged !== null && others.every(({ frame }) => frame.diverged !== null)

export class Loop {
  playing = $state(false)
  /** An index of SPEEDS, or FASTEST. */
  speed = $state(NORMAL)
  /** Steps a second as measured, while playing. */
  rate = $state(0)
  readonly #screen: Screen
  readonly #tempo = new Tempo()
  #running = false
  #ended = false
  #arrived: Frame | null = null
  #stopping = false
  #asked = false
  #stale = false
  #scheduled = false
  /** How many frames the network's picture has waited for. */
  #skipped = 0
  /** Who waits until what has arrived is shown. */
  #waiting: (() => void)[] = []

  constructor(screen: Screen) {
    this.#screen = screen
  }

  /** Whether it plays, and is not about to stop. */
  get moving(): boolean {
    return this.playing && !this.#stopping
  }

  play(): void {
    this.#stopping = false
    if (this.playing || this.#ended) return
    this.playing = true
    this.#tempo.begin(performance.now())
    this.rate = 0
    this.#schedule()
  }

  /** Stops when the frame that is on its way has been shown: from then on nothing moves. */
  pause(): void {
    this.#stopping = true
    this.#schedule()
  }

  /** What is shown is no longer what is wanted. */
  redraw(): void {
    this.#stale = true
    this.#schedule()
  }

  /** Another run, whose first frame is shown already. */
  begin(): void {
    this.#running = true
    this.#arrived = null
    this.#tempo.forget()
    this.redraw()
  }

  /** A frame has come: it is shown at the next refresh, unless a later one is by then. */
  receive(frame: Frame): void {
    this.#arrived = frame
    if (frame.stopped !== null) this.#stopping = true
    this.#schedule()
  }

  /** Nothing moves or is asked for any more. */
  end(): void {
    this.playing = this.#running = false
    this.#ended = true
  }

  /** Done when everything that has arrived is shown. */
  async shown(): Promise<void> {
    if (this.#arrived === null) return
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  #schedule(): void {
    if (this.#scheduled || this.#ended) return
    this.#scheduled = true
    requestAnimationFrame((now) => {
      this.#scheduled = false
      if (!this.#ended) this.#tick(now)
    })
  }

  /** Asks for the next frame first, so that the worker computes it while this one is drawn. */
  #tick(now: number): void {
    const arrived = this.#arrived
    const late = this.#asked && arrived === null
    this.#arrived = null
    if ((arrived !== null && ended(arrived)) || (this.#stopping && !this.#asked)) {
      this.#stale ||= this.playing // while it played, what takes long was some frames old
      this.playing = this.#stopping = false
    }
    if (arrived !== null && unfinished(arrived)) this.#stale = true
    if (!this.#asked && this.#running) this.#ask(now)
    if (arrived !== null) this.rate = this.#tempo.measure(now, arrived.taken) ?? this.rate
    this.#skipped = this.playing ? (this.#skipped + 1) % this.#tempo.every : 0
    this.#screen.show(arrived, this.#skipped === 0)
    for (const tell of this.#waiting.splice(0)) tell()
    if (this.playing) {
      this.#tempo.pace(now, late, this.speed)
      this.#schedule()
    }
  }

  #ask(now: number): void {
    const advance = this.moving ? this.#tempo.due(now, this.speed) : null
    if (advance === null && !this.#stale) return
    this.#stale = false
    this.#asked = true
    void this.#fetch(advance)
  }

  async #fetch(advance: Advance | null): Promise<void> {
    try {
      const frame = await this.#screen.ask(advance)
      this.#tempo.note(frame)
      this.receive(frame)
    } catch (error) {
      this.playing = false
      this.#screen.fail(error)
    }
    this.#asked = false
    this.#schedule()
  }
}

/** What takes long comes in pieces, also while nothing moves. */
const unfinished = ({ unfinished, others }: Frame): boolean =>
  unfinished || others.some(({ frame }) => frame.unfinished)

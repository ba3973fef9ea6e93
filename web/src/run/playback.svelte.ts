/** The run as the page sees it: what it is, where it stands, and the loop that asks for one frame per screen refresh. */

import type { Experiment, Training } from '../engine/generated/schema'
import { Refusal, type Client } from './client'
import {
  HISTORY_COLUMNS,
  type Frame,
  type Palette,
  type Plan,
  type Points,
  type Problem,
  type Start,
  type Table,
  type Thumbnail,
  type Want,
} from './protocol'

/** Steps a second; after the last one comes everything the machine gives. */
export const SPEEDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000] as const
export const FASTEST = SPEEDS.length
const NORMAL = SPEEDS.indexOf(1000)

/** A recipe as it was asked for: what it leaves out, or leaves to `auto`, the run decides. */
export type Asked = {
  readonly [Key in keyof Experiment]?: Experiment[Key] extends object ? Partial<Experiment[Key]> : Experiment[Key]
}

export type Unit = 'example' | 'batch' | 'epoch'

/** The recipe with a part of it replaced. */
function merge<Recipe extends Asked>(recipe: Recipe, part: Asked): Recipe {
  return {
    ...recipe,
    ...part,
    data: { ...recipe.data, ...part.data },
    network: { ...recipe.network, ...part.network },
    training: { ...recipe.training, ...part.training },
  }
}

const GALLERY_SAMPLES = 160

/** Milliseconds that the worker has for a frame, training and pictures: one is due every 16.7. */
const WORKER_MILLIS = 14
/** At least so many of them are for training, however slow the pictures are. */
const LEAST_TRAINING = 4.5
/** Milliseconds between two frames, on average, from which on training leaves more of the machine to drawing. */
const SLOWEST = 18.2
/** After a longer pause (a hidden tab), steps are not made up for. */
const LONGEST_GAP = 100

/** The losses and accuracies so far, in rows that the engine thins out. */
export class History {
  #data = new Float64Array(256 * HISTORY_COLUMNS)
  count = 0

  replace(from: number, rows: Float64Array): void {
    this.count = from + rows.length / HISTORY_COLUMNS
    while (this.#data.length < this.count * HISTORY_COLUMNS) {
      const larger = new Float64Array(2 * this.#data.length)
      larger.set(this.#data)
      this.#data = larger
    }
    this.#data.set(rows, from * HISTORY_COLUMNS)
  }

  at(row: number, column: number): number {
    return this.#data[row * HISTORY_COLUMNS + column]!
  }
}

export class Playback {
  plan = $state.raw<Plan | null>(null)
  frame = $state.raw<Frame | null>(null)
  /** What the network is drawn from: at full speed every third frame, since its lines cost most of the drawing. */
  picture = $state.raw<Frame | null>(null)
  /** The recipe as it was asked for, with everything that was changed since. */
  asked = $state.raw<Asked>({})
  /** The same with every default filled in: what the controls show. It is ahead of the run while a change is on its way. */
  recipe = $state.raw<Experiment | null>(null)
  problem = $state.raw<Problem | null>(null)
  points = $state.raw<Points | null>(null)
  thumbnails = $state.raw<readonly Thumbnail[]>([])
  playing = $state(false)
  /** An index of SPEEDS, or FASTEST. */
  speed = $state(NORMAL)
  unit = $state<Unit>('batch')
  /** Steps a second as measured, while playing. */
  rate = $state(0)
  table = $state.raw<Table | null>(null)
  /** The example that was stepped to, until training goes on. */
  example = $state.raw<Frame['example']>(null)
  readonly history = new History()

  /** Opened while the page is built. */
  readonly #client: Promise<Client>
  #want: Want
  #arrived: Frame | null = null
  #example: Frame['example'] = null
  #stopping = false
  #asked = false
  #stale = false
  #scheduled = false
  /** How many frames the network's picture has waited for. */
  #skipped = 0
  #owed = 0
  #last = 0
  /** Milliseconds of a frame for training at full speed; those of its pictures; those between two frames on the screen. */
  #budget = 8
  #drawn = 3
  #interval = 16.7
  #ticked = 0
  #stepMillis = 0
  #measured = { since: 0, steps: 0 }
  /** The example that was stepped to, and the place that the pointer is at, in the data's units. */
  #home: readonly number[] | null = null
  #pointed: readonly number[] | null = null
  #next: Start | null = null
  #starting = false
  /** The recipe of the run that goes on: `recipe` is ahead of it while a change is on its way. */
  #agreed: Experiment | null = null
  #agreedAsked: Asked = {}

  constructor(client: Promise<Client>, palette: Palette) {
    this.#client = client
    this.#want = { palette, map: 0, output: 0, probe: null }
  }

  /** What the views show from now on. */
  show(part: Partial<Pick<Want, 'map' | 'output'>>): void {
    this.#want = { ...this.#want, ...part }
    this.#redraw()
  }

  /** The signal of this place, in the data's units; null for that of the example that was shown before. */
  probe(place: readonly number[] | null): void {
    this.#pointed = place
    this.#want = { ...this.#want, probe: place ?? this.#home }
    this.#redraw()
  }

  #redraw(): void {
    this.#stale = true
    this.#schedule()
  }

  /** Everything in other colours. */
  async recolour(palette: Palette, gallery: readonly string[]): Promise<void> {
    this.#want = { ...this.#want, palette }
    this.#stale = true
    this.#schedule()
    this.thumbnails = await (await this.#client).thumbnails(gallery, GALLERY_SAMPLES, palette)
    if (this.points === null) return
    const colours = await (await this.#client).colours(palette)
    if (this.points.count === colours.length / 4) this.points = { ...this.points, colours }
  }

  /** The first run, once it is known which. */
  async open(start: Promise<Start>): Promise<void> {
    let first: Start | null = null
    await this.#try(async () => {
      first = await start
    })
    if (first !== null) await this.start(first)
  }

  /** Begins another run; when several are asked for at once, the last one counts. */
  async start(start: Start): Promise<void> {
    this.#next = start
    if (this.#starting) return
    this.#starting = true
    while (this.#next !== null) {
      const next: Start = this.#next
      this.#next = null
      await this.#try(async () => {
        const { plan, frame } = await (await this.#client).start(next, this.#want)
        this.#agreedAsked = next.experiment as Asked
        this.table = next.table ?? null
        this.#begin(plan, frame)
      })
    }
    this.#starting = false
  }

  /** The same seeds with other data, or another network. */
  change(part: Asked): void {
    const asked = merge(this.asked, part)
    this.asked = asked
    if (this.recipe !== null) this.recipe = merge(this.recipe, part)
    void this.start({ experiment: asked, table: this.table })
  }

  /** A training setting, from the next step on. */
  async set(settings: Partial<Training>): Promise<void> {
    if (this.recipe !== null) this.recipe = merge(this.recipe, { training: settings })
    await this.#try(async () => {
      this.#receive(await (await this.#client).set(settings, this.#want))
      this.asked = this.#agreedAsked = merge(this.asked, { training: settings })
      if (this.#agreed !== null) this.#agreed = merge(this.#agreed, { training: settings })
    })
  }

  play(): void {
    if (this.frame === null || this.frame.diverged !== null) return
    this.#stopping = false
    if (this.playing) return
    this.playing = true
    this.#owed = 1
    this.#last = performance.now()
    this.#measured = { since: this.#last, steps: 0 }
    this.rate = 0
    this.#schedule()
  }

  /** Stops when the frame that is on its way has been shown: from then on nothing moves. */
  pause(): void {
    this.#stopping = true
    this.#schedule()
  }

  toggle(): void {
    if (this.playing && !this.#stopping) this.pause()
    else this.play()
  }

  async step(): Promise<void> {
    if (this.playing) this.pause()
    await this.#try(async () => {
      const frame = await (await this.#client).step(this.unit, this.#want)
      this.#receive(frame)
      if (frame.example === null) return
      this.#home = [...frame.probe.inputs]
      if (this.#pointed === null) this.#want = { ...this.#want, probe: this.#home }
    })
  }

  async reset(): Promise<void> {
    this.pause()
    await this.#try(async () => {
      const { plan, frame } = await (await this.#client).reset(this.#want)
      this.#begin(plan, frame)
    })
  }

  /** Where the training loss was lowest: to go on from there after a divergence. */
  best(): number {
    let [step, lowest] = [0, Infinity]
    for (let row = 0; row < this.history.count; row++) {
      const loss = this.history.at(row, 2)
      if (loss < lowest) [step, lowest] = [this.history.at(row, 0), loss]
    }
    return step
  }

  async seek(step: number): Promise<void> {
    this.pause()
    await this.#try(async () => {
      const frame = await (await this.#client).seek(step, this.#want)
      if (this.#agreed !== null) this.#follow(this.#agreed, frame.training)
      this.#receive(frame)
    })
  }

  /** What the controls show follows the run, unless another change is already on its way. */
  #follow(before: Experiment, training: Training): void {
    const keys = Object.keys(training) as (keyof Training)[]
    const changed = keys.filter((key) => training[key] !== before.training[key]).map((key) => [key, training[key]])
    this.#agreed = { ...before, training }
    this.#agreedAsked = merge(this.#agreedAsked, { training: Object.fromEntries(changed) as Partial<Training> })
    if (this.#next !== null) return
    this.recipe = this.#agreed
    this.asked = this.#agreedAsked
  }

  /** Shows a problem that the page itself has found. */
  refuse(problem: Problem): void {
    this.problem = problem
  }

  dismiss(): void {
    this.problem = null
  }

  /** Does it; when it is refused, the controls show the run as it goes on, and the reason. */
  async #try(action: () => Promise<void>): Promise<void> {
    try {
      await action()
      this.problem = null
    } catch (error) {
      this.problem = {
        field: error instanceof Refusal ? error.field : '',
        message: error instanceof Error ? error.message : String(error),
      }
      this.recipe = this.#agreed
      this.asked = this.#agreedAsked
    }
  }

  #begin(plan: Plan, frame: Frame): void {
    this.plan = plan
    this.points = plan.points
    this.#follow(plan.experiment, frame.training)
    this.#arrived = null
    this.history.replace(frame.history.from, frame.history.rows)
    this.frame = this.picture = frame
    this.#owed = 0
    this.example = this.#example = null
    this.#home = this.#pointed = null
    this.#want = { ...this.#want, probe: null }
    this.#redraw()
  }

  #receive(frame: Frame): void {
    this.history.replace(frame.history.from, frame.history.rows)
    this.#arrived = frame
    if (frame.taken > 0 || frame.example !== null) this.#example = frame.example
    this.#schedule()
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    requestAnimationFrame((now) => {
      this.#scheduled = false
      this.#tick(now)
    })
  }

  /** Asks for the next frame first, so that the worker computes it while this one is drawn. */
  #tick(now: number): void {
    const arrived = this.#arrived
    this.#arrived = null
    if ((arrived !== null && arrived.diverged !== null) || (this.#stopping && !this.#asked)) {
      this.playing = this.#stopping = false
    }
    if (!this.#asked && this.frame !== null) this.#ask(now)
    if (arrived !== null) {
      this.frame = arrived
      this.example = this.#example
      this.#measure(now, arrived)
    }
    this.#skipped = this.playing && SPEEDS[this.speed] === undefined ? (this.#skipped + 1) % 3 : 0
    if (this.#skipped === 0) this.picture = this.frame
    if (this.playing) {
      this.#pace(now)
      this.#schedule()
    }
  }

  #ask(now: number): void {
    const advance = this.playing && !this.#stopping ? this.#due(now) : null
    if (advance === null && !this.#stale) return
    this.#stale = false
    this.#asked = true
    void this.#fetch(advance)
  }

  async #fetch(advance: { steps: number } | { millis: number } | null): Promise<void> {
    try {
      const frame = await (await this.#client).frame(advance, this.#want)
      if (frame.taken > 0) this.#stepMillis = frame.millis / frame.taken
      this.#drawn = frame.drawn
      this.#receive(frame)
    } catch (error) {
      this.playing = false
      this.problem = { field: '', message: error instanceof Error ? error.message : String(error) }
    }
    this.#asked = false
    this.#schedule()
  }

  /** Where frames come too slowly, training gets less of the machine; where they come in time, a little more. */
  #pace(now: number): void {
    const interval = now - this.#ticked
    this.#ticked = now
    if (interval > LONGEST_GAP) return
    this.#interval += 0.1 * (interval - this.#interval)
    const most = Math.max(LEAST_TRAINING, WORKER_MILLIS - this.#drawn)
    const change = this.#interval > SLOWEST ? -0.2 : 0.1
    this.#budget = Math.max(LEAST_TRAINING, Math.min(most, this.#budget + change))
  }

  /** The steps that this frame should take at the chosen speed; null while a slow motion waits. */
  #due(now: number): { steps: number } | { millis: number } | null {
    const speed = SPEEDS[this.speed]
    if (speed === undefined) return { millis: this.#budget }
    this.#owed += (Math.min(LONGEST_GAP, now - this.#last) / 1000) * speed
    this.#last = now
    const affordable = this.#stepMillis > 0 ? Math.max(1, Math.floor(this.#budget / this.#stepMillis)) : 10
    const steps = Math.min(Math.floor(this.#owed), affordable)
    if (steps < 1) return null
    this.#owed = Math.min(this.#owed - steps, speed * (LONGEST_GAP / 1000))
    return { steps }
  }

  #measure(now: number, frame: Frame): void {
    this.#measured.steps += frame.taken
    const seconds = (now - this.#measured.since) / 1000
    if (seconds < 0.5) return
    this.rate = this.#measured.steps / seconds
    this.#measured = { since: now, steps: 0 }
  }
}

/** The run as the page sees it: what it is, where it stands, and the loop that asks for one frame per screen refresh. */

import { SvelteMap } from 'svelte/reactivity'
import { DEFAULTS, GENERATORS, type Data, type Experiment, type Training } from '../engine/generated/schema'
import { Refusal, type Client } from './client'
import { Edits } from './edits'
import {
  HISTORY_COLUMNS,
  type Frame,
  type Own,
  type Palette,
  type Plan,
  type Points,
  type PointsEdit,
  type Problem,
  type Start,
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
/** Where problems with files are explained. */
const FILES = 'data.source'
const SAVED = /\.(glow|json)$/i
/** What points are called once they were changed by hand. */
export const OWN_POINTS = 'points'
/** What makes a generator's points, or a formula's, or chooses those of a picture: with other values they are other points. */
const MAKING: readonly (keyof Data)[] = ['source', 'formula', 'samples', 'noise', 'classes']

/** What a small picture of data is kept by: what it depends on. */
export function keyOf({ source = '', formula = '', classes = DEFAULTS.data.classes }: Partial<Data>): string {
  const many = GENERATORS.some((generator) => generator.name === source && generator.classes === null)
  return [source, formula, many ? classes : ''].join(':')
}

/** Points as own data, in the order of their rows. */
export function ownPoints(columns: readonly string[], classes: readonly string[], points: Points): Own {
  const { count, rows, inputs, values } = points
  const order = Array.from({ length: count }, (_, index) => index).sort((a, b) => rows[a]! - rows[b]!)
  return {
    kind: 'points',
    name: OWN_POINTS,
    columns,
    classes,
    points: order.map((index) => [...columns.map((_, column) => inputs[column * count + index]!), values[index]!]),
  }
}

const alike = <Value>(a: ArrayLike<Value>, b: ArrayLike<Value>): boolean => {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false
  return true
}

/** Milliseconds that the worker has for a frame, training and pictures: one is due every 16.7. */
const WORKER_MILLIS = 14
/** At least so many of them are for training, however slow the pictures are. */
const LEAST_TRAINING = 3
/** Milliseconds between two frames, on average, from which on training leaves more of the machine to drawing. */
const SLOWEST = 18.2
/** The same from this share of frames on that come too late for their screen refresh. */
const LATE = 0.06
/** Beyond so many milliseconds between two frames, on average, the network is drawn in fewer of them, at least in every sixth. */
const SMOOTH = 17.1
const RAREST = 6
/** At full speed it is drawn in every third frame anyway, since its lines cost most of the drawing. */
const RARE = 3
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
  /** What the network is drawn from: where drawing is slow, and at full speed, not every frame. */
  picture = $state.raw<Frame | null>(null)
  /** The recipe as it was asked for, with everything that was changed since. */
  asked = $state.raw<Asked>({})
  /** The same with every default filled in: what the controls show. It is ahead of the run while a change is on its way. */
  recipe = $state.raw<Experiment | null>(null)
  problem = $state.raw<Problem | null>(null)
  points = $state.raw<Points | null>(null)
  /** By `keyOf` their data. */
  readonly thumbnails = new SvelteMap<string, Thumbnail>()
  /** Why the run has to wait, a sentence: nothing plays or steps meanwhile. */
  hold = $state<string | null>(null)
  /** Counts the runs that began. */
  began = $state(0)
  /** The images that the run is about as they were opened, to be read again at another size. */
  files = $state.raw<{ files: readonly File[]; paths: readonly string[]; size: number | null } | null>(null)
  /** Files are being read. */
  reading = $state(false)
  /** Whether the points were changed by hand since the run began. */
  edited = $state(false)
  /** Points of the user's own, as they were when other data were chosen: what was drawn is not lost. */
  drawn = $state.raw<Own | null>(null)
  playing = $state(false)
  /** An index of SPEEDS, or FASTEST. */
  speed = $state(NORMAL)
  unit = $state<Unit>('batch')
  /** Steps a second as measured, while playing. */
  rate = $state(0)
  /** The user's own data, where the run is about these; the worker has them. */
  own = $state.raw<Pick<Own, 'kind' | 'name'> | null>(null)
  /** The example that is looked at, an index in `plan.points`; null for the first one. */
  chosen = $state.raw<number | null>(null)
  /** The place that is looked at instead, in the data's units: where the pointer is, or what was drawn. */
  pointed = $state.raw<readonly number[] | null>(null)
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
  /** It is drawn in every so-manieth frame. */
  #every = 1
  #owed = 0
  #last = 0
  /** Milliseconds of a frame for training at full speed; those of its pictures; those between two frames on the screen. */
  #budget = 8
  #drawn = 3
  #interval = 16.7
  #late = 0
  #ticked = 0
  #stepMillis = 0
  #measured = { since: 0, steps: 0 }
  /** The example that was stepped to, in the data's units. */
  #home: readonly number[] | null = null
  #next: (Start & { readonly data: number }) | null = null
  #starting: Promise<void> | null = null
  /** Counts the runs that began with other data. */
  #data = 0
  /** Counts what was opened. */
  #opened = 0
  /** The plan as the run began with it, before its points were changed by hand. */
  #original: Plan | null = null
  #moved: Frame['data'] = null
  #edits = new Edits()
  #editing = false
  /** Who waits for edits that were not sent yet, and for answered ones to be shown. */
  #editors: (() => void)[] = []
  #answered: (() => void)[] = []
  /** The data whose small pictures are shown. */
  #gallery: readonly Partial<Data>[] = []
  /** The recipe of the run that goes on: `recipe` is ahead of it while a change is on its way. */
  #agreed: Experiment | null = null
  #agreedAsked: Asked = {}

  constructor(client: Promise<Client>, palette: Palette) {
    this.#client = client
    this.#want = {
      palette,
      map: 0,
      output: 0,
      probe: null,
      example: null,
      plane: null,
      predictions: false,
      repaint: false,
      inspect: null,
      film: false,
      portrait: false,
      landscape: null,
      space: null,
      relief: 0,
      findings: false,
    }
  }

  /** What the views show from now on. */
  show(part: Partial<Omit<Want, 'palette' | 'probe'>>): void {
    const changed = (Object.keys(part) as (keyof typeof part)[]).some((key) => part[key] !== this.#want[key])
    if (part.example !== undefined && part.example !== (this.example?.index ?? null)) {
      this.#home = null
      this.example = this.#example = null
      this.chosen = part.example
    }
    this.#want = { ...this.#want, ...part, probe: this.pointed ?? this.#home }
    if (changed) this.#redraw()
  }

  /** The signal of this place, in the data's units; null for that of the example that was shown before. */
  probe(place: readonly number[] | null): void {
    this.pointed = place
    this.#want = { ...this.#want, probe: place ?? this.#home }
    this.#redraw()
  }

  #redraw(): void {
    this.#stale = true
    this.#schedule()
  }

  /** Everything in other colours. */
  async recolour(palette: Palette): Promise<void> {
    if (palette === this.#want.palette) return
    this.#want = { ...this.#want, palette }
    this.#redraw()
    const colours = this.points === null ? null : await (await this.#client).colours(palette)
    if (colours !== null && this.points?.count === colours.length / 4) this.points = { ...this.points, colours }
    await this.#picture(this.#gallery)
  }

  /** Small pictures of these data are shown from now on. */
  async gallery(data: readonly Partial<Data>[]): Promise<void> {
    const known = this.#gallery.map(keyOf)
    const missing = data.filter((one) => !known.includes(keyOf(one)))
    this.#gallery = [...this.#gallery, ...missing]
    if (missing.length > 0) await this.#picture(missing)
  }

  /** Asks for small pictures; the page does without those that do not come, and asks again when they are next needed. */
  async #picture(data: readonly Partial<Data>[]): Promise<void> {
    try {
      await this.#paint(data)
    } catch {
      this.#gallery = this.#gallery.filter((one) => !data.includes(one))
    }
  }

  async #paint(data: readonly Partial<Data>[]): Promise<void> {
    const { palette } = this.#want
    const thumbnails = await (await this.#client).thumbnails(data, GALLERY_SAMPLES, palette)
    if (palette !== this.#want.palette) return // others are on their way
    for (const [index, one] of data.entries()) this.thumbnails.set(keyOf(one), thumbnails[index]!)
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
    this.#next = { ...start, data: this.#data }
    this.#starting ??= this.#startAll()
    await this.#starting
  }

  async #startAll(): Promise<void> {
    while (this.#next !== null) {
      const { data, ...next }: Start & { data: number } = this.#next
      this.#next = null
      const same = next.own === 'same'
      if (same && data !== this.#data) {
        this.#showAgreed() // it was meant for data that are gone
        continue
      }
      await this.#try(async () => {
        const { plan, frame } = await (await this.#client).start(next, { ...this.#want, probe: null, example: null })
        if (!same) {
          this.#keepDrawn()
          this.#data += 1
          this.files = null
          this.own =
            typeof next.own === 'object' && next.own !== null ? { kind: next.own.kind, name: next.own.name } : null
        }
        this.#agreedAsked = next.experiment as Asked
        this.#begin(plan, frame)
      })
    }
    this.#starting = null
  }

  /**
   * The same seeds with other data, or another network. Points that were changed by hand stay, unless others are made.
   *
   * @param own data of the user's own that `part` is about
   */
  change(part: Asked, own?: Own): void {
    const made = MAKING.some((key) => part.data?.[key] !== undefined)
    const kept: Asked = this.edited && !made ? { data: { source: OWN_POINTS, formula: '' } } : {}
    const asked = merge(merge(this.asked, kept), part)
    this.asked = asked
    if (this.recipe !== null) this.recipe = merge(this.recipe, part)
    const same = part.data?.source === undefined && (this.own !== null || (this.edited && !made))
    void this.start({ experiment: asked, own: own ?? (same ? 'same' : null) })
  }

  /**
   * Begins the run that is in files, or about the data that are in them. Of several that are opened at once the last one
   * counts. Problems are told where files are chosen, whatever part of the file they are about.
   *
   * @param size the side that images are scaled to; null for their own or a sensible one
   */
  async read(files: readonly File[], paths: readonly string[], size: number | null = null): Promise<boolean> {
    const opened = ++this.#opened
    let start: Start | null = null
    this.reading = true
    this.problem = null
    await this.#try(async () => {
      start = await (await this.#client).read(files, paths, size)
    })
    if (opened !== this.#opened) return false
    if (start !== null) await this.start(start)
    this.reading = false
    const problem = this.problem as Problem | null
    if (problem === null && this.own?.kind === 'images' && !paths.some((path) => SAVED.test(path))) {
      this.files = { files, paths, size }
    }
    if (problem !== null && problem.field !== FILES) {
      this.problem = { field: FILES, message: `${problem.field === '' ? '' : `${problem.field}: `}${problem.message}` }
    }
    return problem === null
  }

  /**
   * Points are added, moved and removed, and training goes on. Rows are those of the points that are shown. Done when the
   * points that came of it are shown, or when it was refused (`problem` says why) or other data were on their way.
   */
  async editPoints(edit: PointsEdit): Promise<void> {
    if (this.#starting !== null) return
    this.#edits.add(edit)
    const done = new Promise<void>((resolve) => this.#editors.push(resolve))
    if (!this.#editing) void this.#sendEdits()
    await done
  }

  async #sendEdits(): Promise<void> {
    this.#editing = true
    for (let edit = this.#edits.take(); edit !== null; edit = this.#edits.take()) {
      const edits = this.#edits
      const next = edit
      const editors = this.#editors.splice(0)
      const done = await this.#try(async () => {
        this.#receive(await (await this.#client).points(next, this.#want))
      })
      if (done) edits.answered()
      else this.#edits = new Edits()
      this.#answered.push(...editors)
    }
    this.#answered.push(...this.#editors.splice(0)) // nothing was left to do
    this.#editing = false
    this.#schedule()
  }

  /** Remembers points of the user's own before other data take their place. */
  #keepDrawn(): void {
    const { plan, points } = this
    if (plan?.kind !== 'points' || points === null || points.count < plan.train + plan.test) return
    if (this.edited || this.own?.kind === 'points') this.drawn = ownPoints(plan.columns, plan.classes, points)
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
    if (this.frame === null || this.frame.diverged !== null || this.hold !== null) return
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
    if (this.hold !== null) return
    if (this.playing) this.pause()
    await this.#try(async () => {
      const frame = await (await this.#client).step(this.unit, this.#want)
      this.#receive(frame)
      if (frame.example === null) return
      this.#home = [...frame.probe.inputs]
      this.#want = { ...this.#want, probe: this.pointed ?? this.#home }
    })
  }

  async reset(): Promise<void> {
    this.pause()
    await this.#try(async () => {
      const { plan, frame } = await (await this.#client).reset({ ...this.#want, probe: null, example: null })
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
    this.#edits = new Edits()
    await this.#try(async () => {
      const frame = await (await this.#client).seek(step, this.#want)
      if (this.#agreed !== null) this.#settle(this.#agreed, frame.training)
      this.#receive(frame)
    })
  }

  /** What the controls show follows the run, unless another change is already on its way. */
  #settle(before: Experiment, training: Training): void {
    const keys = Object.keys(training) as (keyof Training)[]
    const changed = keys.filter((key) => training[key] !== before.training[key]).map((key) => [key, training[key]])
    this.#agreed = { ...before, training }
    this.#agreedAsked = merge(this.#agreedAsked, { training: Object.fromEntries(changed) as Partial<Training> })
    if (this.#next === null) this.#showAgreed()
  }

  /** Shows a problem that the page itself has found. */
  refuse(problem: Problem): void {
    this.problem = problem
  }

  dismiss(): void {
    this.problem = null
  }

  /** Does it; when it is refused, the controls show the run as it goes on, and the reason. */
  async #try(action: () => Promise<void>): Promise<boolean> {
    try {
      await action()
      this.problem = null
      return true
    } catch (error) {
      this.problem = {
        field: error instanceof Refusal ? error.field : '',
        message: error instanceof Error ? error.message : String(error),
      }
      this.#showAgreed()
      return false
    }
  }

  /** The controls show the run as it goes on. */
  #showAgreed(): void {
    this.recipe = this.#agreed
    this.asked = this.#agreedAsked
  }

  #begin(plan: Plan, frame: Frame): void {
    const { data } = plan.experiment
    // Points that were changed by hand have become own ones.
    if (this.edited && data.source === OWN_POINTS) {
      this.own = { kind: 'points', name: OWN_POINTS }
      this.#agreedAsked = { ...this.#agreedAsked, data }
    }
    const fits = this.plan !== null && alike(plan.columns, this.plan.columns)
    this.plan = plan
    this.#original = plan
    this.points = plan.points
    this.edited = false
    this.hold = null
    this.#edits = new Edits()
    this.#moved = null
    this.#settle(plan.experiment, frame.training)
    this.#arrived = null
    this.history.replace(frame.history.from, frame.history.rows)
    this.frame = this.picture = frame
    this.#owed = 0
    this.example = this.#example = null
    this.#home = this.pointed = this.chosen = null
    this.#want = { ...this.#want, probe: null, example: null, plane: fits ? this.#want.plane : null }
    this.began += 1
    this.#redraw()
  }

  #receive(frame: Frame): void {
    this.history.replace(frame.history.from, frame.history.rows)
    this.#arrived = frame
    this.#moved = frame.data ?? this.#moved
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
    const late = this.#asked && arrived === null
    this.#arrived = null
    if ((arrived !== null && arrived.diverged !== null) || (this.#stopping && !this.#asked)) {
      this.#stale ||= this.playing // while it played, what takes long was some frames old
      this.playing = this.#stopping = false
    }
    if ((arrived?.repainting?.age ?? 0) > 0) this.#stale = true // large pictures come in pieces
    if (!this.#asked && this.frame !== null) this.#ask(now)
    this.#follow()
    if (arrived !== null) {
      this.frame = arrived
      this.example = this.#example
      this.#measure(now, arrived)
    }
    this.#skipped = this.playing ? (this.#skipped + 1) % Math.round(this.#every) : 0
    if (this.#skipped === 0) this.picture = this.frame
    if (this.playing) {
      this.#pace(now, late)
      this.#schedule()
    }
  }

  /** The points that came with a frame are shown together with it. */
  #follow(): void {
    this.#edits.shown()
    for (const tell of this.#answered.splice(0)) queueMicrotask(tell)
    const data = this.#moved
    if (data === null || this.plan === null || this.#original === null) return
    this.#moved = null
    this.plan = { ...this.plan, ...data }
    this.points = data.points
    const { train, test, points } = this.#original
    this.edited =
      data.train + data.test !== train + test ||
      !alike(data.points.inputs, points.inputs) ||
      !alike(data.points.values, points.values)
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
  #pace(now: number, late: boolean): void {
    const interval = now - this.#ticked
    this.#ticked = now
    if (interval > LONGEST_GAP) return
    this.#interval += 0.1 * (interval - this.#interval)
    this.#late += 0.1 * (Number(late) - this.#late)
    const every = this.#every + (this.#interval > SMOOTH || this.#late > LATE ? 0.1 : -0.01)
    this.#every = Math.max(SPEEDS[this.speed] === undefined ? RARE : 1, Math.min(RAREST, every))
    const most = Math.max(LEAST_TRAINING, WORKER_MILLIS - this.#drawn)
    const change = this.#interval > SLOWEST || this.#late > LATE ? -0.2 : 0.1
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

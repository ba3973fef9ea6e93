/** The run as the page sees it: what it is, where it stands, and everything that can be asked of it. */

import type { Data, Experiment, Training } from '../engine/generated/schema'
import { merge, type Asked } from './asked'
import { Refusal, type Client } from './client'
import type { Form } from './exporting'
import { Gallery } from './gallery'
import { History } from './history'
import type {
  Change,
  Edit,
  Frame,
  Own,
  Palette,
  Plan,
  Points,
  PointsEdit,
  Problem,
  Start,
  StopRule,
  Want,
} from './protocol'
import { Runs } from './runs.svelte'
import type { Files, Origin, OtherRun } from './side.svelte'
import { Starts } from './starts.svelte'

export { keyOf, OWN_POINTS, ownPoints, type Asked } from './asked'
export { History } from './history'
export type { OtherRun } from './side.svelte'
export { FASTEST, SPEEDS } from './tempo'

export type Unit = 'example' | 'batch' | 'epoch'
type Shown = Omit<Want, 'palette' | 'probe'>

export class Playback {
  unit = $state<Unit>('batch')
  /** When the run stops by itself. */
  stops = $state.raw<readonly StopRule[]>([])
  readonly #runs: Runs
  readonly #starts: Starts
  readonly #gallery: Gallery
  readonly #noHistory = new History()

  /** @param client opened while the page is built */
  constructor(client: Promise<Client>, palette: Palette) {
    this.#runs = new Runs(client, palette)
    this.#starts = new Starts(this.#runs)
    this.#gallery = new Gallery(client, palette)
  }

  // the run that is looked at

  get run(): number {
    return this.#runs.side?.run ?? -1
  }

  get plan(): Plan | null {
    return this.#runs.side?.plan ?? null
  }

  get frame(): Frame | null {
    return this.#runs.side?.frame ?? null
  }

  /** What the network is drawn from: where drawing is slow, and at full speed, not every frame. */
  get picture(): Frame | null {
    return this.#runs.side?.picture ?? null
  }

  get points(): Points | null {
    return this.#runs.side?.points ?? null
  }

  /** Up to `frame.furthest`. */
  get history(): History {
    return this.#runs.side?.history ?? this.#noHistory
  }

  /** What was done to it, also what lies ahead: see `frame.taking`. */
  get changes(): readonly Change[] {
    return this.#runs.side?.changes ?? []
  }

  /** Whether the points were changed by hand since the run began. */
  get edited(): boolean {
    return this.#runs.side?.edited ?? false
  }

  /** The user's own data, where the run is about these; the worker has them. */
  get own(): Origin['own'] {
    return this.#runs.side?.own ?? null
  }

  /** The images that the run is about as they were opened, to be read again at another size. */
  get files(): Files | null {
    return this.#runs.side?.files ?? null
  }

  /** Counts the runs that began to be looked at. */
  get began(): number {
    return this.#runs.began
  }

  /** The runs beside it, in the order in which they began; a run's number grows with this order. */
  get others(): readonly OtherRun[] {
    return this.#runs.others
  }

  // what the controls show

  /** The recipe as it was asked for, with everything that was changed since. */
  get asked(): Asked {
    return this.#runs.asked
  }

  /** The same with every default filled in. It is ahead of the run while a change is on its way. */
  get recipe(): Experiment | null {
    return this.#runs.recipe
  }

  get problem(): Problem | null {
    return this.#runs.problem
  }

  /** Shows a problem that the page itself has found. */
  refuse(problem: Problem): void {
    this.#runs.problem = problem
  }

  dismiss(): void {
    this.#runs.problem = null
  }

  /** Everything ends, the worker too; whoever waits for something of it waits in vain. */
  end(): void {
    this.#runs.loop.end()
    this.#runs.client.then(
      (client) => {
        client.close()
      },
      () => undefined, // it never began
    )
  }

  // what is looked at

  /** What the views show from now on. */
  show(part: Partial<Shown>): void {
    const runs = this.#runs
    const changed = (Object.keys(part) as (keyof Shown)[]).some((key) => part[key] !== runs.want[key])
    if (part.example !== undefined && part.example !== (runs.example?.index ?? runs.chosen)) {
      runs.example = null
      runs.chosen = part.example
    }
    runs.want = { ...runs.want, ...part }
    if (changed) runs.loop.redraw()
  }

  /** The example that is looked at, an index in `plan.points`; null for the first one. */
  get chosen(): number | null {
    return this.#runs.chosen
  }

  /** The example that was stepped to, until training goes on. */
  get example(): Frame['example'] {
    return this.#runs.example
  }

  /** The place that is looked at instead, in the data's units: where the pointer is, or what was drawn. */
  get pointed(): readonly number[] | null {
    return this.#runs.pointed
  }

  /** The signal of this place, in the data's units; null for that of the example that was shown before. */
  probe(place: readonly number[] | null): void {
    const runs = this.#runs
    runs.pointed = place
    runs.want = { ...runs.want, probe: place }
    runs.loop.redraw()
  }

  /** The columns of examples, by their indices in `plan.points`, one example after the other; nothing where there are none. */
  async examples(indices: readonly number[]): Promise<Float64Array> {
    try {
      return await (await this.#runs.client).examples(indices)
    } catch (error) {
      if (error instanceof Refusal) return new Float64Array()
      throw error
    }
  }

  /** Everything in other colours. */
  async recolour(palette: Palette): Promise<void> {
    const runs = this.#runs
    if (palette === runs.want.palette) return
    runs.want = { ...runs.want, palette }
    runs.loop.redraw()
    const client = await runs.client
    for (const side of runs.all) {
      try {
        side.recolour(await client.colours(palette, side.run))
      } catch (error) {
        if (!(error instanceof Refusal)) throw error // the run is gone meanwhile
      }
    }
    runs.showOthers()
    await this.#gallery.recolour(palette)
  }

  /** Small pictures of these data are shown from now on. */
  async gallery(data: readonly Partial<Data>[]): Promise<void> {
    await this.#gallery.show(data)
  }

  /** By `keyOf` their data. */
  get thumbnails(): Gallery['thumbnails'] {
    return this.#gallery.thumbnails
  }

  // which runs there are

  /** The first run, once it is known which. */
  async open(start: Promise<Start>): Promise<void> {
    await this.#starts.open(start)
  }

  /** Begins another run, in the place of all; when several are asked for at once, the last one counts. */
  async start(start: Start): Promise<void> {
    await this.#starts.start(start)
  }

  /** The same seeds with other data, or another network, in the place of the run that is looked at: see `Starts.change`. */
  async change(part: Asked, own?: Own): Promise<void> {
    await this.#starts.change(part, own)
  }

  /** The run that is looked at, as a .glow file; `restore` opens it again in the place of the one then looked at. */
  async save(): Promise<string> {
    return (await this.saved()).text
  }

  /** The same, with the numbers there. */
  async saved(): ReturnType<Client['save']> {
    return (await this.#runs.client).save()
  }

  /** The trained network of the run that is looked at: an ONNX model, or Python's source. */
  async export(form: Form): Promise<string | Uint8Array<ArrayBuffer>> {
    return (await this.#runs.client).export(form)
  }

  async restore(kept: string): Promise<void> {
    await this.#starts.restore(kept)
  }

  /** Keeps what the runs are in the browser from now on, and how they are looked at: see `src/keep`. */
  async keep(what: Parameters<Client['keep']>[0], trouble: () => MessagePort | null): Promise<void> {
    const client = await this.#runs.client
    await client.keep(what, trouble()).catch(() => undefined) // its own way to tell is `trouble`
  }

  /** The runs of a session that was kept, as they stood, and how they were looked at; null when there is no way back. */
  async resume(session: string): Promise<{ readonly view: unknown } | null> {
    return this.#starts.resume(session)
  }

  /** Begins the run that is in files, or about the data that are in them: see `Starts.read`. */
  async read(files: readonly File[], paths: readonly string[], size: number | null = null): Promise<boolean> {
    return this.#starts.read(files, paths, size)
  }

  /** Files are being read. */
  get reading(): boolean {
    return this.#starts.reading
  }

  /** The step that a long replay has come to; null while there is none. */
  get reached(): number | null {
    return this.#starts.reached
  }

  /** Points of the user's own, as they were when other data were chosen: what was drawn is not lost. */
  get drawn(): Own | null {
    return this.#starts.drawn
  }

  /** All runs from the beginning, with the settings and points as they now are. */
  async reset(): Promise<void> {
    await this.#starts.reset()
  }

  /** Another run that is the same up to here, and is looked at from now on. */
  async fork(): Promise<void> {
    await this.#starts.turn((run) => ({ type: 'fork', run, want: this.#runs.want }), 'fork')
  }

  /** Another of the runs is looked at. */
  async focus(run: number): Promise<void> {
    await this.#starts.turn(() => ({ type: 'focus', run, want: this.#runs.want }))
  }

  /** One of the runs goes. */
  async close(run: number): Promise<void> {
    await this.#starts.turn(() => ({ type: 'close', run, want: this.#runs.want }))
  }

  // what is done to the run

  /**
   * Points are added, moved and removed, and training goes on. Rows are those of the points that are shown. Done when the
   * points that came of it are shown, or when it was refused (`problem` says why) or other data were on their way.
   */
  async editPoints(edit: PointsEdit): Promise<void> {
    if (!this.#runs.coming) await this.#runs.points.add(edit)
  }

  /** A training setting, from the next step on. */
  async set(settings: Partial<Training>): Promise<void> {
    const runs = this.#runs
    const { side } = runs
    if (side === null) return
    const training: Asked = { training: settings }
    runs.recipe = merge(runs.recipe ?? side.agreed, training)
    if ((await runs.act({ type: 'set', settings })) === null) return
    side.agree(training)
    if (side === runs.side) runs.asked = merge(runs.asked, training)
  }

  /** A weight or a bias takes another value; while it is dragged, the latest one counts. Problems are those of 'edit'. */
  async editWeight(edit: Edit): Promise<void> {
    const { layer, neuron, input } = edit
    await this.#runs.command({ type: 'edit', edit }, 'edit', `edit ${layer} ${neuron} ${input}`)
  }

  /** A hidden neuron falls silent, or speaks again; layer 0 is the first hidden one. Problems are those of 'mute'. */
  async mute(layer: number, neuron: number, muted: boolean): Promise<void> {
    await this.#runs.command({ type: 'mute', mute: { layer, neuron, muted } }, 'mute')
  }

  /** A layer stays as it is, or learns again; layer 0 is the first after the inputs. Problems are those of 'freeze'. */
  async freeze(layer: number, frozen: boolean): Promise<void> {
    await this.#runs.command({ type: 'freeze', freeze: { layer, frozen } }, 'freeze')
  }

  /** To the moment before the last change, without it. */
  async undo(): Promise<void> {
    await this.#runs.leap({ type: 'undo' })
  }

  async redo(): Promise<void> {
    await this.#runs.leap({ type: 'redo' })
  }

  // time

  get playing(): boolean {
    return this.#runs.loop.playing
  }

  /** An index of SPEEDS, or FASTEST. */
  get speed(): number {
    return this.#runs.loop.speed
  }

  set speed(place: number) {
    this.#runs.loop.speed = place
  }

  /** Steps a second as measured, while playing. */
  get rate(): number {
    return this.#runs.loop.rate
  }

  /** Why the run has to wait, a sentence: nothing plays or steps meanwhile. */
  get hold(): string | null {
    return this.#runs.hold
  }

  set hold(why: string | null) {
    this.#runs.hold = why
  }

  play(): void {
    const runs = this.#runs
    if (this.hold !== null || runs.all.every(({ frame }) => frame.diverged !== null)) return
    runs.stopped = null
    runs.loop.play()
  }

  /** Stops when the frame that is on its way has been shown: from then on nothing moves. */
  pause(): void {
    this.#runs.loop.pause()
  }

  toggle(): void {
    if (this.#runs.loop.moving) this.pause()
    else this.play()
  }

  /** Done, like all that goes to another moment, when `frame` is of that moment. */
  async step(unit: Unit = this.unit): Promise<void> {
    if (this.hold !== null) return
    if (this.playing) this.pause()
    if (unit === 'example') this.#followSteps()
    await this.#runs.command({ type: 'step', unit })
  }

  /** The step before, exactly as it was. */
  async back(unit: Unit = this.unit): Promise<void> {
    if (this.hold !== null) return
    if (unit === 'example') this.#followSteps()
    await this.#runs.leap({ type: 'back', unit }, 'step')
  }

  /** To another moment of the run. */
  async seek(step: number): Promise<void> {
    this.#runs.stopped = null
    await this.#runs.leap({ type: 'seek', step }, 'step')
  }

  /** The same while the timeline is dragged: the latest moment counts, and one is on its way at a time. */
  async scrub(step: number): Promise<void> {
    this.#runs.stopped = null
    await this.#runs.leap({ type: 'seek', step }, 'step', 'seek')
  }

  /** Where the training loss was lowest: to go on from there after a divergence. */
  best(): number {
    return this.history.best()
  }

  /** When the run is to stop by itself from now on. Problems are those of 'stops'. */
  async setStops(rules: readonly StopRule[]): Promise<void> {
    const before = this.stops
    this.stops = rules
    await this.#runs.commands.do('stops', async () => {
      const frame = await this.#runs.act({ type: 'stops', rules }, 'stops')
      if (frame === null && this.stops === rules) this.stops = before
    })
  }

  /** Why the run has stopped by itself, until it moves again. */
  get stopped(): StopRule | null {
    return this.#runs.stopped
  }

  /** Whatever else was looked at: from now on it is the example that is stepped to. */
  #followSteps(): void {
    const runs = this.#runs
    runs.chosen = null
    runs.want = { ...runs.want, example: null }
  }
}

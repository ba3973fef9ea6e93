/** Which runs there are: what begins one, from recipes, files and forks, and what ends it. */

import { makesPoints, merge, OWN_POINTS, ownPoints, type Asked } from './asked'
import type { Turn } from './client'
import type { Own, Plan, Problem, Start } from './protocol'
import type { Runs } from './runs.svelte'
import { Side, type Origin } from './side.svelte'

/** Where problems with files are explained. */
const FILES = 'data.source'
const KEPT = 'kept.glow'
const SAVED = /\.(glow|json)$/i

type Next = Start & { readonly data: number; readonly instead: number | null }

export class Starts {
  /** Files are being read. */
  reading = $state(false)
  /** The step that a long replay has come to; null while there is none. */
  reached = $state<number | null>(null)
  /** Points of the user's own, as they were when other data were chosen: what was drawn is not lost. */
  drawn = $state.raw<Own | null>(null)
  readonly #runs: Runs
  #next: Next | null = null
  #starting: Promise<void> | null = null
  /** Counts the runs that began with other data. */
  #data = 0
  /** Counts what was opened. */
  #opened = 0

  constructor(runs: Runs) {
    this.#runs = runs
  }

  /** The first run, once it is known which. */
  async open(start: Promise<Start>): Promise<void> {
    let first: Start | null = null
    await this.#runs.try(async () => {
      first = await start
    })
    if (first !== null) await this.start(first)
  }

  /**
   * Begins another run; when several are asked for at once, the last one counts.
   *
   * @param instead the run whose place it takes, beside the others; null: that of all
   */
  async start(start: Start, instead: number | null = null): Promise<void> {
    this.#next = { ...start, data: this.#data, instead }
    this.#runs.coming = true
    this.#starting ??= this.#startAll()
    await this.#starting
  }

  async #startAll(): Promise<void> {
    const runs = this.#runs
    while (this.#next !== null) {
      const { data, instead, ...next }: Next = this.#next
      this.#next = null
      const same = next.own === 'same'
      if (same && data !== this.#data) {
        runs.showAgreed() // it was meant for data that are gone
        continue
      }
      await runs.try(async () => {
        const started = await (
          await runs.client
        ).start(next, runs.fresh, instead, (step) => {
          this.reached = step
        })
        if (!same) {
          this.#keepDrawn()
          this.#data += 1
        }
        runs.commands.forget()
        runs.coming = this.#next !== null
        runs.begin(started, 'looked at', ({ run, plan, frame }) => new Side(run, plan, frame, this.#origin(next, plan)))
      })
    }
    runs.coming = false
    this.reached = this.#starting = null
  }

  #origin({ own, experiment }: Start, plan: Plan): Origin {
    const asked = experiment as Asked
    const { side } = this.#runs
    if (own === 'same' && side !== null) return side.origin(plan, asked)
    const given = typeof own === 'object' && own !== null ? { kind: own.kind, name: own.name } : null
    return { asked, own: given, files: null }
  }

  /**
   * The same seeds with other data, or another network, in the place of the run that is looked at. Points that were
   * changed by hand stay, unless others are made.
   *
   * @param own data of the user's own that `part` is about
   */
  async change(part: Asked, own?: Own): Promise<void> {
    const runs = this.#runs
    const { edited = false, own: before = null, run = null } = runs.side ?? {}
    const made = makesPoints(part)
    const kept: Asked = edited && !made ? { data: { source: OWN_POINTS, formula: '' } } : {}
    const asked = merge(merge(runs.asked, kept), part)
    runs.asked = asked
    if (runs.recipe !== null) runs.recipe = merge(runs.recipe, part)
    const same = part.data?.source === undefined && (before !== null || (edited && !made))
    await this.start({ experiment: asked, own: own ?? (same ? 'same' : null) }, run)
  }

  /**
   * Begins the run that is in files, or about the data that are in them. Of several that are opened at once the last one
   * counts. Problems are told where files are chosen, whatever part of the file they are about.
   *
   * @param size the side that images are scaled to; null for their own or a sensible one
   */
  async read(files: readonly File[], paths: readonly string[], size: number | null): Promise<boolean> {
    const runs = this.#runs
    const opened = ++this.#opened
    let start: Start | null = null
    this.reading = true
    runs.problem = null
    await runs.try(async () => {
      start = await (await runs.client).read(files, paths, size)
    })
    if (opened !== this.#opened) return false
    if (start !== null) await this.start(start)
    this.reading = false
    const problem = runs.problem as Problem | null
    const { side } = runs
    if (problem === null && side?.own?.kind === 'images' && !paths.some((path) => SAVED.test(path))) {
      side.files = { files, paths, size }
    }
    if (problem !== null && problem.field !== FILES) {
      runs.problem = { field: FILES, message: `${problem.field === '' ? '' : `${problem.field}: `}${problem.message}` }
    }
    return problem === null
  }

  /** A run that was kept as a .glow file takes the place of the one that is looked at, and stands as it stood. */
  async restore(kept: string): Promise<void> {
    const runs = this.#runs
    const { run = null } = runs.side ?? {}
    let start: Start | null = null
    await runs.try(async () => {
      start = await (await runs.client).read([new File([kept], KEPT)], [KEPT], null)
    })
    if (start !== null) await this.start(start, run)
  }

  /** The runs of a session that was kept stand as they stood; null when there is no way back: `problem` says why. */
  async resume(session: string): Promise<{ readonly view: unknown } | null> {
    const runs = this.#runs
    let found: { readonly view: unknown } | null = null
    await runs.try(async () => {
      const { started, recipes, view } = await (await runs.client).resume(session, runs.fresh)
      const order = [started.run, ...started.others.map(({ run }) => run)].sort((a, b) => a - b)
      runs.begin(started, 'all', ({ run, plan, frame }) => {
        const { recipe, own } = recipes[order.indexOf(run)]!
        return new Side(run, plan, frame, { asked: recipe, own, files: null })
      })
      found = { view }
    })
    return found
  }

  /** All runs from the beginning, with the settings and points as they now are. */
  async reset(): Promise<void> {
    const runs = this.#runs
    runs.loop.pause()
    runs.commands.forget()
    await runs.try(async () => {
      const started = await (await runs.client).reset(runs.fresh)
      runs.begin(started, 'all', ({ run, plan, frame }, before) => new Side(run, plan, frame, before!.origin(plan)))
    })
  }

  /** Another of the runs is looked at, one more, or one fewer. */
  async turn(request: (run: number) => Turn, field?: string): Promise<void> {
    const runs = this.#runs
    await runs.commands.do(null, async () => {
      const { side } = runs
      if (side === null || runs.coming) return
      await runs.try(async () => {
        const started = await (await runs.client).turn(request(side.run))
        runs.begin(started, 'unknown', ({ run, plan, frame }) => side.forked(run, plan, frame))
      }, field)
    })
  }

  /** Remembers points of the user's own before other data take their place. */
  #keepDrawn(): void {
    const { side } = this.#runs
    if (side === null) return
    const { plan, points, edited, own } = side
    if (plan.kind !== 'points' || points.count < plan.train + plan.test) return
    if (edited || own?.kind === 'points') this.drawn = ownPoints(plan.columns, plan.classes, points)
  }
}

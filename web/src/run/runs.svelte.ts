/** The runs that stand side by side, one of which is looked at, and how what is asked of it reaches the worker. */

import type { Experiment } from '../engine/generated/schema'
import { type Asked } from './asked'
import { Refusal, type Act, type Client, type Started } from './client'
import { Commands } from './commands'
import { Loop } from './loop.svelte'
import { PointsQueue } from './pointsqueue'
import { nothing, type Frame, type Palette, type Plan, type Problem, type StopRule, type Want } from './protocol'
import { alike, type OtherRun, type Side } from './side.svelte'

/** What is asked of the run that is looked at, but for what everything has that is asked of it. */
export type Asking = Act extends infer Each ? (Each extends Act ? Omit<Each, 'want' | 'run'> : never) : never
type Part = { readonly run: number; readonly plan: Plan; readonly frame: Frame }

export class Runs {
  /** The one that is looked at. */
  side = $state.raw<Side | null>(null)
  /** The others, in the order in which they began. */
  others = $state.raw<readonly OtherRun[]>([])
  /** Counts how often one began to be looked at. */
  began = $state(0)
  /** The recipe as it was asked for, and in full: ahead of the run while a change is on its way. */
  asked = $state.raw<Asked>({})
  recipe = $state.raw<Experiment | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** Why the run has stopped by itself. */
  stopped = $state.raw<StopRule | null>(null)
  /** The example that was stepped to, until training goes on; one that was chosen comes first. */
  example = $state.raw<Frame['example']>(null)
  chosen = $state.raw<number | null>(null)
  /** The place that is looked at instead, in the data's units: where the pointer is, or what was drawn. */
  pointed = $state.raw<readonly number[] | null>(null)
  /** Why the run has to wait, a sentence: nothing plays or steps meanwhile. */
  hold = $state<string | null>(null)

  all: readonly Side[] = []
  want: Want
  /** Another run is on its way: the controls show that, and nothing new is done to the one that goes. */
  coming = false
  readonly client: Promise<Client>
  readonly loop: Loop
  /** Whose network was drawn last. */
  #turn = 0
  readonly commands = new Commands()
  readonly points: PointsQueue

  constructor(client: Promise<Client>, palette: Palette) {
    this.client = client
    this.want = nothing(palette)
    this.points = new PointsQueue(async (points) => (await this.act({ type: 'points', points })) !== null)
    this.loop = new Loop({
      ask: async (advance) => this.#noted(await (await client).frame(advance, this.want)),
      show: (frame, drawn) => {
        this.#show(frame, drawn)
      },
      fail: (error) => {
        this.problem = problemOf(error)
      },
    })
  }

  /** What a run is asked for that has not been looked at. */
  get fresh(): Want {
    return { ...this.want, probe: null, example: null }
  }

  /**
   * Other runs than before, or another one of them is looked at.
   *
   * @param anew which of them begin now; `make` makes these
   */
  begin(
    { run, plan, frame, others }: Started,
    anew: 'looked at' | 'all' | 'unknown',
    make: (part: Part, before: Side | undefined) => Side,
  ): void {
    const sides = [{ run, plan, frame }, ...others].map((part) => {
      const before = this.all.find((side) => side.run === part.run)
      const begins = anew === 'all' || (anew === 'looked at' && part.run === run)
      if (before === undefined || begins) return make(part, before)
      before.renew(part.plan, part.frame)
      return before
    })
    const fits = this.side !== null && alike(plan.columns, this.side.plan.columns)
    this.side = sides[0]!
    this.all = sides.sort((a, b) => a.run - b.run)
    this.hold = this.stopped = this.example = this.chosen = this.pointed = null
    this.points.forget()
    this.want = { ...this.fresh, plane: fits ? this.want.plane : null }
    this.showOthers()
    if (!this.coming) this.showAgreed()
    this.began += 1
    this.loop.begin()
  }

  /** Asks at once; null when it was refused. */
  async act(asking: Asking, field?: string): Promise<Frame | null> {
    const { side } = this
    let frame: Frame | null = null
    await this.try(
      async () => {
        if (side === null) return
        frame = await (await this.client).act({ ...asking, want: this.want, run: side.run } as Act)
        this.loop.receive(this.#noted(frame))
      },
      field,
      () => side === this.side,
    )
    return frame
  }

  /** Asks when everything before it is done, if the run is still looked at then; done when what came of it is shown. */
  async command(asking: Asking, field?: string, kind: string | null = null): Promise<void> {
    const { side } = this
    if (this.coming) return // the run is about to go
    await this.commands.do(kind, async () => {
      if (side === this.side) await this.act(asking, field)
    })
    await this.loop.shown()
  }

  /** The same for a way to another moment: a long one is gone in several frames, unless another is asked for meanwhile. */
  async leap(asking: Asking, field?: string, kind: string | null = null): Promise<void> {
    const { side } = this
    if (side === null || this.coming) return
    this.loop.pause()
    this.points.forget()
    await this.commands.do(kind, async () => {
      for (let next: Asking | null = asking; next !== null && side === this.side;) {
        const frame: Frame | null = await this.act(next, field)
        if (frame === null) break
        side.settle(frame.training)
        if (!this.coming) this.showAgreed()
        const on = frame.heading !== null && !this.commands.waits('seek')
        next = on ? { type: 'frame', advance: null } : null
      }
    })
    await this.loop.shown()
  }

  /**
   * Does it; when it is refused, the controls show the run as it goes on, and the reason.
   *
   * @param field where it is explained, whatever part of it was wrong
   * @param matters whether the reason still means anything
   */
  async try(action: () => Promise<void>, field?: string, matters = (): boolean => true): Promise<boolean> {
    try {
      await action()
      this.problem = null
      return true
    } catch (error) {
      if (!matters()) return false
      this.problem = problemOf(error, field)
      this.showAgreed()
      return false
    }
  }

  /** The controls show the run as it goes on. */
  showAgreed(): void {
    this.recipe = this.side?.agreed ?? null
    this.asked = this.side?.asked ?? {}
  }

  showOthers(): void {
    const others = this.all.filter((side) => side !== this.side)
    if (others.length + this.others.length > 0) this.others = others.map((side) => side.other)
  }

  /** A frame has come. */
  #noted(frame: Frame): Frame {
    this.stopped = frame.stopped ?? this.stopped
    this.side?.take(frame)
    for (const { run, frame: other } of frame.others) this.#find(run)?.take(other)
    return frame
  }

  /** A frame is to be seen; without one, what came before. `drawn`: the network follows. */
  #show(frame: Frame | null, drawn: boolean): void {
    const { side } = this
    if (side === null) return
    this.points.shown()
    for (const each of this.all) each.follow()
    if (frame !== null) {
      side.show(frame, true)
      this.example = this.chosen === null ? frame.example : null
      for (const { run, frame: other, whole } of frame.others) this.#find(run)?.show(other, whole)
    }
    if (drawn) this.#draw()
    if (frame !== null || drawn) this.showOthers()
  }

  /** Of several networks one is drawn at a time while they move. */
  #draw(): void {
    const turn = (this.#turn = (this.#turn + 1) % this.all.length)
    for (const [place, side] of this.all.entries()) if (!this.loop.playing || place === turn) side.draw()
  }

  #find(run: number): Side | undefined {
    return this.all.find((side) => side.run === run)
  }
}

const problemOf = (error: unknown, field = error instanceof Refusal ? error.field : ''): Problem => ({
  field,
  message: error instanceof Error ? error.message : String(error),
})

/** What the page knows of a run: several may stand side by side. */

import type { Experiment, Training } from '../engine/generated/schema'
import { merge, OWN_POINTS, type Asked } from './asked'
import { History } from './history'
import type { Change, Frame, Own, Plan, Points } from './protocol'

/** A run beside the one that is looked at. */
export type OtherRun = {
  readonly run: number
  readonly plan: Plan
  /** Its numbers now, and what it was last drawn from. */
  readonly frame: Frame
  readonly picture: Frame
  readonly history: History
  readonly changes: readonly Change[]
}

/** The images that a run is about as they were opened, to be read again at another size. */
export type Files = { readonly files: readonly File[]; readonly paths: readonly string[]; readonly size: number | null }

/** Where a run comes from: the recipe as it was asked for, and the user's own data that it is about. */
export type Origin = {
  readonly asked: Asked
  readonly own: Pick<Own, 'kind' | 'name'> | null
  readonly files: Files | null
}

export class Side {
  readonly run: number
  /** The plan as the run began with it, before its points were changed by hand. */
  readonly original: Plan
  readonly own: Origin['own']
  files = $state.raw<Files | null>(null)
  plan = $state.raw() as Plan
  points = $state.raw() as Points
  frame = $state.raw() as Frame
  picture = $state.raw() as Frame
  changes = $state.raw<readonly Change[]>([])
  /** Whether the points were changed by hand since the run began. */
  edited = $state(false)
  readonly history = new History()
  /** The recipe of the run as it goes on, as it was asked for and in full. */
  asked: Asked
  agreed: Experiment
  #whole = $state.raw() as Frame
  #planned: Plan | null = null
  #plannedBy: Plan | null = null
  /** Points that have come with a frame that is not shown yet. */
  #moved: Frame['data'] = null

  constructor(run: number, plan: Plan, frame: Frame, { asked, own, files }: Origin, original = plan) {
    this.run = run
    this.original = original
    this.own = own
    this.files = files
    this.asked = asked
    this.agreed = plan.experiment
    this.renew(plan, frame)
  }

  /** Where a run comes from that goes on with these data; points that were changed by hand are its own. */
  origin(plan: Plan, asked = this.asked): Origin {
    const { data } = plan.experiment
    if (!this.edited || data.source !== OWN_POINTS) return { asked, own: this.own, files: this.files }
    return { asked: { ...asked, data }, own: { kind: 'points', name: OWN_POINTS }, files: null }
  }

  /** Another run that is the same up to here. */
  forked(run: number, plan: Plan, frame: Frame): Side {
    return new Side(run, plan, frame, { asked: this.asked, own: this.own, files: this.files }, this.original)
  }

  /** The whole of it anew. */
  renew(plan: Plan, frame: Frame): void {
    this.plan = plan
    this.#moved = null
    this.#showPoints(plan.points)
    this.take(frame)
    this.frame = this.picture = this.#whole = frame
    this.settle(frame.training)
  }

  /** A frame has come: what is only said once is kept, whether or not the frame will be shown. */
  take({ history, changes, data }: Frame): void {
    this.history.replace(history.from, history.rows)
    if (changes !== null) this.changes = [...this.changes.slice(0, changes.from), ...changes.entries]
    this.#moved = data ?? this.#moved
  }

  /** The points that came with a frame are shown together with it. */
  follow(): void {
    const data = this.#moved
    if (data === null) return
    this.#moved = null
    this.plan = { ...this.plan, ...data }
    this.#showPoints(data.points)
  }

  #showPoints(points: Points): void {
    this.points = points
    const { count, inputs, values } = this.original.points
    this.edited =
      points.count !== count ||
      !alike(points.inputs, inputs) ||
      !alike(points.values, values) ||
      this.plan.train + this.plan.test !== this.original.train + this.original.test
  }

  /** The recipe follows the run's settings. */
  settle(training: Training): void {
    const before = this.agreed.training
    const keys = Object.keys(training) as (keyof Training)[]
    const changed = keys.filter((key) => training[key] !== before[key]).map((key) => [key, training[key]])
    this.agreed = { ...this.agreed, training }
    this.asked = merge(this.asked, { training: Object.fromEntries(changed) as Partial<Training> })
  }

  /** A change was made to the recipe as it goes on. */
  agree(part: Asked): void {
    this.asked = merge(this.asked, part)
    this.agreed = merge(this.agreed, part)
  }

  /** The points in other colours, if these are still those. */
  recolour(colours: Uint8ClampedArray): void {
    if (this.points.count === colours.length / 4) this.points = { ...this.points, colours }
  }

  /** A frame is to be seen; `whole`: with its pictures. */
  show(frame: Frame, whole: boolean): void {
    this.frame = frame
    if (whole) this.#whole = frame
  }

  /** The network is drawn from the last frame that had pictures. */
  draw(): void {
    this.picture = this.#whole
  }

  /** As it stands beside another run. */
  get other(): OtherRun {
    const { run, frame, picture, history, changes } = this
    // The same plan as long as it is: what is laid out by it stays.
    if (this.#planned?.points !== this.points || this.#plannedBy !== this.plan) {
      this.#planned = { ...this.plan, points: this.points }
      this.#plannedBy = this.plan
    }
    return { run, plan: this.#planned, frame, picture, history, changes }
  }
}

export function alike<Value>(a: ArrayLike<Value>, b: ArrayLike<Value>): boolean {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false
  return true
}

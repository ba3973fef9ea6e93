/** What a frame carries of what is opened: each part only if it is wanted, all of them within the time that there is. */

import type { Matrix } from './examples'
import type { Looked } from './looked'
import type { Makers } from './makers'
import type { Maps } from './maps'
import type { Frame, Want } from './protocol'
import type { Scene } from './scene'
import type { Vitals } from './vitals'

/** While the run stands, what comes in pieces may take so many milliseconds of a frame: controls still answer at once. */
const STANDING = 12

type Parts = Pick<
  Frame,
  'inspection' | 'film' | 'portrait' | 'landscape' | 'slice' | 'space' | 'findings' | 'unfinished'
>
const NOTHING: Parts = {
  inspection: null,
  film: null,
  portrait: null,
  landscape: null,
  slice: null,
  space: null,
  findings: null,
  unfinished: false,
}

/** The first view of a run needs none of them. */
let vitals: typeof import('./vitals') | null = null
let makers: typeof import('./makers') | null = null

/** Before frames with what is wanted: what makes that is loaded; null where nothing has to be. */
export function prepare(want: Want): Promise<void> | null {
  const vital = Number(want.portrait) + Number(want.findings)
  const some = vitals === null && vital > 0
  const others = makers === null && jobsOf(want) > vital
  return some || others ? load(some, others) : null
}

export async function load(some = true, others = true): Promise<void> {
  if (some) vitals = await import('./vitals')
  if (others) makers = await import('./makers')
}

function jobsOf({ inspect, film, portrait, landscape, slice, space, findings }: Want): number {
  const wanted = [inspect !== null, film, portrait, landscape !== null, slice !== null, space !== null, findings]
  return wanted.filter(Boolean).length
}

export class Closer {
  readonly #scene: Scene
  readonly #maps: Maps
  #vitals: Vitals | null = null
  #makers: Makers | null = null

  constructor(scene: Scene, maps: Maps) {
    this.#scene = scene
    this.#maps = maps
  }

  /** An edit, a setting or a leap; `data`: the examples are others, too. */
  forget(data: boolean): void {
    this.#vitals?.forget(data)
    this.#makers?.forget()
  }

  /**
   * What `prepare` has been called for.
   *
   * @param exact whether nothing may be older than the run, except what comes in pieces
   * @param end when they should be done, by the clock
   */
  get(want: Want, looked: Looked, palette: Matrix, exact: boolean, end: number): Parts {
    let jobs = jobsOf(want)
    if (jobs === 0) return NOTHING
    const { inspect, film, portrait, landscape, slice, space, findings } = want
    const share = (): number => Math.max(0, end - performance.now()) / Math.max(1, jobs--)
    const parts = {
      inspection: inspect === null ? null : this.#made.inspector.get(inspect, looked, exact, share()),
      film: film ? this.#made.films.get(looked, want.palette, palette, exact, share()) : null,
      slice: slice === null ? null : this.#made.slices.get(slice, exact, share()),
      space: space === null ? null : this.#made.spaces.get(space, want, palette, exact, share()),
      portrait: portrait ? this.#vital.portraits.get(exact, exact ? STANDING : share()) : null,
      findings: findings ? this.#vital.findings.get(exact, share()) : null,
      landscape: landscape === null ? null : this.#made.landscapes.get(landscape, exact, exact ? STANDING : share()),
    }
    const unfinished =
      (portrait && this.#vital.portraits.unfinished) || (parts.landscape !== null && this.#made.landscapes.unfinished)
    return { ...parts, unfinished }
  }

  get #vital(): Vitals {
    return (this.#vitals ??= new vitals!.Vitals(this.#scene))
  }

  get #made(): Makers {
    return (this.#makers ??= new makers!.Makers(this.#scene, this.#maps))
  }
}

/** What a frame carries of what is opened: each part only if it is wanted, all of them within the time that there is. */

import type { Matrix } from './examples'
import { Films } from './film'
import { Findings } from './findings'
import { Inspector } from './inspection'
import { Landscapes } from './landscape'
import type { Looked } from './looked'
import type { Maps } from './maps'
import { Portraits } from './portrait'
import type { Frame, Want } from './protocol'
import type { Scene } from './scene'
import { Slices } from './slice'
import { Spaces } from './space'

/** While the run stands, what comes in pieces may take so many milliseconds of a frame: controls still answer at once. */
const STANDING = 12

type Parts = Pick<
  Frame,
  'inspection' | 'film' | 'portrait' | 'landscape' | 'slice' | 'space' | 'findings' | 'unfinished'
>

export class Closer {
  readonly #inspector: Inspector
  readonly #films: Films
  readonly #portraits: Portraits
  readonly #landscapes: Landscapes
  readonly #slices: Slices
  readonly #spaces: Spaces
  readonly #findings: Findings

  constructor(scene: Scene, maps: Maps) {
    this.#inspector = new Inspector(scene)
    this.#films = new Films(scene)
    this.#portraits = new Portraits(scene)
    this.#landscapes = new Landscapes(scene.run)
    this.#slices = new Slices(scene.run)
    this.#spaces = new Spaces(scene, maps)
    this.#findings = new Findings(scene.run, this.#portraits)
  }

  /** An edit, a setting or a leap; `data`: the examples are others, too. */
  forget(data: boolean): void {
    this.#inspector.forget()
    this.#films.forget()
    this.#portraits.forget(data)
    this.#landscapes.forget()
    this.#slices.forget()
    this.#spaces.forget()
    this.#findings.forget()
  }

  /**
   * @param exact whether nothing may be older than the run, except what comes in pieces
   * @param end when they should be done, by the clock
   */
  get(want: Want, looked: Looked, palette: Matrix, exact: boolean, end: number): Parts {
    const { inspect, film, portrait, landscape, slice, space } = want
    const wanted = [inspect !== null, film, portrait, landscape !== null, slice !== null, space !== null, want.findings]
    let jobs = wanted.filter(Boolean).length
    const share = (): number => Math.max(0, end - performance.now()) / Math.max(1, jobs--)
    const parts = {
      inspection: inspect === null ? null : this.#inspector.get(inspect, looked, exact, share()),
      film: film ? this.#films.get(looked, want.palette, palette, exact, share()) : null,
      slice: slice === null ? null : this.#slices.get(slice, exact, share()),
      space: space === null ? null : this.#spaces.get(space, want, palette, exact, share()),
      portrait: portrait ? this.#portraits.get(exact, exact ? STANDING : share()) : null,
      findings: want.findings ? this.#findings.get(exact, share()) : null,
      landscape: landscape === null ? null : this.#landscapes.get(landscape, exact, exact ? STANDING : share()),
    }
    const unfinished =
      (portrait && this.#portraits.unfinished) || (parts.landscape !== null && this.#landscapes.unfinished)
    return { ...parts, unfinished }
  }
}

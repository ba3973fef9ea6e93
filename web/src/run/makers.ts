/** What is computed of what is opened. It is loaded when the first of it is wanted: see closer.ts. */

import { Films } from './film'
import { Findings } from './findings'
import { Inspector } from './inspection'
import { Landscapes } from './landscape'
import type { Maps } from './maps'
import { Portraits } from './portrait'
import type { Scene } from './scene'
import { Slices } from './slice'
import { Spaces } from './space'

export class Makers {
  readonly inspector: Inspector
  readonly films: Films
  readonly portraits: Portraits
  readonly landscapes: Landscapes
  readonly slices: Slices
  readonly spaces: Spaces
  readonly findings: Findings

  constructor(scene: Scene, maps: Maps) {
    this.inspector = new Inspector(scene)
    this.films = new Films(scene)
    this.portraits = new Portraits(scene)
    this.landscapes = new Landscapes(scene.run)
    this.slices = new Slices(scene.run)
    this.spaces = new Spaces(scene, maps)
    this.findings = new Findings(scene.run, this.portraits)
  }

  /** An edit, a setting or a leap; `data`: the examples are others, too. */
  forget(data: boolean): void {
    this.inspector.forget()
    this.films.forget()
    this.portraits.forget(data)
    this.landscapes.forget()
    this.slices.forget()
    this.spaces.forget()
    this.findings.forget()
  }
}

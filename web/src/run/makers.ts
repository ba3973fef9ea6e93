/** What is computed of what is opened. It is loaded when the first of it is wanted: see closer.ts. */

import { Films } from './film'
import { Inspector } from './inspection'
import { Landscapes } from './landscape'
import type { Maps } from './maps'
import type { Scene } from './scene'
import { Slices } from './slice'
import { Spaces } from './space'

export class Makers {
  readonly inspector: Inspector
  readonly films: Films
  readonly landscapes: Landscapes
  readonly slices: Slices
  readonly spaces: Spaces

  constructor(scene: Scene, maps: Maps) {
    this.inspector = new Inspector(scene)
    this.films = new Films(scene)
    this.landscapes = new Landscapes(scene.run)
    this.slices = new Slices(scene.run)
    this.spaces = new Spaces(scene, maps)
  }

  /** An edit, a setting or a leap. */
  forget(): void {
    this.inspector.forget()
    this.films.forget()
    this.landscapes.forget()
    this.slices.forget()
    this.spaces.forget()
  }
}

/** What is computed of how a run is doing; it is told of every run, so it is loaded before what is opened: see closer.ts. */

import { Findings } from './findings'
import { Portraits } from './portrait'
import type { Scene } from './scene'

export class Vitals {
  readonly portraits: Portraits
  readonly findings: Findings

  constructor(scene: Scene) {
    this.portraits = new Portraits(scene)
    this.findings = new Findings(scene.run, this.portraits)
  }

  /** An edit, a setting or a leap; `data`: the examples are others, too. */
  forget(data: boolean): void {
    this.portraits.forget(data)
    this.findings.forget()
  }
}

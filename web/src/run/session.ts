/** What the worker does with a request. No messages here, so that tests can call it as the page does. */

import { Engine, OutOfMemory } from '../engine/engine'
import { InputError, shown } from './errors'
import { Frames, type Example, type Moved } from './frame'
import { checkOwn } from './own'
import { Pace } from './pace'
import type { Own, Reply, Request, Start, Thumbnail } from './protocol'
import { Run } from './run'
import { thumbnail } from './thumbnail'

/** An engine whose memory has grown beyond this is not used for another run. */
const LARGE = 64e6
/** A frame that asks for steps takes fewer when they last longer than this (milliseconds). */
const LONGEST = 250
/** A saved run is gone through in slices of about so many milliseconds, and for five minutes at most. */
const SLICE = 40
const LONGEST_REPLAY = 300_000
/** A record for the history is made in pieces of so many examples or more, for about so many milliseconds of a frame. */
const PIECE = 256
const RECORDING = 12

type Under = { readonly frames: Frames; readonly engine: Engine }
type Of<Kind extends Request['type']> = Extract<Request, { type: Kind }>

export class Session {
  readonly #module: WebAssembly.Module
  #current: Under | null = null
  #spare: Engine | null = null
  #pace = new Pace(0)
  #piece = PIECE
  /** How many examples of the present batch have been shown. */
  #example = 0

  constructor(module: WebAssembly.Module) {
    this.#module = module
  }

  /** Answers a request; one that cannot be fulfilled with the reason, and the run is as it was. */
  async answer(request: Exclude<Request, { type: 'load' }>): Promise<Reply> {
    try {
      return await this.#answer(request)
    } catch (error) {
      if (error instanceof InputError) return { type: 'problem', field: error.field, message: error.message }
      if (error instanceof OutOfMemory) return { type: 'problem', field: '', message: error.message }
      throw error
    }
  }

  async #answer(request: Exclude<Request, { type: 'load' }>): Promise<Reply> {
    switch (request.type) {
      case 'start':
        return this.#start(request, request)
      case 'reset': {
        const { recipe, training, own, edited } = this.#run
        const data = edited ? { ...recipe.data, source: own!.name, formula: '' } : recipe.data
        return this.#start(request, { experiment: { ...recipe, data, training }, own })
      }
      case 'thumbnails':
        return { type: 'thumbnails', thumbnails: await this.#thumbnails(request) }
      case 'colours':
        return { type: 'colours', colours: this.#frames.colours(request.palette) }
      case 'read': {
        const { read } = await import('./reading/index')
        const { files, paths, size } = request
        return { type: 'read', start: await read(files, paths, size, this.#module) }
      }
      case 'save':
        return { type: 'saved', text: this.#save() }
      case 'frame': {
        const moved = this.#move(request.advance)
        return { type: 'frame', frame: this.#frames.frame(request.want, moved, request.advance === null) }
      }
      case 'step':
        return this.#step(request)
      case 'set':
        this.#run.set(request.settings)
        break
      case 'edit':
        this.#run.edit(request.edit)
        break
      case 'points':
        this.#run.editPoints(request.points)
        this.#example = 0
        break
      case 'seek':
        this.#run.seek(request.step)
        this.#example = 0
        break
    }
    this.#frames.forget()
    return { type: 'frame', frame: this.#frames.frame(request.want, { taken: 0, millis: 0 }, true) }
  }

  get #frames(): Frames {
    if (this.#current === null) throw new InputError('', 'expected a run, got none yet: start one')
    return this.#current.frames
  }

  get #run(): Run {
    return this.#frames.run
  }

  /** The run before stays untouched, in a memory of its own, until the new one stands. */
  async #start({ want }: Of<'start' | 'reset'>, start: Start): Promise<Reply> {
    const engine = await this.#takeEngine()
    try {
      const { experiment, own, log, step, digest } = checked(start)
      const run = await Run.begin(engine, experiment, own === 'same' ? this.#run.own : own)
      run.resume(log)
      await replay(run, step)
      if (digest !== null) verify(run, digest, step)
      const frames = new Frames(run)
      const plan = frames.plan(want.palette)
      const frame = frames.frame(want, { taken: 0, millis: 0 }, true, null, true)
      const before = this.#current?.engine ?? null
      this.#current = { frames, engine }
      this.#keep(before)
      this.#pace = paceOf(run)
      this.#example = 0
      return { type: 'started', plan, frame, run: 0, others: [] }
    } catch (error) {
      this.#keep(engine)
      throw error
    }
  }

  async #takeEngine(): Promise<Engine> {
    const engine = this.#spare
    this.#spare = null
    return engine ?? (await Engine.load(this.#module))
  }

  #keep(engine: Engine | null): void {
    if (engine !== null && engine.bytes <= LARGE) this.#spare = engine
  }

  /** Trains for so many steps, or for so long, and notes how long a step takes. */
  #move(advance: Of<'frame'>['advance']): Moved {
    if (advance === null) return { taken: 0, millis: 0 }
    this.#example = 0
    const [steps, millis] = 'steps' in advance ? [advance.steps, LONGEST] : [Infinity, advance.millis]
    return this.#pace.go((count) => this.#advance(count), steps, millis)
  }

  /** Takes so many steps, fewer when the history needs more time for a record than a frame has: later frames go on. */
  #advance(count: number): number {
    const run = this.#run
    const start = performance.now()
    let taken = 0
    do {
      const before = performance.now()
      taken += run.advance(count - taken, this.#piece)
      const now = performance.now()
      if (!run.recording || now - start > RECORDING) break
      this.#piece = now - before < RECORDING / 4 ? 2 * this.#piece : Math.max(PIECE, this.#piece / 2)
    } while (taken < count)
    return taken
  }

  #step({ unit, want }: Of<'step'>): Reply {
    const run = this.#run
    let [taken, millis] = [0, 0]
    let example: Example | null = null
    const batch = unit === 'example' && run.diverged === null ? run.nextBatch() : new Int32Array()
    if (this.#example < batch.length) {
      example = { place: batch[this.#example]!, position: this.#example, batch: batch.length }
      this.#example += 1
    } else {
      const start = performance.now()
      taken = run.advance(unit === 'epoch' ? run.stepsToEpoch() : 1)
      millis = performance.now() - start
      this.#example = 0
    }
    return { type: 'frame', frame: this.#frames.frame(want, { taken, millis }, true, example) }
  }

  #save(): string {
    const { recipe, log, step, given } = this.#run
    const own = given === null ? {} : { own: given }
    return JSON.stringify({ neuroglow: 1, experiment: recipe, log, step, digest: this.#run.digest(), ...own })
  }

  async #thumbnails({ data, samples, palette }: Of<'thumbnails'>): Promise<Thumbnail[]> {
    const engine = await this.#takeEngine()
    const thumbnails: Thumbnail[] = []
    try {
      for (const one of data) thumbnails.push(await thumbnail(engine, one, samples, palette))
    } finally {
      this.#keep(engine)
    }
    return thumbnails
  }
}

/** A call of the engine begins by putting the examples of the epoch in order; the first time code runs, it is slower. */
function paceOf(run: Run): Pace {
  const calls = [1, 2, 3].map(() => {
    const start = performance.now()
    run.nextBatch()
    return performance.now() - start
  })
  return new Pace(Math.min(...calls))
}

/** What starts a run may come from a file or a link: here it gets its types, and its parts are checked where they are used. */
function checked({ experiment, own = null, log = [], step = 0, digest = null }: { [Key in keyof Start]: unknown }): {
  experiment: unknown
  own: Own | 'same' | null
  log: readonly unknown[]
  step: number
  digest: string | null
} {
  if (!Array.isArray(log)) throw new InputError('log', `expected a log as a list, got ${shown(log)}: save the run anew`)
  if (typeof step !== 'number') throw new InputError('step', `expected a step, got ${shown(step)}: save the run anew`)
  if (digest !== null && typeof digest !== 'string') {
    throw new InputError('', `expected a text as digest, got ${shown(digest)}: save the run anew`)
  }
  return { experiment, own: own === 'same' || own === null ? own : checkOwn(own), log, step, digest }
}

/** Goes to a step in slices, so that other requests are answered meanwhile. */
async function replay(run: Run, step: number): Promise<void> {
  run.checkStep(step)
  const start = performance.now()
  const first = run.step
  let breath = start
  let slice = 1
  while (run.step < step && run.diverged === null) {
    const before = performance.now()
    run.advance(Math.min(slice, step - run.step))
    const now = performance.now()
    slice = now - before < SLICE ? 2 * slice : Math.max(1, Math.floor(slice / 2))
    const pace = (now - start) / (run.step - first)
    if (now - start > 10 * SLICE && pace * (step - run.step) > LONGEST_REPLAY) {
      throw new InputError(
        'step',
        `expected a run that gets to its step in a few minutes, got step ${step.toLocaleString('en-US')}, ` +
          `which would take about ${Math.ceil((pace * step) / 3.6e6).toLocaleString('en-US')} h: train it with neuroglow train`,
      )
    }
    if (now - breath < SLICE / 2) continue
    await new Promise((resolve) => setTimeout(resolve))
    breath = performance.now()
  }
}

/** A saved run must come to the saved parameters again. */
function verify(run: Run, expected: string, step: number): void {
  const got = run.digest()
  if (got === expected && run.step === step) return
  throw new InputError(
    '',
    `expected the parameters of digest ${expected.slice(0, 12)}... at step ${step.toLocaleString('en-US')}, ` +
      `got ${got.slice(0, 12)}... at step ${run.step.toLocaleString('en-US')}: the file was changed, so save the run anew`,
  )
}

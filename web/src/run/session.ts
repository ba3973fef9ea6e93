/** What the worker does with a request. No messages here, so that tests can call it as the page does. */

import { Engine, OutOfMemory } from '../engine/engine'
import { MANIFEST } from '../engine/generated/manifest'
import { GENERATORS } from '../engine/generated/schema'
import { classColours, valueColours } from './colours'
import { InputError, shown } from './errors'
import { Frames, type Example, type Moved } from './frame'
import type { Palette, Reply, Request, Start, Table, Thumbnail } from './protocol'
import { check } from './recipe'
import { Run } from './run'

/** An engine whose memory has grown beyond this is not used for another run. */
const LARGE = 64e6
/** A frame that asks for steps takes fewer when they last longer than this (milliseconds). */
const LONGEST = 250
/** A saved run is gone through in slices of about so many milliseconds, and for five minutes at most. */
const SLICE = 40
const LONGEST_REPLAY = 300_000

type Under = { readonly frames: Frames; readonly engine: Engine }
type Of<Kind extends Request['type']> = Extract<Request, { type: Kind }>

export class Session {
  readonly #module: WebAssembly.Module
  #current: Under | null = null
  #spare: Engine | null = null
  /** Milliseconds that a step takes, as measured. */
  #pace = 0
  /** Milliseconds that putting the examples of an epoch in order takes, which a call of the engine begins with. */
  #overhead = 0
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
        const { recipe, training, table } = this.#run
        return this.#start(request, { experiment: { ...recipe, training }, table })
      }
      case 'thumbnails':
        return { type: 'thumbnails', thumbnails: await this.#thumbnails(request) }
      case 'colours':
        return { type: 'colours', colours: this.#frames.colours(request.palette) }
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
    const engine = this.#spare ?? (await Engine.load(this.#module))
    this.#spare = null
    try {
      const { experiment, table, log, step, digest } = checked(start)
      const run = new Run(engine, experiment, table)
      run.resume(log)
      await replay(run, step)
      if (digest !== null) verify(run, digest, step)
      const frames = new Frames(run)
      const plan = frames.plan(want.palette)
      const frame = frames.frame(want, { taken: 0, millis: 0 }, true, null, true)
      const before = this.#current?.engine ?? null
      this.#current = { frames, engine }
      this.#keep(before)
      const started = performance.now()
      run.nextBatch()
      this.#overhead = performance.now() - started
      this.#pace = 0
      this.#example = 0
      return { type: 'started', plan, frame }
    } catch (error) {
      this.#keep(engine)
      throw error
    }
  }

  #keep(engine: Engine | null): void {
    if (engine !== null && engine.bytes <= LARGE) this.#spare = engine
  }

  /** Trains for so many steps, or for so long, and notes how long a step takes. */
  #move(advance: Of<'frame'>['advance']): Moved {
    if (advance === null) return { taken: 0, millis: 0 }
    this.#example = 0
    const steps = 'steps' in advance ? advance.steps : Infinity
    const limit = 'steps' in advance ? LONGEST : Math.max(advance.millis - this.#overhead, this.#overhead)
    let [taken, millis] = [0, 0]
    while (taken < steps && (taken === 0 || millis + this.#pace < limit)) {
      const affordable = this.#pace > 0 ? Math.floor((limit - millis) / this.#pace) : 1
      const start = performance.now()
      const chunk = this.#run.advance(Math.min(steps - taken, Math.max(1, affordable)))
      if (chunk === 0) break // diverged
      taken += chunk
      millis += Math.max(performance.now() - start - this.#overhead, 0)
      this.#pace = Math.max(millis / taken, 1e-4)
    }
    return { taken, millis }
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
    const { recipe, log, step, table } = this.#run
    const own = table?.name === recipe.data.source ? { table: table.text, table_name: table.name } : {}
    return JSON.stringify({ neuroglow: 1, experiment: recipe, log, step, digest: this.#run.digest(), ...own })
  }

  async #thumbnails({ sources, samples, palette }: Of<'thumbnails'>): Promise<Thumbnail[]> {
    const engine = this.#spare ?? (await Engine.load(this.#module))
    this.#spare = engine
    return sources.map((source) => {
      engine.release()
      return thumbnail(engine, source, samples, palette)
    })
  }
}

/** What starts a run may come from a file or a link: here it gets its types, and its parts are checked where they are used. */
function checked({ experiment, table = null, log = [], step = 0, digest = null }: { [Key in keyof Start]: unknown }): {
  experiment: unknown
  table: Table | null
  log: readonly unknown[]
  step: number
  digest: string | null
} {
  if (!Array.isArray(log)) throw new InputError('log', `expected a log as a list, got ${shown(log)}: save the run anew`)
  if (typeof step !== 'number') throw new InputError('step', `expected a step, got ${shown(step)}: save the run anew`)
  if (digest !== null && typeof digest !== 'string') {
    throw new InputError('', `expected a text as digest, got ${shown(digest)}: save the run anew`)
  }
  if (table !== null && !isTable(table)) {
    throw new InputError('data.source', `expected a table with name and text, got ${shown(table)}: open the file again`)
  }
  return { experiment, table, log, step, digest }
}

function isTable(value: unknown): value is Table {
  const { name, text } = value as Partial<Table>
  return typeof name === 'string' && typeof text === 'string'
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

function thumbnail(engine: Engine, source: string, samples: number, palette: Palette): Thumbnail {
  const generator = GENERATORS.find(({ name }) => name === source)
  if (generator === undefined) throw new InputError('data.source', `expected a generator, got ${shown(source)}`)
  const { data } = check({})
  const dimensions = generator.columns.length === 1 ? 1 : 2
  const columns = engine.matrix('float64', dimensions, samples)
  const values = engine.vector('float64', samples)
  const kind = MANIFEST.codes.datasets.findIndex((name) => name === source)
  engine.call.generate({ kind, seed: data.seed, noise: data.noise, classes: data.classes, columns, values })
  const classes = generator.classes ?? data.classes
  return {
    source,
    dimensions,
    count: samples,
    inputs: columns.copy(),
    values: values.copy(),
    colours: classes === 0 ? valueColours(engine, values, 1, palette) : classColours(values.values, classes, palette),
  }
}

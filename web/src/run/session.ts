/** What the worker does with a request. No messages here, so that tests can call it as the page does. */

import type { Keeper } from '../keep/keeper'
import { Engine, OutOfMemory } from '../engine/engine'
import { prepare } from './closer'
import { InputError } from './errors'
import type { Matrix } from './examples'
import { BUDGET, Frames, type Moved } from './frame'
import { Lane, Lanes } from './lanes'
import { checked, replay, save, verify } from './opening'
import { MOST_RUNS, nothing, type Frame, type Reply, type Request, type Thumbnail, type Want } from './protocol'
import { Run } from './run'
import { checkStops } from './stops'
import { thumbnail } from './thumbnail'

/** An engine whose memory has grown beyond this is not used for another run. */
const LARGE = 64e6
/** Where several runs stand side by side, the one that is looked at gets this share of the time for pictures. */
const LOOKED_AT = 0.6
/** Milliseconds that a long way to another moment is gone on with before a frame shows how far it has got. */
const LONGEST_WAY = 150
const STANDING: Moved = { taken: 0, millis: 0 }

type Answered = Exclude<Request, { readonly type: 'load' }>
type Of<Kind extends Request['type']> = Extract<Request, { readonly type: Kind }>
type Started = Extract<Reply, { readonly type: 'started' }>
/** What is done to the run that is looked at. */
type Change = Of<'set' | 'edit' | 'mute' | 'freeze' | 'points' | 'undo' | 'redo'>

/** What changes which runs there are, what was done to one, or where it stands. */
const CHANGES: ReadonlySet<Request['type']> = new Set([
  ...['start', 'reset', 'fork', 'focus', 'close', 'step', 'set', 'edit', 'points', 'seek', 'back'],
  ...['mute', 'freeze', 'undo', 'redo', 'resume'],
] as const)

export class Session {
  readonly #module: WebAssembly.Module
  readonly #lanes = new Lanes()
  #spare: Engine | null = null
  #ids = 0
  /** Whose pictures come next, of the runs that are not looked at. */
  #turn = 0
  #keeper: Keeper | null = null
  /** Whether there is something that is worth keeping. */
  #touched = false

  constructor(module: WebAssembly.Module) {
    this.#module = module
  }

  /** Answers a request; one that cannot be fulfilled with the reason, and the run is as it was. */
  async answer(request: Answered): Promise<Reply> {
    try {
      const reply = await this.#answer(request)
      this.#touch(request, reply)
      return reply
    } catch (error) {
      if (error instanceof InputError) return { type: 'problem', field: error.field, message: error.message }
      if (error instanceof OutOfMemory) return { type: 'problem', field: '', message: error.message }
      throw error
    }
  }

  async #answer(request: Answered): Promise<Reply> {
    const lanes = this.#lanes
    const preparing = 'want' in request ? prepare(request.want) : null
    if (preparing !== null) await preparing
    switch (request.type) {
      case 'start':
        return this.#start(request)
      case 'reset':
        return this.#reset(request)
      case 'fork':
        return this.#fork(request)
      case 'focus':
        return this.#show(lanes.all, lanes.find(request.run), request.want)
      case 'close':
        return this.#close(request)
      case 'thumbnails':
        return { type: 'thumbnails', thumbnails: await this.#thumbnails(request) }
      case 'colours':
        return { type: 'colours', colours: lanes.find(request.run).frames.colours(request.palette) }
      case 'examples':
        return { type: 'examples', inputs: lanes.looked.frames.examples(request.indices) }
      case 'read': {
        const { read } = await import('./reading/index')
        const { files, paths, size } = request
        return { type: 'read', start: await read(files, paths, size, this.#module) }
      }
      case 'softmax':
        return this.#softmax(request)
      case 'cross-entropy':
        return this.#crossEntropy(request)
      case 'export': {
        const { exported } = await import('./exporting')
        return { type: 'exported', content: exported(lanes.looked.run, request.form) }
      }
      case 'keep':
        return this.#keepSession(request)
      case 'resume': {
        const { resume } = await import('../keep/resuming')
        const runs = await resume(request.session, () => this.#takeEngine())
        const all = runs.lanes.map(({ run, engine }) => new Lane(this.#ids++, new Frames(run), engine))
        const { recipes, view, looked } = runs
        return { type: 'resumed', started: this.#show(all, all[looked]!, request.want), recipes, view }
      }
      case 'save':
        return { type: 'saved', text: save(lanes.looked.run), ...numbersOf(lanes.looked.run) }
      default:
        lanes.looked.run.remember = request.want.inspect !== null
        return { type: 'frame', frame: this.#move(request) }
    }
  }

  // what is kept of it: see src/keep

  async #keepSession({ session, from, view, worth, now, trouble }: Of<'keep'>): Promise<Reply> {
    const { Keeper } = await import('../keep/keeper')
    this.#touched ||= worth || JSON.stringify(view) !== '{}' // how it is usually looked at has no words
    this.#keeper ??= new Keeper(session, from, this.#lanes, (why) => trouble?.postMessage(why))
    this.#keeper.view = view
    if (this.#touched) this.#keeper.touch()
    if (now) await this.#keeper.now()
    return { type: 'kept' }
  }

  /** Whatever is asked for changes something, except what only looks; a run that has just begun is not worth keeping yet. */
  #touch(request: Answered, reply: Reply): void {
    const taken = reply.type === 'frame' ? reply.frame.taken : 0
    const changes = CHANGES.has(request.type) && !(request.type === 'start' && this.#ids === 1)
    if (!changes && taken === 0) return
    this.#touched = true
    this.#keeper?.touch(reply.type === 'frame' ? reply.frame.millis : 0)
  }

  // which runs there are

  /** The runs before stay untouched, in a memory of their own, until the new one stands. */
  async #start({ want, instead, progress, ...start }: Of<'start'>): Promise<Reply> {
    const lanes = this.#lanes
    const engine = await this.#takeEngine()
    try {
      const { experiment, own, log, step, digest } = checked(start)
      const same = (): Run => (instead === undefined ? lanes.looked : lanes.find(instead)).run
      const run = await Run.begin(engine, experiment, own === 'same' ? same().own : own)
      run.resume(log)
      const longest = start.patient === true ? Infinity : undefined
      await replay(run, step, (reached) => progress?.postMessage(reached), longest)
      if (digest !== null) verify(run, digest, step)
      const before = instead === undefined ? null : lanes.find(instead)
      const lane = new Lane(before?.id ?? this.#ids++, new Frames(run), engine)
      const gone = before === null ? lanes.all : [before]
      const all = before === null ? [lane] : lanes.all.map((one) => (one === before ? lane : one))
      const looked = before === null || before === lanes.looked ? lane : lanes.looked
      const started = this.#show(all, looked, want)
      for (const one of gone) this.#keep(one.engine)
      return started
    } catch (error) {
      this.#keep(engine)
      throw error
    }
  }

  /** All runs from the beginning, each with its settings and points as they are. */
  async #reset({ want }: Of<'reset'>): Promise<Reply> {
    const lanes = this.#lanes
    const looked = lanes.looked.id
    const anew = new Map<number, Lane>()
    for (const { id, run } of lanes.all) {
      const { recipe, training, own, edited } = run
      const data = edited ? { ...recipe.data, source: own!.name, formula: '' } : recipe.data
      const engine = await this.#takeEngine()
      const again = await Run.begin(engine, { ...recipe, data, training }, own)
      anew.set(id, new Lane(id, new Frames(again), engine))
    }
    const before = lanes.all // perhaps others than there were
    const all = before.map((lane) => anew.get(lane.id) ?? lane)
    const started = this.#show(all, all.find(({ id }) => id === looked) ?? all[0]!, want)
    for (const lane of before) if (!all.includes(lane)) this.#keep(lane.engine)
    return started
  }

  async #fork({ run: id, want }: Of<'fork'>): Promise<Reply> {
    const lanes = this.#lanes
    const engine = await this.#takeEngine()
    try {
      lanes.check(id)
      if (lanes.all.length >= MOST_RUNS) {
        throw new InputError('fork', `expected at most ${MOST_RUNS} runs side by side, got one more: close one first`)
      }
      const { looked } = lanes
      const lane = new Lane(this.#ids++, new Frames(looked.run.fork(engine)), engine)
      lane.gone = looked.gone
      return this.#show([...lanes.all, lane], lane, want)
    } catch (error) {
      this.#keep(engine)
      throw error
    }
  }

  #close({ run, want }: Of<'close'>): Reply {
    const lanes = this.#lanes
    const lane = lanes.find(run)
    const all = lanes.all.filter((one) => one !== lane)
    const next = all[Math.max(0, lanes.all.indexOf(lane) - 1)]
    if (next === undefined) {
      throw new InputError('', 'expected another run to go on with, got the only one: begin another instead')
    }
    const started = this.#show(all, lane === lanes.looked ? next : lanes.looked, want)
    this.#keep(lane.engine)
    return started
  }

  /** These are the runs from now on; nothing changes when one of them cannot be shown. */
  #show(all: readonly Lane[], looked: Lane, want: Want): Started {
    const part = (lane: Lane) => ({
      plan: lane.frames.plan(want.palette),
      frame: lane.frames.frame(lane === looked ? want : besides(want, true), STANDING, true, null, true),
    })
    const others = all.filter((lane) => lane !== looked)
    const parts = { ...part(looked), others: others.map((lane) => ({ run: lane.id, ...part(lane) })) }
    this.#lanes.set(all, looked)
    return { type: 'started', run: looked.id, ...parts }
  }

  async #takeEngine(): Promise<Engine> {
    const engine = this.#spare
    this.#spare = null
    return engine ?? (await Engine.load(this.#module))
  }

  #keep(engine: Engine): void {
    if (engine.bytes <= LARGE) this.#spare = engine
  }

  // what they do

  #move(request: Of<'frame' | 'step' | 'back' | 'seek' | 'stops'> | Change): Frame {
    const lanes = this.#lanes
    const { looked } = lanes
    const { want } = request
    if (request.type === 'frame') {
      if (request.advance !== null) return this.#frame(want, lanes.move(request.advance), false)
      lanes.travel()
      lanes.record()
      return this.#frame(want, STANDING, true)
    }
    if ('run' in request) lanes.check(request.run)
    switch (request.type) {
      case 'step':
        return this.#step(request)
      case 'stops':
        checkStops(request.rules, looked.run)
        lanes.rules = request.rules
        break
      case 'back':
        lanes.back(request.unit)
        break
      case 'seek':
        lanes.seek(request.step)
        break
      default:
        change(looked, request)
        looked.frames.forget()
    }
    return this.#frame(want, STANDING, true)
  }

  #step({ unit, want }: Of<'step'>): Frame {
    const lanes = this.#lanes
    const { looked } = lanes
    if (unit === 'example' && looked.nextExample()) {
      return this.#frame({ ...want, probe: null, example: null }, STANDING, true)
    }
    return this.#frame(want, lanes.step(unit), true)
  }

  /** A frame of the run that is looked at, with those of the others. */
  #frame(want: Want, moved: Moved, exact: boolean): Frame {
    const lanes = this.#lanes
    const { looked, others } = lanes
    const budget = others.length > 0 ? BUDGET * LOOKED_AT : BUDGET
    const stepped = want.probe === null && want.example === null ? looked.example : null
    const frame = looked.frames.frame(want, moved, exact, stepped, false, budget)
    looked.told = frame.example ?? looked.told
    const { stopped } = lanes
    lanes.stopped = null
    this.#turn += 1
    const beside = others.map(({ id, frames }, place) => {
      const whole = exact || this.#turn % others.length === place
      return { run: id, frame: frames.frame(besides(want, whole), moved, exact, null, false, BUDGET - budget), whole }
    })
    return {
      ...frame,
      drawn: beside.reduce((sum, other) => sum + other.frame.drawn, frame.drawn),
      example: looked.told,
      stopped,
      heading: lanes.heading,
      unfinished: frame.unfinished || lanes.heading !== null || (exact && lanes.all.some(({ run }) => run.recording)),
      others: beside,
    }
  }

  async #softmax({ sums: given, classes }: Of<'softmax'>): Promise<Reply> {
    const rows = given.length / classes
    if (!(rows >= 1 && Number.isInteger(rows) && given.every(Number.isFinite))) {
      throw new InputError('sums', 'expected rows of finite numbers, one for each class, got others: change them')
    }
    return this.#calculate((engine) => {
      const matrix = (): Matrix => engine.matrix('float64', rows, classes)
      const [sums, powers, shares, costs] = [matrix(), matrix(), matrix(), matrix()]
      sums.values.set(given)
      engine.call.softmax({ sums, powers, shares, costs })
      return { type: 'softmax', powers: powers.copy(), shares: shares.copy(), losses: costs.copy() }
    })
  }

  async #crossEntropy({ shares: given }: Of<'cross-entropy'>): Promise<Reply> {
    return this.#calculate((engine) => {
      const [shares, costs] = [engine.array('float64', given), engine.vector('float64', given.length)]
      engine.call.cross_entropy({ shares, costs })
      return { type: 'cross-entropy', losses: costs.copy() }
    })
  }

  /** Something that is about no run. */
  async #calculate(what: (engine: Engine) => Reply): Promise<Reply> {
    const engine = await this.#takeEngine()
    const mark = engine.mark()
    try {
      return what(engine)
    } finally {
      engine.release(mark)
      this.#keep(engine)
    }
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

/** What is wanted of a run that is not looked at: what is drawn small, when it is its turn. */
function besides(want: Want, whole: boolean): Want {
  const { palette, map, output, discrete, probe, example, plane } = want
  return { ...nothing(palette), discrete, probe, example, plane, ...(whole ? { map, output } : {}) }
}

/** Where a run stands; null where there is no such number. */
function numbersOf(run: Run): Pick<Extract<Reply, { readonly type: 'saved' }>, 'loss' | 'numbers'> {
  const [train, test] = [run.evaluate('train'), run.evaluate('test')]
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)
  const numbers = {
    train_loss: finite(train.loss),
    test_loss: finite(test.loss),
    train_accuracy: finite(train.accuracy),
    test_accuracy: finite(test.accuracy),
  }
  return { loss: train.loss, numbers }
}

/** Does something to a run. */
function change(lane: Lane, request: Change): void {
  const { run } = lane
  switch (request.type) {
    case 'set':
      return run.set(request.settings)
    case 'edit':
      return run.edit(request.edit)
    case 'mute':
      return run.mute(request.mute)
    case 'freeze':
      return run.freeze(request.freeze)
    case 'points':
      lane.forgetExample()
      return run.editPoints(request.points)
    case 'undo':
      lane.forgetExample()
      return run.undo(LONGEST_WAY)
    case 'redo':
      lane.forgetExample()
      return run.redo(LONGEST_WAY)
  }
}

/** Runs recipes for the tests that compare bits across machines: the page's run, without the page. */

import { Engine } from './engine/engine'
import { python } from './lessons/code'
import { digest } from './run/digest'
import { encode } from './run/own'
import {
  nothing,
  type Edit,
  type Frame,
  type Freeze,
  type LogEntry,
  type Mute,
  type Own,
  type Picked,
  type PointsEdit,
  type Reply,
  type Start,
  type Update,
  type Want,
} from './run/protocol'
import { InputError } from './run/errors'
import type { Form } from './run/exporting'
import { readLink, writeLink } from './run/link'
import { unpack } from './run/packing'
import { check, problems } from './run/recipe'
import { read } from './run/reading/index'
import { readSaved } from './run/reading/saved'
import { Run } from './run/run'
import { Session } from './run/session'

export { read }

export type Case = {
  readonly experiment: unknown
  readonly own?: Own
  readonly log?: readonly LogEntry[]
  readonly steps: number
}

/** The digests of the parameters after so many steps, and of the history on the way there. */
export async function run(
  wasm: Uint8Array<ArrayBuffer>,
  cases: readonly Case[],
): Promise<{ digest: string; history: string }[]> {
  const engine = await Engine.load(await WebAssembly.compile(wasm))
  const results = []
  for (const { experiment, own = null, log = [], steps } of cases) {
    const run = await Run.begin(engine, experiment, own)
    run.resume(log)
    run.seek(steps)
    results.push({ digest: run.digest(), history: digest(run.history) })
  }
  return results
}

/** The trained networks of runs after so many steps, as each of these forms: texts, bytes as base64, or why there is none. */
export async function exports(
  wasm: Uint8Array<ArrayBuffer>,
  { cases, forms }: { readonly cases: readonly Case[]; readonly forms: readonly Form[] },
): Promise<Record<string, string>[]> {
  const module = await WebAssembly.compile(wasm)
  const found = []
  for (const { steps, ...start } of cases) {
    const session = new Session(module)
    await asking(session)({ type: 'start', want: NOTHING, ...start, step: steps })
    const contents: Record<string, string> = {}
    for (const form of forms) {
      const reply = await session.answer({ type: 'export', form })
      const content = reply.type === 'exported' ? reply.content : reply.type === 'problem' ? reply.message : ''
      contents[form] = typeof content === 'string' ? content : encode(content)
    }
    found.push(contents)
  }
  return found
}

const BLACK = [0, 0, 0] as const
const NOTHING = nothing({ positive: BLACK, negative: BLACK, zero: BLACK, classes: [BLACK] })

type Ask = (request: Parameters<Session['answer']>[0]) => Promise<Reply>

/** Opens a .glow file as the page does, takes so many steps more, and saves the run again. */
export async function reopen(wasm: Uint8Array<ArrayBuffer>, glow: string, steps: number): Promise<string> {
  const ask = asking(new Session(await WebAssembly.compile(wasm)))
  await ask({ type: 'start', want: NOTHING, ...(await readSaved(new File([glow], 'a.glow'))) })
  await ask({ type: 'frame', want: NOTHING, advance: { steps } })
  const reply = await ask({ type: 'save' })
  return reply.type === 'saved' ? reply.text : ''
}

/** Asks a session; a problem is thrown. */
const asking =
  (session: Session): Ask =>
  async (request) => {
    const reply = await session.answer(request)
    if (reply.type === 'problem') throw new Refused(reply.message)
    return reply
  }

class Refused extends Error {}

/** The code that a chapter shows for each of these runs, and the run as it is saved. */
export async function codes(
  wasm: Uint8Array<ArrayBuffer>,
  runs: readonly ({ readonly from: string } & Start)[],
): Promise<{ code: string; glow: string }[]> {
  const ask = asking(new Session(await WebAssembly.compile(wasm)))
  const found = []
  for (const { from, ...start } of runs) {
    await ask({ type: 'start', want: NOTHING, ...start })
    const reply = await ask({ type: 'save' })
    if (reply.type !== 'saved') throw new Error(reply.type)
    found.push({ code: python({ from }, reply.text, reply.loss), glow: reply.text })
  }
  return found
}

/** What the page makes of a link: its run, or why it is refused; null where it is no link. */
async function linked(text: string): Promise<object | null> {
  try {
    const found = await readLink(text)
    return found && { ...found, recipe: check(found.start.experiment) }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { field: error.field, message: error.message }
  }
}

export const links = (texts: readonly string[]): Promise<unknown[]> => Promise.all(texts.map(linked))

/** Answers each line of JSON with a line: a link with its run, a recipe with everything that is wrong with it. */
export async function linkLines(listen: () => AsyncIterable<string>, write: (line: string) => void): Promise<void> {
  for await (const line of listen()) {
    const given: unknown = JSON.parse(line)
    write(JSON.stringify(typeof given === 'string' ? await linked(given) : problems(given)))
  }
}

/** Saved runs as links, and what these unpack to. */
export async function written(
  glows: readonly { readonly glow: string; readonly view?: object; readonly hide?: readonly string[] }[],
): Promise<{ link: string; content: unknown }[]> {
  const found = []
  for (const { glow, view, hide } of glows) {
    const link = await writeLink(glow, view, hide)
    const [, packed = ''] = /^#run=1\.([^&]*)/.exec(link) ?? []
    found.push({ link, content: JSON.stringify(await unpack(packed)) })
  }
  return found
}

/** What the page is given of these runs to draw, at a step of each: plan and frame, with arrays as base64 of their bytes. */
export async function pictures(
  wasm: Uint8Array<ArrayBuffer>,
  cases: readonly (Case & { readonly want: Partial<Want> & Pick<Want, 'palette'> })[],
): Promise<unknown[]> {
  const module = await WebAssembly.compile(wasm)
  const found = []
  for (const { steps, want: some, ...start } of cases) {
    const ask = asking(new Session(module))
    const want = { ...nothing(some.palette), ...some }
    let reply = await ask({ type: 'start', want, ...start, step: steps })
    if (reply.type !== 'started') throw new Error(reply.type)
    const { plan } = reply
    do reply = await ask({ type: 'frame', want, advance: null })
    while (reply.type === 'frame' && (reply.frame.repainting?.age ?? 0) > 0)
    found.push(bytes({ plan, frame: reply.type === 'frame' ? reply.frame : null }))
  }
  return found
}

/** The same with its arrays of numbers as base64 of their bytes. */
function bytes(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return encode(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
  if (Array.isArray(value)) return value.map(bytes)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, bytes(item)]))
}

/** What is done to the runs of a page, one after the other. */
export type Command =
  | { readonly do: 'start'; readonly experiment: unknown }
  | { readonly do: 'advance'; readonly steps: number }
  | { readonly do: 'seek'; readonly step: number }
  | { readonly do: 'back'; readonly unit: 'example' | 'batch' | 'epoch' }
  | { readonly do: 'step'; readonly unit: 'example' | 'batch' | 'epoch' }
  | { readonly do: 'set'; readonly settings: object }
  | { readonly do: 'edit'; readonly edit: Edit }
  | { readonly do: 'mute'; readonly mute: Mute }
  | { readonly do: 'freeze'; readonly freeze: Freeze }
  | { readonly do: 'points'; readonly points: PointsEdit }
  | { readonly do: 'undo' | 'redo' | 'reset' | 'fork' | 'close' }
  /** Nothing is done, but the line also has what is going on, and the next update of what is picked. */
  | { readonly do: 'look'; readonly inspect: Picked }
  /** The one at this place, in the order in which they began. */
  | { readonly do: 'focus'; readonly index: number }

/**
 * Does what lines of JSON say, each a Command, through a session as the page does, and answers each with a line: why it
 * was refused, and where the run that is looked at stands then.
 */
export async function machine(
  wasm: Uint8Array<ArrayBuffer>,
  listen: () => AsyncIterable<string>,
  write: (line: string) => void,
): Promise<void> {
  const module = await WebAssembly.compile(wasm)
  let page = new Page(new Session(module))
  for await (const line of listen()) {
    const command = JSON.parse(line) as Command
    if (command.do === 'start') page = new Page(new Session(module))
    let problem: string | null = null
    try {
      await page.do(command)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      problem = error.message
    }
    write(JSON.stringify({ problem, ...(await page.tell()) }))
  }
}

/** An update with its arrays as lists. */
const plain = (update: Update | null): object | null =>
  update && { ...update, examples: [...update.examples], shares: [...update.shares] }

class Page {
  readonly #ask: Ask
  /** The run that is looked at, and all of them. */
  #run = 0
  #runs: readonly number[] = []
  #frame!: Frame

  constructor(session: Session) {
    this.#ask = asking(session)
  }

  async do(command: Command): Promise<void> {
    const { do: type, ...what } = command
    if (type === 'advance') {
      await this.#advance((what as { steps: number }).steps)
      return
    }
    if (type === 'look') {
      const { inspect } = what as { inspect: Picked }
      await this.#send({ type: 'frame', advance: null, want: { ...NOTHING, findings: true, inspect } })
      return
    }
    const run = type === 'focus' ? this.#runs[(what as { index: number }).index]! : this.#run
    await this.#send({
      type,
      ...what,
      ...(type === 'start' || type === 'reset' ? {} : { run }),
      want: NOTHING,
    } as never)
    while (this.#frame.heading !== null) await this.#send({ type: 'frame', advance: null, want: NOTHING })
  }

  /** So many steps, in as many frames as it takes, unless the run diverges meanwhile. */
  async #advance(steps: number): Promise<void> {
    const stuck = this.#frame.diverged !== null
    let left = steps
    do {
      await this.#send({ type: 'frame', advance: { steps: left }, want: NOTHING })
      left -= this.#frame.taken
    } while (left > 0 && (this.#frame.diverged === null || (stuck && this.#frame.taken > 0)))
  }

  async #send(request: Parameters<Session['answer']>[0]): Promise<void> {
    const reply = await this.#ask(request)
    if (reply.type === 'started') {
      this.#run = reply.run
      this.#runs = [reply.run, ...reply.others.map(({ run }) => run)].sort((a, b) => a - b)
    }
    if (reply.type === 'started' || reply.type === 'frame') this.#frame = reply.frame
  }

  async tell(): Promise<object> {
    const saved = await this.#ask({ type: 'save' })
    const { step, digest, log } = JSON.parse(saved.type === 'saved' ? saved.text : '{}') as Record<string, unknown>
    const { diverged, furthest, findings, inspection } = this.#frame
    const seen = findings === null ? {} : { findings, next: plain(inspection?.next ?? null) }
    return { step, digest, log, diverged: diverged?.step ?? null, furthest, runs: this.#runs.length, ...seen }
  }
}

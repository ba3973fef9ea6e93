/** The page's side of the worker: each request is a promise of its reply. */

import { enter } from '../engine/drawing'
import type { Data } from '../engine/generated/schema'
import { findEngine, makeWorker } from './host'
import type { Form } from './exporting'
import type { Advance, Frame, Numbered, Palette, Reply, Request, Start, Thumbnail, Want } from './protocol'

/** A request that was refused; `field` is the control it belongs to. The run is as it was before. */
export class Refusal extends Error {
  readonly field: string
  constructor(field: string, message: string) {
    super(message)
    this.field = field
  }
}

type Waiting = { resolve: (reply: Reply) => void; reject: (error: Error) => void }
type Of<Kind extends Request['type']> = Extract<Request, { readonly type: Kind }>
export type Started = Extract<Reply, { readonly type: 'started' }>
export type Turn = Of<'fork' | 'focus' | 'close'>
export type Act = Of<
  'frame' | 'step' | 'set' | 'edit' | 'points' | 'seek' | 'back' | 'mute' | 'freeze' | 'undo' | 'redo' | 'stops'
>

export class Client {
  #worker: Worker
  #waiting = new Map<number, Waiting>()
  #next = 0
  #closed = false

  constructor(worker: Worker) {
    this.#worker = worker
    worker.onmessage = (event: MessageEvent<Numbered<Reply>>) => {
      const reply = event.data
      const waiting = this.#waiting.get(reply.id)
      this.#waiting.delete(reply.id)
      if (reply.type === 'problem') waiting?.reject(new Refusal(reply.field, reply.message))
      else waiting?.resolve(reply)
    }
    worker.onerror = (event) => {
      this.#fail(new Error(`the training worker stopped: ${event.message}. Reload the page to go on`))
    }
  }

  /** Starts the worker and loads the engine. */
  static async open(): Promise<Client> {
    const client = new Client(makeWorker())
    await enter((await client.#ask('loaded', { type: 'load', engine: await findEngine() })).module)
    return client
  }

  /**
   * @param instead the run whose place it takes, beside the others; null: that of all runs
   * @param tell is told the step that a long replay has come to, now and then
   */
  async start(
    start: Start,
    want: Want,
    instead: number | null = null,
    tell?: (reached: number) => void,
  ): Promise<Started> {
    const request = { type: 'start' as const, want, ...start, ...(instead === null ? {} : { instead }) }
    if (tell === undefined || !start.step) return this.#ask('started', request)
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }: MessageEvent<number>) => {
      tell(data)
    }
    try {
      return await this.#ask('started', { ...request, progress: port2 }, [port2])
    } finally {
      port1.close()
    }
  }

  async reset(want: Want): Promise<Started> {
    return this.#ask('started', { type: 'reset', want })
  }

  /** What changes which runs there are, or which of them is looked at. */
  async turn(request: Turn): Promise<Started> {
    return this.#ask('started', request)
  }

  async frame(advance: Advance | null, want: Want): Promise<Frame> {
    return this.act({ type: 'frame', advance, want })
  }

  /** What is done to the run that is looked at, or what it does. */
  async act(request: Act): Promise<Frame> {
    return (await this.#ask('frame', request)).frame
  }

  async thumbnails(data: readonly Partial<Data>[], samples: number, palette: Palette): Promise<readonly Thumbnail[]> {
    return (await this.#ask('thumbnails', { type: 'thumbnails', data, samples, palette })).thumbnails
  }

  async read(files: readonly File[], paths: readonly string[], size: number | null): Promise<Start> {
    return (await this.#ask('read', { type: 'read', files, paths, size })).start
  }

  async colours(palette: Palette, run: number): Promise<Uint8ClampedArray> {
    return (await this.#ask('colours', { type: 'colours', palette, run })).colours
  }

  async examples(indices: readonly number[]): Promise<Float64Array> {
    return (await this.#ask('examples', { type: 'examples', indices })).inputs
  }

  /** The run as a .glow file, and where it stands. */
  async save(): Promise<Omit<Extract<Reply, { readonly type: 'saved' }>, 'type'>> {
    const { text, loss, numbers } = await this.#ask('saved', { type: 'save' })
    return { text, loss, numbers }
  }

  /** The trained network for others. */
  async export(form: Form): Promise<string | Uint8Array<ArrayBuffer>> {
    return (await this.#ask('exported', { type: 'export', form })).content
  }

  /** Keeps what the runs are in the browser from now on; `trouble` is told why that does not go. */
  async keep(what: Omit<Of<'keep'>, 'type' | 'trouble'>, trouble: MessagePort | null): Promise<void> {
    if (trouble === null) await this.#ask('kept', { type: 'keep', ...what })
    else await this.#ask('kept', { type: 'keep', ...what, trouble }, [trouble])
  }

  /** The runs of a session that was kept. */
  async resume(session: string, want: Want): Promise<Extract<Reply, { readonly type: 'resumed' }>> {
    return this.#ask('resumed', { type: 'resume', session, want })
  }

  /** What softmax makes of rows of `classes` sums each: every class's share, and what cross-entropy costs if it is right. */
  async softmax(sums: Float64Array, classes: number): Promise<Extract<Reply, { readonly type: 'softmax' }>> {
    return this.#ask('softmax', { type: 'softmax', sums, classes })
  }

  /** What cross-entropy costs if the right class has this share, for each of them. */
  async crossEntropy(shares: Float64Array): Promise<Float64Array> {
    return (await this.#ask('cross-entropy', { type: 'cross-entropy', shares })).losses
  }

  /** Ends the worker. Nothing comes of what it has been asked, nor of what it will be asked: neither answers nor errors. */
  close(): void {
    this.#worker.terminate()
    this.#closed = true
    this.#waiting.clear()
  }

  async #ask<Kind extends Reply['type']>(
    kind: Kind,
    request: Request,
    transfer: Transferable[] = [],
  ): Promise<Extract<Reply, { type: Kind }>> {
    const id = this.#next++
    const reply = await new Promise<Reply>((resolve, reject) => {
      if (this.#closed) return
      this.#waiting.set(id, { resolve, reject })
      this.#worker.postMessage({ ...request, id }, transfer)
    })
    if (reply.type !== kind) throw new Error(`expected the reply ${kind}, got ${reply.type}`)
    return reply as Extract<Reply, { type: Kind }>
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}

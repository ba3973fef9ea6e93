/** The page's side of the worker: each request is a promise of its reply. */

import type { Data } from '../engine/generated/schema'
import type {
  Action,
  Edit,
  Frame,
  Numbered,
  Palette,
  Plan,
  PointsEdit,
  Reply,
  Request,
  Start,
  Thumbnail,
  Want,
} from './protocol'

/** A request that was refused; `field` is the control it belongs to. The run is as it was before. */
export class Refusal extends Error {
  readonly field: string
  constructor(field: string, message: string) {
    super(message)
    this.field = field
  }
}

type Waiting = { resolve: (reply: Reply) => void; reject: (error: Error) => void }
type Settings = Extract<Action, { readonly set: unknown }>['set']

export class Client {
  #worker: Worker
  #waiting = new Map<number, Waiting>()
  #next = 0

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

  /** Starts the worker and loads the engine from the folder `engine`, beside the page unless told otherwise. */
  static async open(engine = new URL('engine/', document.baseURI).href): Promise<Client> {
    const client = new Client(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }))
    await client.#ask('loaded', { type: 'load', engine })
    return client
  }

  async start(start: Start, want: Want): Promise<{ plan: Plan; frame: Frame }> {
    return this.#ask('started', { type: 'start', want, ...start })
  }

  async frame(advance: { steps: number } | { millis: number } | null, want: Want): Promise<Frame> {
    return (await this.#ask('frame', { type: 'frame', advance, want })).frame
  }

  async step(unit: 'example' | 'batch' | 'epoch', want: Want): Promise<Frame> {
    return (await this.#ask('frame', { type: 'step', unit, want })).frame
  }

  async set(settings: Settings, want: Want): Promise<Frame> {
    return (await this.#ask('frame', { type: 'set', settings, want })).frame
  }

  async edit(edit: Edit, want: Want): Promise<Frame> {
    return (await this.#ask('frame', { type: 'edit', edit, want })).frame
  }

  async points(points: PointsEdit, want: Want): Promise<Frame> {
    return (await this.#ask('frame', { type: 'points', points, want })).frame
  }

  async reset(want: Want): Promise<{ plan: Plan; frame: Frame }> {
    return this.#ask('started', { type: 'reset', want })
  }

  async seek(step: number, want: Want): Promise<Frame> {
    return (await this.#ask('frame', { type: 'seek', step, want })).frame
  }

  async thumbnails(data: readonly Partial<Data>[], samples: number, palette: Palette): Promise<readonly Thumbnail[]> {
    return (await this.#ask('thumbnails', { type: 'thumbnails', data, samples, palette })).thumbnails
  }

  async read(files: readonly File[], paths: readonly string[], size: number | null): Promise<Start> {
    return (await this.#ask('read', { type: 'read', files, paths, size })).start
  }

  async colours(palette: Palette): Promise<Uint8ClampedArray> {
    return (await this.#ask('colours', { type: 'colours', palette })).colours
  }

  async save(): Promise<string> {
    return (await this.#ask('saved', { type: 'save' })).text
  }

  async #ask<Kind extends Reply['type']>(kind: Kind, request: Request): Promise<Extract<Reply, { type: Kind }>> {
    const id = this.#next++
    const reply = await new Promise<Reply>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#worker.postMessage({ ...request, id })
    })
    if (reply.type !== kind) throw new Error(`expected the reply ${kind}, got ${reply.type}`)
    return reply as Extract<Reply, { type: Kind }>
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}

/** The worker that trains: it loads the engine, then answers requests. While a long run is replayed, the one before goes on. */

import type { Numbered, Reply, Request } from './protocol'
import { Session } from './session'
import { transferable } from './transfer'

let session: Session | null = null

/** The engine from its folder. */
async function fetched(folder: string): Promise<ArrayBuffer> {
  const response = await fetch(new URL('engine.wasm', folder))
  if (!response.ok) throw new Error(`expected the engine at ${response.url}, got status ${response.status}`)
  return response.arrayBuffer()
}

async function answer(request: Request): Promise<Reply> {
  if (request.type === 'load') {
    const { engine } = request
    const module = await WebAssembly.compile(typeof engine === 'string' ? await fetched(engine) : engine)
    session = new Session(module)
    return { type: 'loaded', module }
  }
  if (session === null) throw new Error(`expected load as the first request, got ${request.type}`)
  return session.answer(request)
}

self.onmessage = async ({ data: { id, ...request } }: MessageEvent<Numbered<Request>>) => {
  let reply: Reply
  try {
    reply = await answer(request as Request)
  } catch (error) {
    reply = { type: 'problem', field: '', message: error instanceof Error ? error.message : String(error) }
  }
  self.postMessage({ ...reply, id }, { transfer: [...transferable(reply)] })
}

/** The page as one file, put together in the page from its own files: mirrors onepage.py. */

import type { View } from './link'

const RUN_MARK = '<script type="application/json" id="run">'
const ENGINE_MARK = '<script type="text/plain" id="engine">'
const FILES_MARK = '<script type="text/plain" id="files">'

/** Names of files in assets/. */
type Parts = {
  readonly entry: string
  readonly worker: string
  readonly scripts: readonly string[]
  /** The scripts of the worker. */
  readonly training: readonly string[]
  readonly styles: readonly string[]
  readonly fonts: readonly string[]
}

/**
 * The file that shows a run, as HTML.
 *
 * @param glow the run as it is saved
 * @param hide names of controls that are not shown
 */
export async function onePage(glow: string, view: View, hide: readonly string[]): Promise<Blob> {
  const [template, engine, files] = await Promise.all([fetched('one.html'), fetched('engine/engine.wasm'), gathered()])
  const parcel = `{"glow":${glow},"view":${JSON.stringify(view)},"hide":${JSON.stringify(hide)}}`
  const page = fill(await template.text(), await packed(engine), await packed(new Response(files)), parcel)
  return new Blob([page], { type: 'text/html' })
}

/** The files of the page, as the JSON object that the loader takes them from. */
async function gathered(): Promise<string> {
  const { entry, worker, scripts, training, styles, fonts } = (await (await fetched('one.json')).json()) as Parts
  const text = async (name: string): Promise<string> => (await fetched(`assets/${name}`)).text()
  const base64 = async (name: string): Promise<string> => encoded(await fetched(`assets/${name}`))
  const all = async (names: readonly string[], read: (name: string) => Promise<string>) =>
    Object.fromEntries(await Promise.all(names.map(async (name) => [name, await read(name)] as const)))
  return JSON.stringify({
    entry,
    worker,
    scripts: await all(scripts, text),
    training: await all(training, text),
    styles: Object.values(await all(styles, text)),
    fonts: await all(fonts, base64),
  })
}

/** The run may hold any text, and stays data. */
export function fill(template: string, engine: string, files: string, parcel: string): string {
  const contents = { [RUN_MARK]: parcel.replaceAll('<', '\\u003c'), [ENGINE_MARK]: engine, [FILES_MARK]: files }
  return Object.entries(contents).reduce((page, [mark, content]) => {
    const at = page.indexOf(mark) + mark.length
    if (at < mark.length) throw new Error(`expected a place for ${mark} in one.html, got none: reload the page`)
    return page.slice(0, at) + content + page.slice(at)
  }, template)
}

async function fetched(path: string): Promise<Response> {
  const response = await fetch(new URL(path, document.baseURI))
  if (!response.ok) throw new Error(`expected ${path} beside the page, got status ${response.status}`)
  return response
}

/** Compressed with gzip, in base64. */
const packed = ({ body }: Response): Promise<string> =>
  encoded(new Response(body!.pipeThrough(new CompressionStream('gzip'))))

async function encoded(response: Response): Promise<string> {
  const { encode } = await import('./own')
  return encode(new Uint8Array(await response.arrayBuffer()))
}

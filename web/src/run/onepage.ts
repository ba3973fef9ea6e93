/** The page as one file, made in the page: mirrors onepage.py. */

import type { View } from './link'

const RUN_MARK = '<script type="application/json" id="run">'
const ENGINE_MARK = '<script type="text/plain" id="engine">'

/** Whether the host has what it is made from: half a megabyte that a site need not bring along. */
export const hasTemplate = (): boolean => document.querySelector('meta[name="neuroglow-one"]') === null

/**
 * The file that shows a run, as HTML. The template is built with the page; engine and run are put into it, as data.
 *
 * @param glow the run as it is saved
 * @param hide names of controls that are not shown
 */
export async function onePage(glow: string, view: View, hide: readonly string[]): Promise<Blob> {
  const [template, engine] = await Promise.all([fetched('one.html'), fetched('engine/engine.wasm')])
  const parcel = `{"glow":${glow},"view":${JSON.stringify(view)},"hide":${JSON.stringify(hide)}}`
  return new Blob([fill(await template.text(), await packed(engine), parcel)], { type: 'text/html' })
}

/** The run may hold any text, and stays data. */
export function fill(template: string, engine: string, parcel: string): string {
  const escaped = parcel.replaceAll('<', '\\u003c')
  return [
    [RUN_MARK, escaped],
    [ENGINE_MARK, engine],
  ].reduce((page, [mark = '', content = '']) => {
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
async function packed({ body }: Response): Promise<string> {
  const { encode } = await import('./own')
  const bytes = await new Response(body!.pipeThrough(new CompressionStream('gzip'))).arrayBuffer()
  return encode(new Uint8Array(bytes))
}

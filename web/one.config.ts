/**
 * The page as one file, static/one.html: a run put into it can be looked at without a network and without a server, from
 * disk. Engine and run are put in by who makes it (onepage.py, run/onepage.ts); all else stands in the file already.
 */

import { svelte } from '@sveltejs/vite-plugin-svelte'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'
import { packed } from './packed.ts'

const here = (path: string): string => resolve(import.meta.dirname, path)

/** In this page these modules stand in for others: it gets nothing from a host, and there is nowhere to go to. */
const NOTHING = here('src/one/Nothing.svelte')
const INSTEAD: ReadonlyMap<string, string> = new Map([
  [here('src/run/host.ts'), here('src/one/host.ts')],
  [here('src/run/exporting/index.ts'), here('src/one/exporting.ts')],
  [here('src/pages/export/Export.svelte'), NOTHING],
  [here('src/pages/share/Share.svelte'), NOTHING],
  [here('src/pages/runs/Keep.svelte'), NOTHING],
])

function instead(): Plugin {
  return {
    name: 'instead',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (source === 'virtual:chapters') return here('src/one/chapters.ts')
      const found = await this.resolve(source, importer, { ...options, skipSelf: true })
      return found === null ? null : (INSTEAD.get(found.id) ?? found)
    },
  }
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const pack = (text: string): string => gzipSync(text, { level: 9 }).toString('base64')

/** Nothing comes from elsewhere: the hashes are those of the file's own parts. */
const policyOf = (style: string, ...scripts: readonly string[]): string =>
  [
    "default-src 'none'",
    `script-src ${scripts.map(hashOf).join(' ')} 'wasm-unsafe-eval'`,
    `style-src ${hashOf(style)}`,
    'img-src data: blob:',
    'font-src data:',
    'worker-src blob:', // the training worker, whose text lies in the script
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')

/** Puts everything that was built into the template. */
function oneFile(): Plugin {
  return {
    name: 'one-file',
    enforce: 'post',
    generateBundle(_, bundle) {
      const outputs = Object.values(bundle)
      const script = outputs
        .map((output) => (output.type === 'chunk' ? output.code : ''))
        .join('')
        .replaceAll('__VITE_PRELOAD__', 'void 0') // Vite would say here what to load before a part: nothing is left to load
      const style = outputs
        .map((output) => (output.type === 'asset' && output.fileName.endsWith('.css') ? String(output.source) : ''))
        .join('')
      const loader = readFileSync(here('src/one/loader.js'), 'utf8').replace('\nexport {}\n', '')
      const parts: Readonly<Record<string, string>> = {
        policy: policyOf(style, loader, script),
        style: pack(style),
        script: pack(script),
        loader,
      }
      for (const name of Object.keys(bundle)) Reflect.deleteProperty(bundle, name)
      const template = readFileSync(here('src/one/page.template'), 'utf8')
      const source = template.replace(/\{(\w+)\}/g, (_, name: string) => parts[name]!)
      this.emitFile({ type: 'asset', fileName: 'one.html', source })
    },
  }
}

export default defineConfig({
  plugins: [packed(), instead(), svelte(), oneFile()],
  publicDir: false,
  build: {
    outDir: here('../src/neuroglow/static'),
    emptyOutDir: false,
    target: 'es2022',
    assetsInlineLimit: Infinity,
    modulePreload: false,
    cssCodeSplit: false,
    rolldownOptions: { input: here('src/one/main.ts'), output: { codeSplitting: false } },
  },
  worker: {
    format: 'iife',
    plugins: () => [packed(), instead()],
    rolldownOptions: { output: { codeSplitting: false } },
  },
})

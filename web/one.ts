/**
 * A Vite plugin: what the page as one file is made from. It needs no bundle of its own: one.html is a template whose loader
 * puts the page together from the files that one.json names, which are the page's own.
 */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { Plugin, Rolldown } from 'vite'

const here = (path: string): string => resolve(import.meta.dirname, path)

/** What leads to other pages, or out of this one: in the page as one file it is not offered. */
const LEFT_OUT = new Set(
  [
    'lessons/Learn.svelte',
    'lessons/chapters.ts',
    'pages/export/Sheet.svelte',
    'pages/runs/KeptNote.svelte',
    'pages/runs/RunsPage.svelte',
    'pages/share/ShareSheet.svelte',
  ].map((path) => here(`src/${path}`)),
)
const MAIN = here('src/main.ts')
const LESSONS = here('src/lessons/')
/** Of the worker's files. */
const NOT_TRAINING = /^(?:exporting|keeper|resuming)-/
const FONTS = /^(?:inter-latin-wght-normal|stix-two-math-formulas)-.*\.woff2$/

/** Nothing comes from elsewhere: the modules are made by the loader, which is known by its hash. */
const policyOf = (loader: string): string =>
  [
    "default-src 'none'",
    `script-src 'sha256-${createHash('sha256').update(loader).digest('base64')}' blob: 'wasm-unsafe-eval'`,
    'img-src data: blob:',
    'font-src data:',
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')

function template(): string {
  const loader = readFileSync(here('src/one/loader.js'), 'utf8')
  const parts: Readonly<Record<string, string>> = { policy: policyOf(loader), loader }
  return readFileSync(here('src/one/page.template'), 'utf8').replace(
    /\{(policy|loader)\}/g,
    (_, name: string) => parts[name]!,
  )
}

const leadsAway = ({ facadeModuleId, moduleIds }: Rolldown.OutputChunk): boolean =>
  facadeModuleId?.startsWith(LESSONS) === true || moduleIds.some((id) => LEFT_OUT.has(id))

/** The entry, everything that it comes to need, and what that looks like. */
function reached(bundle: Rolldown.OutputBundle): { entry: string; scripts: string[]; styles: string[] } {
  const chunks = new Map(Object.values(bundle).flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one]] : [])))
  const entry = [...chunks.values()].find(({ moduleIds }) => moduleIds.includes(MAIN))
  if (entry === undefined) throw new Error(`expected a page that begins with ${MAIN}, got none`)
  const scripts = new Set([entry.fileName])
  const styles = new Set<string>()
  for (const name of scripts) {
    const chunk = chunks.get(name)!
    for (const style of chunk.viteMetadata?.importedCss ?? []) styles.add(style)
    for (const other of chunk.imports) scripts.add(other)
    for (const other of chunk.dynamicImports) if (!leadsAway(chunks.get(other)!)) scripts.add(other)
  }
  return { entry: entry.fileName, scripts: [...scripts], styles: [...styles] }
}

export function oneFile(): Plugin {
  return {
    name: 'one-file',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const names = Object.keys(bundle).map((name) => basename(name))
      const training = Object.values(bundle)
        .filter((one) => one.type === 'asset' && one.fileName.endsWith('.js'))
        .map((one) => basename(one.fileName))
        .filter((name) => !NOT_TRAINING.test(name))
      const { entry, scripts, styles } = reached(bundle)
      const list = {
        entry: basename(entry),
        worker: training.find((name) => name.startsWith('worker-')),
        scripts: scripts.map((name) => basename(name)),
        training,
        styles: styles.map((name) => basename(name)),
        fonts: names.filter((name) => FONTS.test(name)),
      }
      this.emitFile({ type: 'asset', fileName: 'one.json', source: JSON.stringify(list) })
      this.emitFile({ type: 'asset', fileName: 'one.html', source: template() })
    },
  }
}

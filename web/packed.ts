/**
 * Vite plugins for what is large and seldom wanted: it comes deflated, in base64, and is unpacked by run/inflated.ts. Hosts
 * that compress what they send gain nothing by it, but the folder is smaller by a third.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import type { Plugin } from 'vite'

const QUERY = '?packed'
const INFLATED = resolve(import.meta.dirname, 'src/run/inflated.ts')
/** What a compiled chapter is as a module. */
const CHAPTER = /^export default JSON\.parse\((".*")\)$/s

const deflated = (content: string | Buffer): string =>
  JSON.stringify(deflateRawSync(content, { level: 9 }).toString('base64'))

/** `import text from './file?packed'` */
export function packed(): Plugin {
  return {
    name: 'packed',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith(QUERY)) return null
      const path = id.slice(0, -QUERY.length)
      this.addWatchFile(path)
      return { code: `export default ${deflated(readFileSync(path))}`, moduleType: 'js' }
    },
  }
}

const unpacking = (text: string): string =>
  `import { inflated } from ${JSON.stringify(INFLATED)}\nexport default JSON.parse(await inflated(${deflated(text)}))`

/** The built-in experiments, in a build. */
export function packedExperiments(): Plugin {
  return {
    name: 'packed-experiments',
    apply: 'build',
    enforce: 'pre',
    load: (id) =>
      id.endsWith('/generated/experiments.json')
        ? { code: unpacking(JSON.stringify(JSON.parse(readFileSync(id, 'utf8')))), moduleType: 'js' }
        : null,
  }
}

/** The chapters of the lessons, in a build. */
export function packedChapters(): Plugin {
  return {
    name: 'packed-chapters',
    apply: 'build',
    transform(code, id) {
      const [, text] = id.endsWith('.md') ? (CHAPTER.exec(code) ?? []) : []
      if (text === undefined) return null
      return unpacking(JSON.parse(text) as string)
    },
  }
}

/** All that the page says in another language, in a build: what words/<language>/index.ts collects. */
export function packedWords(): Plugin {
  return {
    name: 'packed-words',
    apply: 'build',
    enforce: 'pre',
    transform(_, id) {
      const [, folder] = /^(.*[\\/]words[\\/][a-z]{2})[\\/]index\.ts$/.exec(id) ?? []
      if (folder === undefined) return null
      const areas = readdirSync(folder)
        .filter((file) => file.endsWith('.json'))
        .map(
          (file) => [file.slice(0, -'.json'.length), JSON.parse(readFileSync(resolve(folder, file), 'utf8'))] as const,
        )
      return unpacking(JSON.stringify(Object.fromEntries(areas)))
    },
  }
}

/**
 * Vite plugins for what is large and seldom wanted: it comes deflated, in base64, and is unpacked by run/inflated.ts. Hosts
 * that compress what they send gain nothing by it, but the folder is smaller by a third.
 */

import { readFileSync } from 'node:fs'
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

/** The chapters of the lessons, in a build. */
export function packedChapters(): Plugin {
  return {
    name: 'packed-chapters',
    apply: 'build',
    transform(code, id) {
      const [, text] = id.endsWith('.md') ? (CHAPTER.exec(code) ?? []) : []
      if (text === undefined) return null
      const content = deflated(JSON.parse(text) as string)
      return `import { inflated } from ${JSON.stringify(INFLATED)}\nexport default JSON.parse(await inflated(${content}))`
    },
  }
}

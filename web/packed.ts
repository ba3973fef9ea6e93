/** A Vite plugin: `import text from './file?packed'` gives what a file holds deflated, in base64; see run/inflated.ts. */

import { readFileSync } from 'node:fs'
import { deflateRawSync } from 'node:zlib'
import type { Plugin } from 'vite'

const QUERY = '?packed'

export function packed(): Plugin {
  return {
    name: 'packed',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith(QUERY)) return null
      const path = id.slice(0, -QUERY.length)
      this.addWatchFile(path)
      const text = deflateRawSync(readFileSync(path), { level: 9 }).toString('base64')
      return { code: `export default ${JSON.stringify(text)}`, moduleType: 'js' }
    },
  }
}

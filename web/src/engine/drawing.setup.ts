/** Before the tests of pictures: they are drawn by the compiled engine, as in the page. */

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { enter } from './drawing'

const FILE = resolve(import.meta.dirname, '../../../src/neuroglow/static/engine/engine.wasm')
await enter(new WebAssembly.Module(readFileSync(FILE)))

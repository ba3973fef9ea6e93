/** What tests share: the compiled engine in Node, and a palette. */

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { load } from './closer'
import { nothing, type Palette, type Want } from './protocol'

await load() // what a session loads when it is wanted, tests call at once

const FILE = resolve(import.meta.dirname, '../../../src/neuroglow/static/engine/engine.wasm')

export const module = (): WebAssembly.Module => new WebAssembly.Module(readFileSync(FILE))

export const PALETTE: Palette = {
  positive: [0, 0, 255],
  negative: [255, 128, 0],
  zero: [16, 16, 16],
  classes: [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 128],
    [255, 255, 0],
  ],
}

export const WANT: Want = { ...nothing(PALETTE), map: 16, output: 32 }

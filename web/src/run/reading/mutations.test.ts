/** Whatever is done to a file, it is read or refused in a sentence, soon. */

import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { InputError } from '../errors'
import { checkOwn } from '../own'
import { module } from '../testing'
import { labelsName } from './idx'
import { read } from './index'

const FIXTURES = resolve(import.meta.dirname, '../../../../tests/fixtures/images')
const ENGINE = module()
const ROUNDS = 20

const files = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== 'cases.json')
  .map(({ name }) => ({ name, bytes: new Uint8Array(readFileSync(resolve(FIXTURES, name))) }))
  .filter(({ bytes }) => bytes.length > 0 && bytes.length < 200_000)

/** A small generator of whole numbers below a limit (mulberry32), so that a failure can be had again. */
function dice(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % limit
  }
}

/** A few bytes changed, most of them near the beginning or the end, where headers and directories are; or cut, or longer. */
function mutated(bytes: Uint8Array, roll: (limit: number) => number): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(bytes)
  const ways = [
    () => copy.slice(0, roll(copy.length)),
    () => Uint8Array.from([...copy, ...copy.slice(roll(copy.length))]),
    () => {
      for (let count = 1 + roll(4); count > 0; count -= 1) {
        const near = roll(Math.min(copy.length, 200))
        const place = [near, copy.length - 1 - near, roll(copy.length)][roll(3)]!
        copy[place] = [0, 1, 0x7f, 0x80, 0xff, roll(256)][roll(6)]!
      }
      return copy
    },
  ]
  return ways[Math.max(0, roll(5) - 2)]!()
}

beforeAll(() => {
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('no pictures here')))
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = (): object => ({})
    },
  )
})
afterAll(() => {
  vi.unstubAllGlobals()
})

describe('a file that was changed is read or refused', () => {
  test.each(files)('$name', async ({ name, bytes }) => {
    const labels = labelsName(name)
    const beside = files.filter(
      (file) => file.name !== name && [labels, `${labels}.gz`, labels.replace(/\.gz$/, '')].includes(file.name),
    )
    for (let seed = 1; seed <= ROUNDS; seed += 1) {
      const all = [
        new File([mutated(bytes, dice(seed))], name),
        ...beside.map((file) => new File([file.bytes], file.name)),
      ]
      try {
        const { own } = await read(
          all,
          all.map((file) => file.name),
          null,
          ENGINE,
        )
        checkOwn(own)
      } catch (error) {
        expect(error, `seed ${seed}`).toBeInstanceOf(InputError)
        expect((error as InputError).message, `seed ${seed}`).toMatch(/^expected .+, got .+: .+/s)
      }
    }
  })
})

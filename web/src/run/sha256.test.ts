import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { sha256 } from './sha256'

it('is the hash that others compute, for every way in which a message can end', () => {
  const bytes = Uint8Array.from({ length: 300 }, (_, index) => (index * 167 + 13) % 256)
  for (let length = 0; length < 200; length++) {
    const message = bytes.subarray(7, 7 + length) // a part of a larger buffer
    expect(Buffer.from(sha256(message)).toString('hex')).toBe(createHash('sha256').update(message).digest('hex'))
  }
})

it('takes long messages', () => {
  const message = new Uint8Array(4e6).fill(97)
  expect(Buffer.from(sha256(message)).toString('hex')).toBe(createHash('sha256').update(message).digest('hex'))
})

/**
 * SHA-256 (FIPS 180-4). The browser's own answers later, and only to pages of a secure address; a run in a file or in a
 * local network has a digest too.
 */

const ROUNDS = 64
const BLOCK = 64 // bytes
const LENGTH = 8 // bytes at the end of the last block that say how long the message is

const fraction = (value: number): number => ((value - Math.floor(value)) * 2 ** 32) | 0
/** The first 32 bits of the fractions of the primes' cube roots, and of the first eight primes' square roots. */
const [CUBES, SQUARES] = ((): [Int32Array, Int32Array] => {
  const primes: number[] = []
  for (let next = 2; primes.length < ROUNDS; next++) if (primes.every((prime) => next % prime !== 0)) primes.push(next)
  return [
    Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime))),
    Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime))),
  ]
})()

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by))

/** The 32 bytes of the message's hash. */
export function sha256(message: Uint8Array): Uint8Array {
  const state = Int32Array.from(SQUARES)
  const schedule = new Int32Array(ROUNDS)
  const whole = Math.floor(message.length / BLOCK) * BLOCK
  const view = new DataView(message.buffer, message.byteOffset, message.length)
  for (let at = 0; at < whole; at += BLOCK) compress(state, schedule, view, at)
  const last = ending(message.subarray(whole), message.length)
  for (let at = 0; at < last.byteLength; at += BLOCK) compress(state, schedule, last, at)
  const hash = new DataView(new ArrayBuffer(32))
  state.forEach((word, index) => {
    hash.setInt32(4 * index, word)
  })
  return new Uint8Array(hash.buffer)
}

/** What is left of the message, a one, zeros, and its length in bits: one block or two. */
function ending(rest: Uint8Array, length: number): DataView {
  const blocks = rest.length + 1 + LENGTH > BLOCK ? 2 : 1
  const bytes = new Uint8Array(blocks * BLOCK)
  bytes.set(rest)
  bytes[rest.length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setBigUint64(bytes.length - LENGTH, BigInt(length) * 8n)
  return view
}

function compress(state: Int32Array, schedule: Int32Array, view: DataView, at: number): void {
  for (let t = 0; t < 16; t++) schedule[t] = view.getInt32(at + 4 * t)
  for (let t = 16; t < ROUNDS; t++) {
    const [early, late] = [schedule[t - 15]!, schedule[t - 2]!]
    const low = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3)
    const high = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10)
    schedule[t] = schedule[t - 16]! + low + schedule[t - 7]! + high
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let t = 0; t < ROUNDS; t++) {
    const choice = (e & f) ^ (~e & g)
    const added = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + choice + CUBES[t]! + schedule[t]!) | 0
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const mixed = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + majority) | 0
    h = g
    g = f
    f = e
    e = (d + added) | 0
    d = c
    c = b
    b = a
    a = (added + mixed) | 0
  }
  const worked = [a, b, c, d, e, f, g, h]
  worked.forEach((word, index) => {
    state[index] = state[index]! + word
  })
}

import { expect, test } from 'vitest'
import type { Frame, Start, Want } from './protocol'
import { Session } from './session'
import { module, PALETTE, WANT } from './testing'

const compiled = module()

async function frames(start: Start): Promise<{ shaded: Frame; discrete: Frame }> {
  const session = new Session(compiled)
  const begun = await session.answer({ type: 'start', want: WANT, ...start })
  if (begun.type !== 'started') throw new Error(JSON.stringify(begun))
  const want: Want = { ...WANT, discrete: true }
  const drawn = await session.answer({ type: 'frame', advance: null, want })
  if (drawn.type !== 'frame') throw new Error(JSON.stringify(drawn))
  return { shaded: begun.frame, discrete: drawn.frame }
}

const coloursOf = (pixels: Uint8ClampedArray): string[] =>
  Array.from({ length: pixels.length / 4 }, (_, at) => pixels.subarray(4 * at, 4 * at + 3).join())

/** Which of some colours each pixel is nearest to. */
const nearest = (pixels: Uint8ClampedArray, colours: readonly (readonly number[])[]): number[] =>
  Array.from({ length: pixels.length / 4 }, (_, at) => {
    const distance = (colour: readonly number[]): number =>
      Math.hypot(...colour.map((value, channel) => value - pixels[4 * at + channel]!))
    return colours.reduce((best, colour, index) => (distance(colour) < distance(colours[best]!) ? index : best), 0)
  })

test.each([
  ['two classes, from -1 to 1', {}],
  ['two classes, from 0 to 1', { network: { output: 'sigmoid' } }],
  ['values', { data: { source: 'plane' } }],
])('discrete maps have two colours, on the same sides as shaded ones: %s', async (_, recipe) => {
  const { shaded, discrete } = await frames({ experiment: recipe, step: 50 })
  const colours = coloursOf(discrete.output!)
  expect(new Set(colours).size).toBe(2)
  expect(new Set(coloursOf(shaded.output!)).size).toBeGreaterThan(2)
  expect(new Set(coloursOf(discrete.maps!)).size).toBe(2)
  // A pixel is between the colour of nothing and that of its side.
  const [one, other] = [...new Set(colours)].map((colour) => colour.split(',').map(Number))
  const sides = nearest(discrete.output!, [one!, other!])
  const leans = (at: number, colour: readonly number[]): number =>
    colour.reduce(
      (sum, value, k) => sum + (value - PALETTE.zero[k]!) * (shaded.output![4 * at + k]! - PALETTE.zero[k]!),
      0,
    )
  for (const [at, side] of sides.entries()) {
    const [mine, others] = side === 0 ? [one!, other!] : [other!, one!]
    const length = (colour: readonly number[]): number =>
      Math.hypot(...colour.map((value, k) => value - PALETTE.zero[k]!))
    expect(leans(at, mine) / length(mine)).toBeGreaterThanOrEqual(leans(at, others) / length(others) - 1.5)
  }
})

test('discrete maps of several classes have one colour for each, and losses and parameters are the same', async () => {
  const { shaded, discrete } = await frames({ experiment: { data: { source: 'blobs', classes: 4 } }, step: 50 })
  expect(new Set(coloursOf(discrete.output!)).size).toBeLessThanOrEqual(4)
  expect(discrete.params).toEqual(shaded.params)
  expect([discrete.trainLoss, discrete.testLoss]).toEqual([shaded.trainLoss, shaded.testLoss])
})

test('a long way tells how far it has come, and a patient one may take its time', async () => {
  const session = new Session(compiled)
  const { port1, port2 } = new MessageChannel()
  const reached: number[] = []
  port1.onmessage = ({ data }: MessageEvent<number>) => {
    reached.push(data)
  }
  const start = { experiment: { network: { hidden: [32, 32] } }, step: 4000 }
  const reply = await session.answer({ type: 'start', want: WANT, ...start, progress: port2, patient: true })
  await new Promise((resolve) => setTimeout(resolve))
  port1.close()
  expect(reply.type).toBe('started')
  expect(reached.length).toBeGreaterThan(0)
  expect(reached).toEqual([...reached].sort((one, other) => one - other))
  expect(reached.at(-1)).toBeLessThanOrEqual(4000)
})

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { View } from '../../run/link'
import type { Playback } from '../../run/playback.svelte'
import { NORMAL } from '../../run/tempo'
import link from '../../words/en/link.json'
import hide from '../../words/en/hide.json'
import { inEnglish } from '../../words/words'
import { GROUPS, hideable, HIDEABLE } from '../hideable'
import { Look } from '../look.svelte'
import { lasting } from './lasting'
import { whereFrom } from './origin'
import { codeOf, MOST, QUIET, svgOf } from './qr'
import { showView, viewOf } from './view'

/** What a view is taken from, and put back on, of a run. */
class Run {
  unit = 'batch'
  speed = NORMAL
  stops: unknown = []
  chosen: number | null = null
  plan = { columns: ['age', 'area', 'rooms'] }
  points = { count: 10 }
  setStops(stops: unknown): void {
    this.stops = stops
  }
  show({ example }: { example?: number }): void {
    if (example !== undefined) this.chosen = example
  }
}
const run = (): Playback => new Run() as unknown as Playback

const ALL: View = {
  picked: { layer: 1, neuron: 2, part: 'bias' },
  tab: 'Layers',
  unit: 'epoch',
  speed: 3,
  stops: [{ quantity: 'epoch', value: 10 }],
  testPoints: false,
  discrete: true,
  example: 4,
  answer: 'predicted',
  errors: 'lines',
  across: 'rooms',
  up: 'age',
  held: [1, 2, 3],
}

test('a view that is shown is the view that is seen, and says nothing of what is as usual', () => {
  const [playback, look] = [run(), new Look()]
  expect(viewOf(playback, look)).toEqual({})
  showView(ALL, playback, look)
  expect(viewOf(playback, look)).toEqual(ALL)
  showView({}, playback, look)
  expect(viewOf(playback, look)).toEqual({ example: 4 }) // an example is chosen until another is
})

test('what the run does not have is left out', () => {
  const [playback, look] = [run(), new Look()]
  showView({ across: 'height', held: [1, 2], example: 10 }, playback, look)
  expect(viewOf(playback, look)).toEqual({})
})

test('a text becomes the squares of a QR code, until it is too long for one', () => {
  const code = codeOf('http://127.0.0.1:8000/#run=1.abc')!
  expect(code.size).toBe(25 + 2 * QUIET)
  // The upper left finder: a row of seven dark modules, then two single ones.
  expect(code.path).toMatch(new RegExp(`^M${QUIET} ${QUIET}h7v1h-7z`))
  expect(svgOf(code)).toContain(`viewBox="0 0 ${code.size} ${code.size}"`)
  expect(codeOf('a'.repeat(MOST))).not.toBeNull()
  expect(codeOf('a'.repeat(MOST + 1))).toBeNull()
  expect(codeOf('é'.repeat(MOST / 2 + 1))).toBeNull()
})

test('how long a way takes is told in a unit of which there are about two', () => {
  const say = inEnglish(link)
  const told = [0, 1, 12.4, 89, 91, 3599, 5400, 200_000, 1e9].map((seconds) => lasting(seconds, say))
  expect(told).toEqual([
    '1 second',
    '1 second',
    '12 seconds',
    '89 seconds',
    '2 minutes',
    '60 minutes',
    '2 hours',
    '2 days',
    '11,574 days',
  ])
})

test('links lead to where the page came from', () => {
  const kind = (address: string): string => whereFrom(new URL(address) as unknown as Location).kind
  expect(['http://127.0.0.1:8000/', 'http://localhost/', 'http://[::1]:80/'].map(kind)).toEqual(['own', 'own', 'own'])
  expect(['https://localhost.example/', 'file:///run.html'].map(kind)).toEqual(['everywhere', 'file'])
  const { address } = whereFrom(new URL('https://a.example:8443/b/c.html?lang=de#x') as unknown as Location)
  expect(address).toBe('https://a.example:8443/b/c.html')
})

test('every control that can be hidden has a name, and others are not hidden', () => {
  const all = GROUPS.flatMap((group): readonly string[] => HIDEABLE[group])
  expect(new Set(all).size).toBe(all.length)
  expect(Object.keys(hide).sort()).toEqual([...all, ...GROUPS.map((group) => `group-${group}`)].sort())
  const documented = readFileSync(new URL('../../../../docs/links.md', import.meta.url), 'utf8')
  for (const group of GROUPS)
    expect(documented).toContain(`| ${HIDEABLE[group].map((name) => `\`${name}\``).join(', ')} |`)
  expect(hideable(['loss', 'no-such', 'play', 'loss', '<b>'])).toEqual(['play', 'loss'])
})

// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { colourOf } from './colour'
import inter from './inter.json'
import { Letters, placed, unpack, type Outlines } from './letters'
import { PLAIN, rounded, type Font, type Item, type Picture, type Text } from './list'
import { Recorder } from './recorder'
import stix from './stix.json'
import { escaped, svgOf } from './svg'
import { slanted } from './words'

const FONT: Font = { family: 'Inter, sans-serif', size: 12, weight: 400, italic: false }
const [INTER, STIX] = [inter as unknown as Outlines, stix as unknown as Outlines]
const letters = new Letters(INTER, STIX)

const picture = (items: Item[], title = ''): Picture => ({ width: 100, height: 50, ground: null, title, items })
const line = (text: string, font = FONT): Text => ({
  ...PLAIN,
  kind: 'text',
  signs: Array.from(text, (sign, at) => [sign, 8 * at] as const),
  end: 8 * text.length,
  y: 20,
  font,
  fill: '#123456',
  stroke: null,
})

function recorded(draw: (context: CanvasRenderingContext2D) => void): Item[] {
  const items: Item[] = []
  draw(new Recorder(items, 10, 20).context)
  return items
}

test('what painters draw becomes paths where they are', () => {
  const [item] = recorded((context) => {
    context.beginPath()
    context.moveTo(0, 0)
    context.lineTo(5, 0)
    context.bezierCurveTo(5, 5, 6, 6, 7, 7)
    context.closePath()
    context.lineWidth = 2
    context.strokeStyle = 'red'
    context.globalAlpha = 0.5
    context.stroke()
  })
  expect(item).toMatchObject({ d: 'M10 20L15 20C15 25 16 26 17 27z', alpha: 0.5, stroke: { width: 2, paint: 'red' } })
})

test('circles are whole, and places that are no numbers are left out', () => {
  const [circle, rest] = recorded((context) => {
    context.beginPath()
    context.arc(0, 0, 4, 0, 7)
    context.fill()
    context.beginPath()
    context.moveTo(0, NaN)
    context.lineTo(1, 1)
    context.lineTo(Infinity, 1)
    context.lineTo(2, 2)
    context.stroke()
  })
  expect(circle).toMatchObject({ d: 'M14 20A4 4 0 0 1 6 20A4 4 0 0 1 14 20' })
  expect(rest).toMatchObject({ d: 'M11 21L12 22' })
})

test('a clip holds what is drawn until it is restored, with everything else as it was', () => {
  const items = recorded((context) => {
    context.fillStyle = 'green'
    context.save()
    context.beginPath()
    context.rect(0, 0, 5, 5)
    context.clip()
    context.fillStyle = 'blue'
    context.translate(1, 1)
    context.fillRect(0, 0, 2, 2)
    context.restore()
    context.fillRect(0, 0, 2, 2)
  })
  expect(items).toMatchObject([
    {
      kind: 'group',
      clip: 'M10 20L15 20L15 25L10 25zM10 20',
      items: [{ fill: 'blue', d: 'M11 21L13 21L13 23L11 23zM11 21' }],
    },
    { kind: 'path', fill: 'green', d: 'M10 20L12 20L12 22L10 22zM10 20' },
  ])
})

test('texts are outlines; those of other fonts are texts, and both are only ever texts', () => {
  const evil = '</text><script>alert(1)</script>"&\u0000\ud800'
  expect(escaped(evil)).toBe('&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;')
  for (const svg of [
    svgOf(picture([line(evil)], evil), letters),
    svgOf(picture([line(evil, { ...FONT, family: '"Evil" <b>' })], evil), letters),
    svgOf(picture([line(evil)], evil), null),
  ]) {
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml')
    expect(parsed.querySelector('parsererror, script, b')).toBeNull()
    expect(parsed.querySelector('title')!.textContent).toBe('</text><script>alert(1)</script>"&')
  }
  expect(svgOf(picture([line('ab')]), letters)).not.toContain('<text')
  expect(svgOf(picture([line('日')]), letters)).toContain('>日</text>')
})

test('every outline is whole: as many numbers as its commands take', () => {
  const counts: Readonly<Record<string, number>> = { M: 2, L: 2, Q: 4, C: 6, z: 0 }
  for (const { glyphs } of [INTER, STIX]) {
    for (const [sign, [commands, places, growth]] of Object.entries(glyphs)) {
      const count = [...commands].reduce((sum, command) => sum + counts[command]!, 0)
      expect([sign, unpack(places).length]).toEqual([sign, count])
      if (growth !== undefined) expect([sign, unpack(growth).length]).toEqual([sign, count])
    }
  }
})

test('letters are as bold as their weight, up to the boldest', () => {
  const ids = [300, 400, 550, 700, 900].map((weight) => letters.glyph('a', { ...FONT, weight })!.id)
  expect(ids).toEqual(['i0-2p', 'i0-2p', 'i50-2p', 'i100-2p', 'i100-2p'])
  expect(letters.glyph('a', { ...FONT, family: 'Georgia' })).toBeNull()
  expect(letters.glyph('constructor', FONT)).toBeNull()
  const one = letters.glyph('1', FONT)!
  expect(placed(one, 12, 10, 20)).toBeCloseTo(15 - ((one.width ?? 0) * 12) / one.units / 2)
})

test('colours are read as style sheets compute them', () => {
  expect(colourOf('#52A8ff')).toEqual({ hex: '#52a8ff', alpha: 1 })
  expect(colourOf('rgba(1, 2, 3, 0.5)')).toEqual({ hex: '#010203', alpha: 0.5 })
  expect(colourOf('color(srgb 1 0.5 0 / 0.25)')).toEqual({ hex: '#ff8000', alpha: 0.25 })
  expect(colourOf('rgba(0, 0, 0, 0)').alpha).toBe(0)
})

test('corners and letters of formulas', () => {
  const none = [0, 0] as const
  expect(rounded(0, 0, 4, 2, [none, none, none, none])).toBe('M0 0h4v2h-4z')
  expect(['x', 'h', 'α', '3'].map(slanted)).toEqual(['𝑥', 'ℎ', '𝛼', '3'])
})

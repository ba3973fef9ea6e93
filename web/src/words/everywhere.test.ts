/** What holds for all texts: every language has all of them, with the same values in them; components have none. */

import { readdirSync, readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { parse, type AST } from 'svelte/compiler'
import { describe, expect, it } from 'vitest'
import experiments from '../engine/generated/experiments.json'
import { FINDINGS } from '../engine/generated/schema'
import type { Texts } from './words'

const SOURCE = resolve(import.meta.dirname, '..')
const ALL = import.meta.glob<Texts>('./*/*.json', { eager: true, import: 'default' })
const areas = (language: string): Readonly<Record<string, Texts>> =>
  Object.fromEntries(
    Object.entries(ALL)
      .filter(([path]) => path.startsWith(`./${language}/`))
      .map(([path, texts]) => [path.slice(`./${language}/`.length, -'.json'.length), texts]),
  )
const ENGLISH = areas('en')
const languages = [...new Set(Object.keys(ALL).map((path) => path.split('/')[1]!))].filter((name) => name !== 'en')
/** Areas whose English comes from elsewhere: from the experiments, the rules of findings, and errors. */
const TOLD = ['experiments', 'rules', 'errors']

const files = (readdirSync(SOURCE, { recursive: true }) as string[]).map((path) => resolve(SOURCE, path))
const source = (pattern: RegExp): (readonly [path: string, text: string])[] =>
  files.filter((path) => pattern.test(path)).map((path) => [relative(SOURCE, path), readFileSync(path, 'utf8')])

/** The values of a text: `{0}`, and `{0|}` where it decides between one and many. */
const places = (text: string): string[] => [...new Set(text.match(/\{\d/g) ?? [])].sort()

describe.each(languages)('in %s', (language) => {
  const texts = areas(language)

  it('every area has all texts, with the same values', () => {
    expect(Object.keys(texts).filter((area) => !TOLD.includes(area))).toEqual(Object.keys(ENGLISH))
    for (const [area, english] of Object.entries(ENGLISH)) {
      expect(Object.keys(texts[area]!).sort(), area).toEqual(Object.keys(english).sort())
      for (const [key, text] of Object.entries(english)) {
        expect(places(texts[area]![key]!), `${area}: ${key}`).toEqual(places(text))
        expect(texts[area]![key] === '', `${area}: ${key}`).toBe(text === '')
      }
    }
  })

  it('every built-in experiment and every finding is told', () => {
    const told = experiments.flatMap(({ experiment: { title, about, why } }) => [title, about, why])
    expect(Object.keys(texts['experiments']!).sort()).toEqual([...new Set(told)].filter((text) => text !== '').sort())
    const rules = Object.values(FINDINGS).flatMap(({ title, sentence, advice, button }) => [
      title,
      sentence,
      advice,
      button,
    ])
    expect(Object.keys(texts['rules']!).sort()).toEqual(
      [...new Set<string>(rules)].filter((text) => text !== '').sort(),
    )
    const values = (text: string): string[] => [...new Set(text.match(/\{[^}]*\}/g) ?? [])].sort()
    for (const [english, text] of Object.entries(texts['rules']!))
      expect(values(text), english).toEqual(values(english))
  })
})

/** Keys that come from the schema. */
const GIVEN = ['network+map']

it('every error that is told in another language is one that is raised', () => {
  const code = source(/^(?!.*words\/).*\.ts$/)
    .map(([, text]) => text)
    .join('\n')
    // Texts that go on in the next line.
    .replaceAll(/['`] \+\n\s*['`]/g, '')
  for (const language of languages) {
    const whole = Object.keys(areas(language)['errors']!).filter((english) => english.startsWith('expected '))
    const unknown = whole.filter((english) => {
      const parts = english.split(/\{\d\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      return !new RegExp(parts.join('\\$\\{.*\\}')).test(code)
    })
    expect(unknown).toEqual([])
  }
})

it('every text is said somewhere', () => {
  const code = source(/\.(svelte|ts)$/).filter(([path]) => !path.endsWith('.test.ts'))
  const whole = code.map(([, text]) => text).join('\n')
  for (const [area, english] of Object.entries(ENGLISH)) {
    expect(whole, area).toContain(`/${area}.json'`)
    // `say('a-key')`, or a key that is put together: `say(`about-${kind}`)`.
    const put = [...whole.matchAll(/`([\w.-]*)\$\{[^}]*\}([\w.-]*)`/g)]
      .filter(([, before, after]) => before !== '' || after !== '')
      .map(([, before, after]) => new RegExp(`^${before}.+${after}$`))
    const unsaid = Object.keys(english).filter(
      (key) =>
        !GIVEN.includes(key) &&
        !whole.includes(`'${key}'`) &&
        !new RegExp(`\\b${key}:`).test(whole) &&
        !put.some((pattern) => pattern.test(key)),
    )
    expect(unsaid, area).toEqual([])
  }
}, 60_000)

/** Attributes that are read or read aloud; `label` and the like are props of our controls. */
const READ = /^(aria-label|aria-roledescription|aria-valuetext|title|placeholder|alt|label|hint)$/
const LETTERS = /\p{L}{2}/u
/** What is called the same in every language. */
const NAMES =
  /^(neuroglow|TensorFlow|PyTorch|NumPy|Keras|ONNX|HTML|SVG|PNG|WebM|MP4|GIF|px|ch|calc|max|min|log|lin|x1|x2|LR|var)$/

/** The texts that stand in the markup of a component. */
function left(text: string): string[] {
  const found: string[] = []
  const look = (data: string): void => {
    const words = data.match(/\p{L}[\p{L}\d]*/gu) ?? []
    if (LETTERS.test(data) && words.some((word) => LETTERS.test(word) && !NAMES.test(word))) found.push(data.trim())
  }
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(walk)
    if (typeof node !== 'object' || node === null) return
    const { type, name, value } = node as { type?: string; name?: string; value?: unknown }
    if (type === 'Text') look((node as AST.Text).data)
    if (type === 'ExpressionTag') literals((node as AST.ExpressionTag).expression, look)
    if (type === 'Attribute') {
      if (READ.test(name ?? '')) {
        for (const part of [value].flat() as (AST.Text | AST.ExpressionTag)[])
          if (part.type === 'Text') look(part.data)
          else if (part.type === 'ExpressionTag') literals(part.expression, look)
      }
      if (typeof value === 'object') walkExpressions(value)
      return
    }
    if (type === 'StyleDirective' || type === 'ExpressionTag' || type === 'Comment') return
    for (const [key, child] of Object.entries(node)) if (key !== 'expression') walk(child)
  }
  // Snippets and components within attributes are markup again.
  const walkExpressions = (value: unknown): void => {
    if (Array.isArray(value)) value.filter((part) => (part as { type?: string }).type === 'Fragment').forEach(walk)
  }
  walk(parse(text, { modern: true }).fragment)
  return found
}

/** The texts that an expression can come to: `{own ? 'mine' : 'yours'}`. */
function literals(expression: unknown, look: (text: string) => void): void {
  const node = expression as Record<string, unknown> & { type: string }
  if (node.type === 'Literal' && typeof node['value'] === 'string') look(node['value'])
  if (node.type === 'TemplateLiteral')
    for (const part of node['quasis'] as { value: { raw: string } }[]) look(part.value.raw)
  const parts = { ConditionalExpression: ['consequent', 'alternate'], LogicalExpression: ['left', 'right'] }[node.type]
  for (const part of parts ?? []) literals(node[part], look)
}

/** What is typed into a terminal, ends of files' names, keys: the same in every language. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'pages/export/FileFields.svelte': ['.glow'],
  'pages/export/Film.svelte': ['pip install "neuroglow[video]"', 'neuroglow play', '.glow'],
  'pages/export/PageFields.svelte': ['.html'],
  'pages/help/About.svelte': ['import neuroglow as ng\n\nrun = ng.load("spiral").start()\nrun.advance(steps=100)'],
  'pages/help/Commands.svelte': ['Esc'],
  'pages/share/ShareSheet.svelte': ['neuroglow play "…"'],
}

it('no component has a text of its own', () => {
  const all = Object.fromEntries(
    source(/\.svelte$/).flatMap(([path, text]) => {
      const texts = left(text).filter((one) => !(ALLOWED[path] ?? []).includes(one))
      return texts.length > 0 ? [[path, texts]] : []
    }),
  )
  expect(all).toEqual({})
}, 60_000) // some 150 components are parsed

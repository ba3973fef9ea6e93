/** What stands in a line of text: of Markdown's tree, as chapters have it. */

import type { Directives } from 'mdast-util-directive'
import type { Definition, Link, LinkReference, PhrasingContent } from 'mdast'
import type {} from 'mdast-util-math'
import { typeset } from '../../views/formula/typeset'
import type { Inline } from '../chapter'
import { isName, readAttributes, type Known } from './attributes'
import { COMPONENTS, type Name } from '../components'
import { notAmong, quoted, type Problems } from './problems'

/** A link to a chapter, or to a place in one: there must be such. */
export type Target = { readonly line: number; readonly chapter: string; readonly place: string | null }

export type Page = {
  readonly source: string
  readonly problems: Problems
  readonly known: Known
  /** The chapter's own id, for links within it. */
  readonly id: string
  readonly definitions: ReadonlyMap<string, Definition>
  readonly targets: Target[]
}

export const lineOf = (node: { position?: { start: { line: number } } | undefined }): number =>
  node.position!.start.line
export const sourceOf = (page: Page, { position }: PhrasingContent | Directives): string =>
  page.source.slice(position!.start.offset, position!.end.offset)

export function readInlines(page: Page, nodes: readonly PhrasingContent[]): Inline[] {
  return nodes.flatMap((node) => readInline(page, node))
}

function readInline(page: Page, node: PhrasingContent): Inline[] {
  const { problems } = page
  switch (node.type) {
    case 'text':
      return [{ kind: 'text', text: node.value }]
    case 'inlineCode':
      return [{ kind: 'code', text: node.value }]
    case 'emphasis':
    case 'strong':
      return [{ kind: node.type, of: readInlines(page, node.children) }]
    case 'break':
      return [{ kind: 'break' }]
    case 'inlineMath':
      checkFormula(page, node.value, lineOf(node))
      return [{ kind: 'formula', tex: node.value }]
    case 'link':
      return readLink(page, node, node.url)
    case 'linkReference':
      return readLink(page, node, page.definitions.get(node.identifier)!.url)
    case 'textDirective':
      return readPart(page, node)
    case 'html':
      problems.add(lineOf(node), noHtml(node.value))
      return []
    case 'image':
    case 'imageReference':
      problems.add(lineOf(node), 'expected no image, since every picture of a chapter is live: show a run with :::live')
      return []
    default:
      problems.add(lineOf(node), `expected text, got ${node.type}: leave it out`)
      return []
  }
}

export function noHtml(html: string): string {
  return `expected Markdown, got HTML (${quoted(html.split('\n')[0]!)}): write it in Markdown, or a < as \\<`
}

/** A component in the text. A colon before a word is none: it has neither brackets nor braces. */
function readPart(page: Page, node: Extract<PhrasingContent, { type: 'textDirective' }>): Inline[] {
  const { problems, source } = page
  const written = sourceOf(page, node)
  const line = lineOf(node)
  if (!/[\]}]$/.test(written)) {
    if (!isName(node.name) || source[node.position!.end.offset!] !== '{') return [{ kind: 'text', text: written }]
    const sentence = `${node.name}: expected attributes such as {run=price of=step}, got some that cannot be read: close braces and quotes`
    problems.add(line, sentence)
    return []
  }
  if (!isName(node.name) || COMPONENTS[node.name].form !== 'inline') {
    problems.add(line, noInline(node.name))
    return []
  }
  const { attributes, sentences } = readAttributes(node.name, node.attributes ?? {}, page.known)
  for (const sentence of sentences) problems.add(line, sentence)
  return [{ kind: 'inline', name: node.name, attributes, of: readInlines(page, node.children), line }]
}

const INLINE = (Object.keys(COMPONENTS) as Name[]).filter((name) => COMPONENTS[name].form === 'inline')

function noInline(name: string): string {
  if (!isName(name)) return `${notAmong('components for text', INLINE, name)}, or write \\: for a colon`
  const marks = COMPONENTS[name].form === 'leaf' ? `::${name}` : `:::${name}`
  return `expected ${marks} at the beginning of a line of its own, got :${name} within text: put it there`
}

const FILE = /^(?:\.\/)?(?:\d+-)?([a-z][a-z0-9-]*)\.md(?:#(.*))?$/

/** Addresses on the web stay; files of chapters become places of the lessons. */
function readLink(page: Page, node: Link | LinkReference, url: string): Inline[] {
  const line = lineOf(node)
  const of = readInlines(page, node.children)
  if (of.length === 0)
    page.problems.add(line, `expected a text to click on, got none for the link to ${quoted(url)}: write [text](...)`)
  if (/^https?:\/\/[^\s/]+\.[^\s/]+/i.test(url)) return [{ kind: 'link', to: url, of }]
  const [, chapter, inside] = url.startsWith('#') ? ['', page.id, url.slice(1)] : (FILE.exec(url) ?? [])
  if (chapter === undefined) {
    const sentence = `expected a link to a chapter's file (2-two-dials.md#place), to #place, or to https://..., got ${quoted(url)}: correct it`
    page.problems.add(line, sentence)
    return of
  }
  const place = inside === undefined || inside === '' ? null : inside
  page.targets.push({ line, chapter, place })
  return [{ kind: 'link', to: ['#learn', chapter, ...(place === null ? [] : [place])].join('/'), of }]
}

/** Says what is wrong with a formula. */
export function checkFormula({ problems }: Page, tex: string, line: number): void {
  const live = /(?<!\\)#\w*/.exec(tex)
  if (live !== null) {
    problems.add(line, `formula: expected no live number, got ${quoted(live[0])}: show one beside it with :value{...}`)
  }
  try {
    balance(tex)
    typeset(tex)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    problems.add(line, `formula ${quoted(tex.trim())}: ${error.message}: correct it, or write \\$ for a dollar`)
  }
}

function balance(tex: string): void {
  let depth = 0
  for (const [mark] of tex.matchAll(/\\.|[{}]/gs)) {
    if (mark === '{') depth += 1
    if (mark === '}') depth -= 1
    if (depth < 0) throw new SyntaxError('expected a { before this }, got none')
  }
  if (depth > 0) throw new SyntaxError('expected a } for each {, got fewer')
}

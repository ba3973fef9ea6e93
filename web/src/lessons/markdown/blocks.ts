/** The blocks of a chapter: Markdown's tree, checked, as chapters have it. */

import type { ContainerDirective, LeafDirective } from 'mdast-util-directive'
import type { BlockContent, Heading, List, Paragraph, RootContent, Table } from 'mdast'
import type { Block, Inline, Part, Place } from '../chapter'
import { COMPONENTS, type Component, type Name } from '../components'
import { isName, readAttributes } from './attributes'
import { checkFormula, lineOf, noHtml, readInlines, sourceOf, type Page } from './inlines'
import { checkContent, misplaced, UNKNOWN } from './placing'
import { ID, notAmong, quoted } from './problems'

/** What blocks stand in, from the outermost: components, `list` and `quote`. */
export type Around = readonly string[]

/** What progress is kept of; also places that links lead to. */
const TASKS = ['predict', 'challenge', 'compute'] as const
type Task = (typeof TASKS)[number]
const isTask = (name: string): name is Task => (TASKS as readonly string[]).includes(name)

export class BlockReader {
  readonly places: Place[] = []
  /** Ids of headings and tasks, and the lines that they stand in. */
  readonly #ids = new Map<string, number>()
  /** Live parts that wait for a guess. */
  readonly #awaited: { readonly line: number; readonly prediction: string }[] = []
  /** Containers that were not closed: the ends of others are then left over, which is said only once. */
  #unclosed = 0

  constructor(readonly page: Page) {}

  read(nodes: readonly RootContent[], around: Around = []): Block[] {
    return nodes.flatMap((node) => this.#block(node, around))
  }

  /** What can be said only at the end of the chapter. */
  finish(): void {
    const predictions = this.places.flatMap(({ kind, id }) => (kind === 'predict' ? [id] : []))
    for (const { line, prediction } of this.#awaited) {
      if (predictions.includes(prediction)) continue
      const sentence =
        predictions.length > 0
          ? notAmong('guesses of this chapter', predictions, prediction)
          : `expected the id of a predict in this chapter, which has none, got ${quoted(prediction)}: write one, or remove after`
      this.page.problems.add(line, `live after: ${sentence}`)
    }
  }

  #block(node: RootContent, around: Around): Block[] {
    const { page } = this
    const line = lineOf(node)
    switch (node.type) {
      case 'heading':
        return this.#heading(node, around)
      case 'paragraph':
        return this.#paragraph(node)
      case 'list':
        return [this.#list(node, around)]
      case 'blockquote':
        return [{ kind: 'quote', of: this.read(node.children, [...around, 'quote']) }]
      case 'table':
        return [this.#table(node)]
      case 'code':
        return [{ kind: 'code', language: node.lang ?? '', text: node.value }]
      case 'math':
        checkFormula(page, node.value, line)
        return [{ kind: 'formula', tex: node.value }]
      case 'thematicBreak':
        return [{ kind: 'rule' }]
      case 'containerDirective':
      case 'leafDirective':
        return this.#part(node, around)
      case 'definition':
        return []
      case 'html':
        page.problems.add(line, noHtml(node.value))
        return []
      default:
        page.problems.add(line, `expected text, got ${node.type}: leave it out`)
        return []
    }
  }

  #heading(node: Heading, around: Around): Block[] {
    const { problems } = this.page
    const line = lineOf(node)
    const { of, id: given } = takeId(readInlines(this.page, node.children))
    const title = plain(of)
    if (node.depth !== 2 && node.depth !== 3) {
      const why = node.depth === 1 ? "the chapter's title stands in the front matter" : 'chapters have two levels'
      problems.add(line, `expected a heading with ## or ###, got ${'#'.repeat(node.depth)}: ${why}`)
      return []
    }
    if (around.length > 0) {
      problems.add(line, `expected headings in the chapter itself, got one within ${around.at(-1)}: use **bold** there`)
    }
    const id = given ?? slug(title)
    if (!ID.test(id)) {
      problems.add(
        line,
        `expected a heading that links can name, got ${quoted(given ?? title)}: write {#a-name} behind it`,
      )
    } else this.#claim(id, line)
    if (node.depth === 2) this.places.push({ id, kind: 'heading', title })
    return [{ kind: 'heading', level: node.depth, id, of }]
  }

  #claim(id: string, line: number): void {
    const first = this.#ids.get(id)
    if (first === undefined) this.#ids.set(id, line)
    else this.page.problems.add(line, `expected an id of its own, got '${id}', which line ${first} has: choose another`)
  }

  #paragraph(node: Paragraph): Block[] {
    this.#strays(node)
    const [only, ...others] = readInlines(this.page, node.children)
    if (only === undefined) return []
    // $$...$$ in a line of its own
    if (only.kind === 'formula' && others.length === 0 && sourceOf(this.page, node.children[0]!).startsWith('$$')) {
      return [{ kind: 'formula', tex: only.tex }]
    }
    return [{ kind: 'paragraph', of: [only, ...others] }]
  }

  /** Lines of text that were meant to be components, or to close one. */
  #strays(node: Paragraph): void {
    const lines = this.page.source.slice(node.position!.start.offset, node.position!.end.offset).split('\n')
    for (const [index, text] of lines.entries()) {
      const [, marks, rest] = /^\s*(:{2,})\s*(.*)$/.exec(text) ?? []
      if (marks === undefined || rest === undefined) continue
      const line = lineOf(node) + index
      if (rest === '' && marks.length > 2) {
        if (this.#unclosed > 0) this.#unclosed -= 1
        else this.page.problems.add(line, `expected a component that ${marks} closes, got none: remove it`)
      } else if (/^[a-z]/i.test(rest)) this.page.problems.add(line, unreadable(rest))
    }
  }

  #list(node: List, around: Around): Block {
    const first = node.ordered === true ? (node.start ?? 1) : null
    const items = node.children.map(({ checked, children }) => ({
      checked: checked ?? null,
      of: this.read(children, [...around, 'list']),
    }))
    return { kind: 'list', first, items }
  }

  #table({ align, children }: Table): Block {
    const rows = children.map((row) => row.children.map((cell) => readInlines(this.page, cell.children)))
    return { kind: 'table', align: rows[0]!.map((_, column) => align?.[column] ?? null), rows }
  }

  #part(node: ContainerDirective | LeafDirective, around: Around): Block[] {
    const { page } = this
    const { name } = node
    const line = lineOf(node)
    if (!isName(name)) {
      page.problems.add(line, noComponent(node))
      if (node.type === 'containerDirective') this.read(node.children, [...around, UNKNOWN])
      return []
    }
    const container = node.type === 'containerDirective'
    const component: Component = COMPONENTS[name]
    const sentence = wrongForm(name, component, container) ?? misplaced(name, around)
    if (sentence !== null) page.problems.add(line, sentence)
    const { attributes, sentences } = readAttributes(name, node.attributes ?? {}, page.known)
    for (const one of sentences) page.problems.add(line, one)
    this.#note(name, attributes, line)
    const before = page.problems.count
    if (container) this.#checkClosed(node)
    const of = container ? this.#content(node, [...around, name]) : []
    const part: Part = { kind: 'part', name, attributes, of, line }
    // What could not be read is not missing as well.
    if (sentence === null && page.problems.count === before) {
      for (const one of checkContent(part)) page.problems.add(line, one)
    }
    return [part]
  }

  #content(node: ContainerDirective, around: Around): Block[] {
    const [first] = node.children
    const labelled = first?.type === 'paragraph' && first.data?.directiveLabel === true
    if (labelled) {
      this.page.problems.add(
        lineOf(node),
        `${node.name}: expected no [brackets], got some: write title="..." in braces`,
      )
    }
    return this.read(labelled ? node.children.slice(1) : (node.children as BlockContent[]), around)
  }

  /** A container that is not closed goes on to the end of what it stands in. */
  #checkClosed(node: ContainerDirective): void {
    const text = sourceOf(this.page, node)
    const marks = /^:*/.exec(text)![0]
    if (new RegExp(`\\n[ \\t]*:{${marks.length},}[ \\t]*$`).test(text)) return
    this.#unclosed += 1
    const sentence =
      `expected a line of ${marks} that closes ${node.name}, got none before the end of what it stands in: ` +
      `write it; what is around needs more colons (:${marks})`
    this.page.problems.add(lineOf(node), sentence)
  }

  /** Ids, and what has to have one. */
  #note(name: Name, { id, title, after }: Readonly<Record<string, unknown>>, line: number): void {
    if (typeof after === 'string') this.#awaited.push({ line, prediction: after })
    if (!isTask(name) || typeof id !== 'string') return
    this.#claim(id, line)
    this.places.push({ id, kind: name, title: typeof title === 'string' ? title : '' })
  }
}

function noComponent({ type, name }: ContainerDirective | LeafDirective): string {
  const [marks, form] = type === 'containerDirective' ? [':::', 'container'] : ['::', 'leaf']
  const all = Object.entries<Component>(COMPONENTS)
  const fitting = all.flatMap(([each, component]) => (component.form === form ? [each] : []))
  return notAmong(`components with ${marks}`, fitting, name, Object.keys(COMPONENTS))
}

function wrongForm(name: Name, { form }: Component, container: boolean): string | null {
  if (form === 'inline')
    return `expected :${name}{...} within text, got it in a line of its own: put it into a sentence`
  if (form === 'leaf' && container)
    return `expected ::${name}, which has no content, got :::${name}: write it with two colons`
  if (form === 'container' && !container) {
    return `expected :::${name}, what is in it, and ::: below, got ::${name}: write it with three colons`
  }
  return null
}

function unreadable(rest: string): string {
  const name = /^[\w-]+/.exec(rest)![0]
  const marks = isName(name) && COMPONENTS[name].form === 'leaf' ? '::' : ':::'
  return (
    `expected a component such as ${marks}${name}{key=value other="more words"}, got one that cannot be read: ` +
    'write it in one line, no spaces around its name, braces and quotes closed'
  )
}

/** `The valley {#valley}`: an id that stays when the heading is changed or translated. */
function takeId(of: readonly Inline[]): { of: readonly Inline[]; id: string | null } {
  const last = of.at(-1)
  const [, text, id] = last?.kind === 'text' ? (/^(.*?)\s*\{#([^{}]*)\}\s*$/s.exec(last.text) ?? []) : []
  if (text === undefined || id === undefined) return { of, id: null }
  return { of: [...of.slice(0, -1), ...(text === '' ? [] : [{ kind: 'text' as const, text }])], id }
}

/** Text without its marks. */
export function plain(of: readonly Inline[]): string {
  const parts = of.map((inline) => {
    if ('text' in inline) return inline.text
    if ('of' in inline) return plain(inline.of)
    return inline.kind === 'formula' ? inline.tex : ' '
  })
  return parts.join('').replaceAll(/\s+/g, ' ').trim()
}

/** `How wrong is it?` -> `how-wrong-is-it` */
export function slug(title: string): string {
  const letters = title.replaceAll('ß', 'ss').normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return letters.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')
}

/** A chapter's Markdown -> its tree, or all that is wrong with it. */

import type { Definition, Nodes, Root } from 'mdast'
import { directiveFromMarkdown } from 'mdast-util-directive'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTaskListItemFromMarkdown } from 'mdast-util-gfm-task-list-item'
import { mathFromMarkdown } from 'mdast-util-math'
import { directive } from 'micromark-extension-directive'
import { gfmTable } from 'micromark-extension-gfm-table'
import { gfmTaskListItem } from 'micromark-extension-gfm-task-list-item'
import type { Chapter, ChapterError, Setting } from '../chapter'
import { BlockReader } from './blocks'
import { formulas } from './dollars'
import { readExperiments } from './experiments'
import { readHead, split, type FrontMatter } from './frontmatter'
import type { Page, Target } from './inlines'
import { Problems } from './problems'

/** A chapter file, and what its name and folder tell of it. */
export type Origin = {
  /** As messages call it. */
  readonly file: string
  readonly id: string
  readonly number: number
  readonly language: string
}

export type Compiled = {
  readonly origin: Origin
  /** null where there are errors. */
  readonly chapter: Chapter | null
  readonly errors: readonly ChapterError[]
  /** What has to be there in other chapters: see library.ts. */
  readonly targets: readonly Target[]
  /** Where the front matter has `needs`, and its runs. */
  readonly needsLine: number
  readonly runLines: Readonly<Record<string, number>>
}

/** More is no chapter that anybody reads. */
const MOST_CHARACTERS = 200_000
/** Longer lines, and what is nested deeper, may keep Markdown's reader busy for minutes. */
const LONGEST_LINE = 10_000
const TOO_DEEP = /^(?:[ \t]*(?:>|[-+*]|\d{1,9}[.)])(?=[ \t>]|$)){13}/

export function compile(origin: Origin, text: string): Compiled {
  const problems = new Problems(origin.file)
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)
  if (refused(text, lines, problems)) return failed(origin, problems)
  const { front, text: body } = split(lines, problems)
  const head = front && readHead(front, problems)
  const experiments = front && readExperiments(front, problems)
  const runs = experiments && Object.keys(experiments)
  const { blocks, places, targets } = readText(body, { problems, known: { runs }, id: origin.id })
  if (blocks.length === 0 && problems.count === 0) {
    problems.add(lines.length, 'expected text below the front matter, got none: write some')
  }
  if (front === null || head === null || runs === null || problems.count > 0) return failed(origin, problems, targets)
  const { id, number, language } = origin
  const settings = experiments as Record<string, Setting> // one that is null has left a problem
  const chapter: Chapter = { ...head, id, number, language, places, blocks, experiments: settings }
  return { origin, chapter, errors: [], targets, ...linesOf(front, runs) }
}

function failed(origin: Origin, problems: Problems, targets: readonly Target[] = []): Compiled {
  return { origin, chapter: null, errors: problems.all, targets, needsLine: 1, runLines: {} }
}

function readText(
  source: string,
  about: Pick<Page, 'problems' | 'known' | 'id'>,
): Pick<Chapter, 'blocks' | 'places'> & Pick<Compiled, 'targets'> {
  const tree = parse(source)
  const targets: Target[] = []
  const reader = new BlockReader({ ...about, source, definitions: definitionsOf(tree), targets })
  const blocks = reader.read(tree.children)
  reader.finish()
  return { blocks, places: reader.places, targets }
}

function linesOf({ lineOf }: FrontMatter, runs: readonly string[]): Pick<Compiled, 'needsLine' | 'runLines'> {
  return {
    needsLine: lineOf('needs'),
    runLines: Object.fromEntries(runs.map((run) => [run, lineOf('experiments', run)])),
  }
}

/** Whether there are characters that stand for bytes of something else. */
const isBinary = (text: string): boolean => text.includes('\0') || text.includes('\ufffd')

/** Says why a text is not even looked at. */
function refused(text: string, lines: readonly string[], problems: Problems): boolean {
  if (text.trim() === '') {
    problems.add(1, 'expected a chapter, got an empty file: begin with +++, a title, and +++')
  } else if (text.length > MOST_CHARACTERS) {
    const [most, got] = [MOST_CHARACTERS, text.length].map((count) => count.toLocaleString('en-US'))
    problems.add(1, `expected at most ${most} characters, got ${got}: make several chapters of it`)
  } else if (isBinary(text)) {
    problems.add(1 + lines.findIndex(isBinary), 'expected text in UTF-8, got other bytes: save the file as UTF-8')
  } else {
    const long = lines.findIndex((line) => line.length > LONGEST_LINE)
    if (long >= 0) problems.add(1 + long, 'expected lines of at most 10,000 characters, got a longer one: break it')
    const deep = lines.findIndex((line) => TOO_DEEP.test(line))
    if (deep >= 0) problems.add(1 + deep, 'expected at most twelve lists and quotes in each other, got more: use fewer')
  }
  return problems.count > 0
}

function parse(text: string): Root {
  return fromMarkdown(text, {
    extensions: [directive(), formulas(), gfmTable(), gfmTaskListItem()],
    mdastExtensions: [
      directiveFromMarkdown(),
      mathFromMarkdown(),
      gfmTableFromMarkdown(),
      gfmTaskListItemFromMarkdown(),
    ],
  })
}

/** `[name]: address` lines, wherever they stand; the first of a name counts. */
function definitionsOf(tree: Nodes, found = new Map<string, Definition>()): Map<string, Definition> {
  if (tree.type === 'definition' && !found.has(tree.identifier)) found.set(tree.identifier, tree)
  if ('children' in tree) for (const child of tree.children) definitionsOf(child, found)
  return found
}

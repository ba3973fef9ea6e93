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
import type { Target } from './inlines'
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

export function compile(origin: Origin, text: string): Compiled {
  const problems = new Problems(origin.file)
  const targets: Target[] = []
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)
  const failed = (): Compiled => ({
    origin,
    chapter: null,
    errors: problems.all,
    targets: [],
    needsLine: 1,
    runLines: {},
  })
  const sentence = refusal(text)
  if (sentence !== null) {
    problems.add(1 + Math.max(0, lines.findIndex(isBinary)), sentence)
    return failed()
  }
  const { front, text: body } = split(lines, problems)
  const head = front && readHead(front, problems)
  const experiments = front && readExperiments(front, problems)
  const tree = parse(body)
  const reader = new BlockReader({
    source: body,
    problems,
    known: { runs: experiments === null ? null : Object.keys(experiments) },
    id: origin.id,
    definitions: definitionsOf(tree),
    targets,
  })
  const blocks = reader.read(tree.children)
  reader.finish()
  if (blocks.length === 0 && problems.all.length === 0)
    problems.add(lines.length, 'expected text below the front matter, got none: write some')
  if (front === null || head === null || experiments === null || problems.all.length > 0)
    return { ...failed(), targets }
  const { id, number, language } = origin
  const settings = experiments as Record<string, Setting> // one that is null has left a problem
  const chapter: Chapter = { ...head, id, number, language, places: reader.places, blocks, experiments: settings }
  return { origin, chapter, errors: [], targets, ...linesOf(front, Object.keys(experiments)) }
}

function linesOf({ lineOf }: FrontMatter, runs: readonly string[]): Pick<Compiled, 'needsLine' | 'runLines'> {
  return {
    needsLine: lineOf('needs'),
    runLines: Object.fromEntries(runs.map((run) => [run, lineOf('experiments', run)])),
  }
}

/** Whether there are characters that stand for bytes of something else. */
const isBinary = (text: string): boolean => text.includes('\0') || text.includes('\ufffd')

/** Why a text is not even looked at. */
function refusal(text: string): string | null {
  if (text.trim() === '') return 'expected a chapter, got an empty file: begin with +++, a title, and +++'
  if (text.length > MOST_CHARACTERS) {
    const got = text.length.toLocaleString('en-US')
    return `expected at most ${MOST_CHARACTERS.toLocaleString('en-US')} characters, got ${got}: make several chapters of it`
  }
  if (isBinary(text)) return 'expected text in UTF-8, got other bytes: save the file as UTF-8'
  return null
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

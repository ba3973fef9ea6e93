/** A chapter as the compiler makes it of its Markdown: a tree of blocks, and the runs that its live parts show. */

import type { Asked } from '../run/asked'
import type { Start } from '../run/protocol'

/** What stands in the front matter, checked. */
export type Head = {
  /** The file's name without its number: `one-weight` of `1-one-weight.md`. */
  readonly id: string
  /** The number before it: chapters stand in this order. */
  readonly number: number
  /** `en`, the folder that the file is in. */
  readonly language: string
  readonly title: string
  /** One sentence. */
  readonly summary: string
  readonly minutes: number
  /** The chapters to read before, by their ids. */
  readonly needs: readonly string[]
  /** What one can do afterwards, one sentence each. */
  readonly goals: readonly string[]
  /** Where a link can lead to: headings of the second level, and everything that progress is kept of, in their order. */
  readonly places: readonly Place[]
}

export type Place = {
  readonly id: string
  readonly kind: 'heading' | 'predict' | 'challenge' | 'compute'
  readonly title: string
}

/** A run that a chapter is about. */
export type Setting = {
  /** The built-in experiment that it begins with. */
  readonly from: string
  /** What the chapter changes in its recipe. */
  readonly changes: Asked
  /** All of it, as a run begins with it; weights that the chapter sets are the first entries of the log. */
  readonly start: Start
}

export type Chapter = Head & {
  readonly blocks: readonly Block[]
  readonly experiments: Readonly<Record<string, Setting>>
}

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'emphasis' | 'strong'; readonly of: readonly Inline[] }
  /** `to`: an address on the web, or a place in the lessons as a hash (`#learn/two-dials/valley`). */
  | { readonly kind: 'link'; readonly to: string; readonly of: readonly Inline[] }
  /** TeX as views/formula/typeset.ts reads it. */
  | { readonly kind: 'formula'; readonly tex: string }
  | { readonly kind: 'break' }
  | InlinePart

export type Block =
  /** Chapters begin at level 2: level 1 is their title. */
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly id: string; readonly of: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly of: readonly Inline[] }
  | {
      readonly kind: 'list'
      /** The number of the first item; null for bullets. */
      readonly first: number | null
      /** `checked`: of `- [x]` and `- [ ]`, else null. */
      readonly items: readonly { readonly checked: boolean | null; readonly of: readonly Block[] }[]
    }
  | { readonly kind: 'quote'; readonly of: readonly Block[] }
  | {
      readonly kind: 'table'
      readonly align: readonly ('left' | 'center' | 'right' | null)[]
      /** The first row is the head. */
      readonly rows: readonly (readonly (readonly Inline[])[])[]
    }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'formula'; readonly tex: string }
  | { readonly kind: 'rule' }
  | Part

/** A component: see components.ts. */
export type Part = {
  readonly kind: 'part'
  readonly name: string
  /** Checked and read, with their defaults. */
  readonly attributes: Readonly<Record<string, unknown>>
  readonly of: readonly Block[]
  /** Where it stands in the file. */
  readonly line: number
}

/** A component within a line of text. */
export type InlinePart = {
  readonly kind: 'inline'
  readonly name: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly of: readonly Inline[]
  readonly line: number
}

/** What is wrong with a chapter file: an error of the build, a message in the page. */
export class ChapterError extends Error {
  constructor(
    readonly file: string,
    /** From 1. */
    readonly line: number,
    /** Expected, got, what to do. */
    readonly sentence: string,
  ) {
    super(`${file}:${line}: ${sentence}`)
  }
}

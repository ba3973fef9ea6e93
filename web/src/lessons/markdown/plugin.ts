/**
 * Chapters for Vite: a Markdown file of the lessons is imported as its compiled tree, `virtual:chapters` has the heads of
 * all of them. A build ends with everything that is wrong with any chapter; the dev server shows it.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { Plugin } from 'vite'
import type { Chapter, ChapterError, Head } from '../chapter'
import { compile, type Compiled } from './compile'
import { checkTogether, misnamed, originOf } from './library'

const VIRTUAL = 'virtual:chapters'
const RESOLVED = `\0${VIRTUAL}`

/**
 * @param folder that of the languages' folders
 * @param sources the compiler's own files: the dev server starts again when one of them changes
 */
export function chapters(folder: string, sources: readonly string[]): Plugin {
  const library = new Library(resolve(folder))
  return {
    name: 'chapters',
    buildStart() {
      if (this.environment.mode === 'build') refuse(library.read().errors)
    },
    resolveId: (id) => (id === VIRTUAL ? RESOLVED : undefined),
    load(id) {
      if (id !== RESOLVED && !library.has(id)) return undefined
      const { chapters, errors } = library.read()
      if (id === RESOLVED) {
        for (const file of library.files()) this.addWatchFile(file)
        for (const { message } of errors) this.warn(message)
        return contentsOf(chapters)
      }
      refuse(errors.filter(({ file }) => file === nameOf(id)))
      return moduleOf(chapters.get(id))
    },
    configureServer(server) {
      const { environments, watcher, ws } = server
      const { moduleGraph } = environments.client
      const own = new Set(sources.map((file) => resolve(file)))
      const renew = (file: string): void => {
        const module = library.has(file) ? moduleGraph.getModuleById(RESOLVED) : undefined
        if (module === undefined) return
        moduleGraph.invalidateModule(module)
        ws.send({ type: 'full-reload' })
      }
      watcher.on('add', renew).on('unlink', renew)
      watcher.on('change', (file) => {
        if (own.has(file)) void server.restart()
      })
    },
  }
}

/** As messages call a file: from where the build was started. */
const nameOf = (path: string): string => relative(process.cwd(), path).replaceAll('\\', '/')

const moduleOf = (value: unknown): string => `export default JSON.parse(${JSON.stringify(JSON.stringify(value))})`

/** The heads of all chapters, and what loads each by its language and id. */
function contentsOf(chapters: ReadonlyMap<string, Chapter>): string {
  const loads = Array.from(chapters, ([path, { language, id }]) => {
    const file = JSON.stringify(path.replaceAll('\\', '/'))
    return `${JSON.stringify(`${language}/${id}`)}: () => import(${file}).then((module) => module.default)`
  })
  return `${moduleOf(headsOf(chapters.values()))}\nexport const load = {\n${loads.join(',\n')}\n}`
}

function headOf({ id, number, language, title, summary, minutes, needs, goals, places }: Chapter): Head {
  return { id, number, language, title, summary, minutes, needs, goals, places }
}

/** In the order of the languages, and of the chapters of each. */
function headsOf(chapters: Iterable<Chapter>): Head[] {
  return Array.from(chapters, headOf).sort((a, b) => a.language.localeCompare(b.language) || a.number - b.number)
}

function refuse(errors: readonly ChapterError[]): void {
  const [first] = errors
  if (first === undefined) return
  const [count, them] = errors.length === 1 ? ['an error', 'it'] : [`${errors.length} errors`, 'them']
  const lines = errors.map(({ message }) => `  ${message}`).join('\n')
  const loc = { file: resolve(first.file), line: first.line, column: 0 }
  throw Object.assign(new Error(`the chapters have ${count}: correct ${them} and go on\n${lines}`), { loc, stack: '' })
}

/** All chapter files, compiled when they have changed. */
export class Library {
  readonly #compiled = new Map<string, { readonly text: string; readonly compiled: Compiled }>()

  constructor(readonly folder: string) {}

  has(path: string): boolean {
    return path.endsWith('.md') && dirname(dirname(path)) === this.folder
  }

  files(): string[] {
    const inside = readdirSync(this.folder, { withFileTypes: true, recursive: false })
    return inside.flatMap((entry) => {
      if (!entry.isDirectory()) return []
      const language = join(this.folder, entry.name)
      return readdirSync(language).flatMap((name) => (name.endsWith('.md') ? [join(language, name)] : []))
    })
  }

  /** Chapters by their files, and everything that is wrong with any. */
  read(): { chapters: Map<string, Chapter>; errors: ChapterError[] } {
    const compiled = new Map(this.files().map((path) => [path, this.#compile(path)]))
    const all = [...compiled.values()].filter((one) => one !== null)
    const bad = [...compiled].flatMap(([path, one]) => (one === null ? [misnamed(nameOf(path))] : []))
    const errors = [...bad, ...all.flatMap((one) => one.errors), ...checkTogether(all)]
    return {
      chapters: new Map([...compiled].flatMap(([path, one]) => (one?.chapter ? [[path, one.chapter]] : []))),
      errors: errors.sort((a, b) => a.file.localeCompare(b.file, 'en', { numeric: true }) || a.line - b.line),
    }
  }

  #compile(path: string): Compiled | null {
    const origin = originOf(path)
    if (origin === null) return null
    const text = readFileSync(path, 'utf8')
    const known = this.#compiled.get(path)
    if (known?.text === text) return known.compiled
    const compiled = compile({ ...origin, file: nameOf(path) }, text)
    this.#compiled.set(path, { text, compiled })
    return compiled
  }
}

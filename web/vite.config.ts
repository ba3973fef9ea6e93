import { svelte } from '@sveltejs/vite-plugin-svelte'
import { createReadStream, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { runnerImport, type Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { oneFile } from './one.ts'
import { packed, packedChapters, packedExperiments, packedWords } from './packed.ts'

const STATIC = resolve(import.meta.dirname, '../src/neuroglow/static')

/** The engine lies in static/engine/, put there by the compiler: a build leaves it alone and removes only its own old files. */
function beside(): Plugin {
  return {
    name: 'beside-the-engine',
    configResolved({ command }) {
      if (command === 'build') rmSync(resolve(STATIC, 'assets'), { recursive: true, force: true })
    },
    configureServer({ middlewares }) {
      for (const [file, type] of [
        ['engine.wasm', 'application/wasm'],
        ['manifest.json', 'application/json'],
      ] as const) {
        middlewares.use(`/engine/${file}`, (_, response) => {
          response.setHeader('Content-Type', type)
          createReadStream(resolve(STATIC, 'engine', file)).pipe(response)
        })
      }
    },
  }
}

/** The compiler of chapters is code of the page's: it is run as Vite runs that. */
const { module: markdown, dependencies } = await runnerImport<typeof import('./src/lessons/markdown/plugin')>(
  resolve(import.meta.dirname, 'src/lessons/markdown/plugin.ts'),
)

type Modules = { getModuleInfo: (id: string) => { importedIds: string[] } | null }

const PAGE = ['main.ts']
const PLAYGROUND = ['pages/Playground.svelte']
const LEARN = ['lessons/Learn.svelte']
const CHAPTER = ['lessons/Chapter.svelte']
/** What nearly every chapter has. */
const PARTS = [
  'Answer',
  'Challenge',
  'Curve',
  'Dial',
  'Hint',
  'Live',
  'Loss',
  'Note',
  'Numbers',
  'Play',
  'Predict',
  'Value',
]

/**
 * What a page begins with comes in few files, each with everything that its modules need at once and that no file before
 * it has: many small files take longer to load, and compress worse.
 */
const FILES = [
  file('experiments', ['engine/generated/experiments.json']),
  file('page', PAGE),
  file('page', LEARN, PLAYGROUND), // what both need
  file('playground', PLAYGROUND),
  file('learn', LEARN),
  file('chapter', [...CHAPTER, ...PARTS.map((part) => `lessons/parts/${part}.svelte`)]),
].map((each, at, { length }) => ({ ...each, priority: length - at }))

/** The modules that each of these groups needs. */
function file(name: string, ...groups: readonly string[][]) {
  let needed: readonly Set<string>[] | null = null
  return {
    name: (id: string, modules: Modules) => {
      needed ??= groups.map((paths) => {
        const found = new Set<string>()
        for (const path of paths) collect(resolve(import.meta.dirname, 'src', path), modules, found)
        return found
      })
      return needed.every((ids) => ids.has(id)) ? name : null
    },
  }
}

function collect(id: string, modules: Modules, found: Set<string>): void {
  if (found.has(id)) return
  found.add(id)
  for (const next of modules.getModuleInfo(id)?.importedIds ?? []) collect(next, modules, found)
}

export default defineConfig({
  base: './', // the page works from any folder of any static host
  plugins: [
    packed(),
    svelte(),
    beside(),
    markdown.chapters(resolve(import.meta.dirname, 'src/lessons'), dependencies),
    packedChapters(),
    packedExperiments(),
    packedWords(),
    oneFile(),
  ],
  build: {
    outDir: STATIC,
    emptyOutDir: false,
    target: 'es2022',
    // light-dark() as it is: what it is lowered to takes no color-scheme but the page's own.
    cssTarget: ['chrome123', 'firefox125', 'safari17.5'],
    assetsInlineLimit: 0, // data: addresses would be refused by the Content-Security-Policy
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: FILES } } },
  },
  worker: {
    format: 'es',
    plugins: () => [packed()],
    rolldownOptions: { output: { codeSplitting: { groups: [file('training', ['run/session.ts'])] } } },
  },
  server: { fs: { allow: ['..'] } }, // the data that come along lie in the package
  // Components are tested as the browser gets them, not as a server would render them.
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
  test: {
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/engine/drawing.setup.ts'],
    environment: 'node', // a file that needs a DOM says: // @vitest-environment happy-dom
  },
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { build, type Rolldown } from 'vite'
import type { Chapter, Head } from '../chapter'
import { chapters } from './plugin'

const FRONT = '+++\ntitle = "A"\nsummary = "B."\nminutes = 8\n+++\n'
let folder = ''
afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** Builds a page that shows the contents and these chapters, and runs it. */
async function built(files: Readonly<Record<string, string>>): Promise<{ heads: Head[]; loaded: Chapter[] }> {
  folder = mkdtempSync(join(tmpdir(), 'chapters-'))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(folder, file, '..'), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const page = "import heads, { load } from 'virtual:chapters'\nexport { heads, load }"
  writeFileSync(join(folder, 'page.js'), page)
  const output = (await build({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    plugins: [chapters(folder, [])],
    build: {
      write: false,
      minify: false,
      lib: { entry: 'page.js', formats: ['es'], fileName: 'page' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput[]
  const { code } = output[0]!.output[0]
  const { heads, load } = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)) as {
    heads: Head[]
    load: Record<string, () => Promise<Chapter>>
  }
  return { heads, loaded: await Promise.all(Object.values(load).map((one) => one())) }
}

test('a build has the heads of all chapters in their order, and each chapter to load', async () => {
  const { heads, loaded } = await built({
    'en/10-later.md': `${FRONT}Later.`,
    'en/2-first.md': `${FRONT}## Place\nFirst.`,
    'de/2-first.md': `${FRONT}## Ort {#place}\nZuerst.`,
  })
  expect(heads.map(({ language, id }) => `${language}/${id}`)).toEqual(['de/first', 'en/first', 'en/later'])
  expect(heads[1]!.places).toEqual([{ id: 'place', kind: 'heading', title: 'Place' }])
  expect(heads[0]).not.toHaveProperty('blocks')
  expect(loaded.map(({ blocks }) => blocks.length).sort()).toEqual([1, 2, 2])
})

test('a build ends with everything that is wrong, by file and line', async () => {
  const building = built({
    'en/1-one.md': `${FRONT}:::live{run=prise}\n::curv\n:::`,
    'en/2-two.md': `${FRONT}[a](3-three.md)`,
    'en/Three.md': 'Text.',
  })
  const { message } = await building.then(
    () => new Error('it was built'),
    (error: unknown) => error as Error,
  )
  expect(message).toMatch(/the chapters have 4 errors/)
  expect(message).toMatch(/en\/1-one\.md:6: live run: expected a run of the front matter, which has none, got 'prise'/)
  expect(message).toMatch(/en\/1-one\.md:7: expected one of the components with :: .*did you mean curve\?/)
  expect(message).toMatch(/en\/2-two\.md:6: link: expected one of the chapters one, two, got 'three'/)
  expect(message).toMatch(/en\/Three\.md:1: expected the name of a chapter/)
})

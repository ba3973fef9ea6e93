/** The chapters that come with neuroglow, and the one that teachers begin with. */

import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { nothing } from '../../run/protocol'
import { Session } from '../../run/session'
import { module, PALETTE } from '../../run/testing'
import type { Block, Chapter } from '../chapter'
import { compile } from './compile'
import { checkFitting, type Plans } from './fitting'
import { Library } from './plugin'

const library = new Library(resolve(import.meta.dirname, '..'))
const { chapters, errors } = library.read()
const compiled = module()

/** What the chapter's runs are, once they have been started as its readers start them. */
async function plansOf({ experiments }: Chapter): Promise<Plans> {
  const plans: Record<string, Plans[string]> = {}
  for (const [run, { start }] of Object.entries(experiments)) {
    const reply = await new Session(compiled).answer({ type: 'start', want: nothing(PALETTE), ...start, step: 0 })
    plans[run] = reply.type === 'started' ? reply.plan : JSON.stringify(reply)
  }
  return plans
}

test('every chapter of every language can be read, and fits to the others', () => {
  expect(errors.map(({ message }) => message)).toEqual([])
  expect(chapters.size).toBe(library.files().length)
})

describe.each([...chapters])('%s', (file, chapter) => {
  test('has runs that start, with everything that it asks of them', async () => {
    const found = checkFitting(chapter, file, await plansOf(chapter), {})
    expect(found.map(({ message }) => message)).toEqual([])
  })
})

test("the teachers' example is a chapter", async () => {
  const teachers = [...chapters.values()].find(({ language, id }) => language === 'en' && id === 'teachers')!
  const example = teachers.blocks.find((block): block is Extract<Block, { kind: 'code' }> => block.kind === 'code')!
  const origin = { file: 'my-first-chapter.md', id: 'own', number: 0, language: 'en' }
  const { chapter, errors, runLines } = compile(origin, example.text)
  expect(errors.map(({ message }) => message)).toEqual([])
  expect(checkFitting(chapter!, origin.file, await plansOf(chapter!), runLines)).toEqual([])
})

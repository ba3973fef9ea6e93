/** Everything that can be gone to or done from here, to be found by a few letters. */

import { ALONE } from '../../run/host'
import { CHOICES, type ThemeState } from '../../theme/theme.svelte'
import english from '../../words/en/commands.json'
import { current } from '../../words/language'
import { translated, words } from '../../words/words'
import { begin, can, perform, type ActionName } from '../actions'
import { learnAddress } from '../route'
import { match } from './fuzzy'
import { shown } from './keynames'

export type Group = 'actions' | 'settings' | 'experiments' | 'failures' | 'chapters' | 'pages'
export type Command = {
  readonly group: Group
  readonly title: string
  /** What it is, in more words. */
  readonly about: string
  readonly keys: string
  readonly go: () => void
}
export type Found = Command & { readonly places: readonly number[] }

/** Of what cannot be told apart by its letters, the first group comes first. */
const GROUPS: readonly Group[] = ['actions', 'settings', 'experiments', 'chapters', 'pages', 'failures']

/** What has its letters here and there is left out beside what has them together. */
const SCATTERED = 0.65

/** In the order in which they are listed. */
const ACTIONS = [
  'play',
  'step',
  'back',
  'reset',
  'undo',
  'redo',
  'faster',
  'slower',
  'unit-example',
  'unit-batch',
  'unit-epoch',
  'slow-motion',
  'fork',
  'network',
  'look-inspector',
  'look-outline',
  'look-layers',
  'look-landscape',
  'look-space',
  'look-relief',
  'keep',
  'share',
  'export',
  'show-all',
  'toggle-theme',
  'shortcuts',
  'tour',
  'about',
] as const satisfies readonly ActionName[]

/** What can be done at once. */
export function near(theme: ThemeState): readonly Command[] {
  const say = words('commands', english)
  const action = (name: ActionName, title: string): readonly Command[] =>
    can(name) ? [{ group: 'actions', title, about: '', keys: shown(name), go: () => void perform(name) }] : []
  const page = (title: string, go: () => void): Command => ({ group: 'pages', title, about: '', keys: '', go })
  return [
    ...ACTIONS.flatMap((name) => action(name, say(name))),
    ...action('experiments', say('choose-experiment')),
    ...settings(say('setting-about')),
    ...(ALONE ? [] : (['playground', 'learn', 'runs'] as const)).map((name) =>
      page(say(`to-${name}`), () => {
        location.hash = name === 'playground' ? '' : name
      }),
    ),
    ...CHOICES.map((choice) =>
      page(say(`theme-${choice}`), () => {
        theme.choose(choice)
      }),
    ),
  ]
}

/** The experiments and chapters, which have to be loaded. */
export async function far(): Promise<readonly Command[]> {
  const say = words('commands', english)
  const [{ EXPERIMENTS, FAILURES }, { contents }] = await Promise.all([
    import('../experiments'),
    import('../../lessons/chapters'),
  ])
  const experiment =
    (group: Group) =>
    ({ experiment: one }: (typeof EXPERIMENTS)[number]): Command => ({
      group,
      title: translated('experiments', one.title),
      about: translated('experiments', one.about),
      keys: '',
      go: () => {
        begin(one)
      },
    })
  return [
    ...EXPERIMENTS.map(experiment('experiments')),
    ...contents(current()).map(({ id, number, title }): Command => ({
      group: 'chapters',
      title,
      about: say('chapter-about', number),
      keys: '',
      go: () => {
        location.hash = learnAddress({ chapter: id })
      },
    })),
    ...FAILURES.map(experiment('failures')),
  ]
}

const SETTINGS = ':is(.transport, aside, main) :is(input, select, textarea):not(:disabled)'

/** The page's fields that have names of their own: to go to them is to have the keyboard there. */
function settings(about: string): readonly Command[] {
  const found = new Map<string, HTMLElement>()
  for (const field of document.querySelectorAll<HTMLInputElement>(SETTINGS)) {
    const title = field.ariaLabel ?? [...(field.labels ?? [])].map((label) => label.textContent).join(' ')
    const name = title.trim().replace(/\s+/g, ' ')
    if (name !== '' && field.type !== 'file' && field.checkVisibility() && !found.has(name)) found.set(name, field)
  }
  return [...found].map(([title, field]) => ({
    group: 'settings',
    title,
    about,
    keys: '',
    go: () => {
      field.scrollIntoView({ block: 'center', behavior: 'instant' })
      field.focus({ focusVisible: true } as FocusOptions)
    },
  }))
}

/** What may be meant, the likeliest first; everything, group by group, where nothing was typed. */
export function find(typed: string, commands: readonly Command[]): readonly Found[] {
  const found = commands.flatMap((command) => {
    const meant = match(typed, command.title)
    return meant === null ? [] : [{ ...command, ...meant }]
  })
  const place = ({ group }: Command): number => GROUPS.indexOf(group)
  if (typed.trim() === '') return found.sort((a, b) => place(a) - place(b))
  const best = found.reduce((most, { score }) => Math.max(most, score), 0)
  return found.filter(({ score }) => score > SCATTERED * best).sort((a, b) => b.score - a.score || place(a) - place(b))
}

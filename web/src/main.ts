import { mount } from 'svelte'
import App from './App.svelte'
import { Visits } from './pages/visits.svelte'
import { ALONE } from './run/host'
import { ThemeState } from './theme/theme.svelte'
import { first, use } from './words/language'
import './theme/base.css'
import './controls/range.css'

const target = document.getElementById('app')
if (target === null) throw new Error('expected an element with the id app in index.html')

const theme = new ThemeState()
const visits = new Visits(() => theme.palette)

/** Not awaited by the module itself: what is loaded here needs modules that stand with it. */
async function begin(target: Element): Promise<void> {
  await Promise.all([use(first()), theme.load()])
  const { default: Page } = ALONE ? await import('./one/One.svelte') : { default: App }
  mount(Page, { target, props: { visits, theme } })
}
void begin(target)

import { mount } from 'svelte'
import App from './App.svelte'
import { Visits } from './pages/visits.svelte'
import { ThemeState } from './theme/theme.svelte'
import { first, use } from './words/language'
import './theme/base.css'
import './controls/range.css'

const target = document.getElementById('app')
if (target === null) throw new Error('expected an element with the id app in index.html')

const theme = new ThemeState()
const visits = new Visits(() => theme.palette)
await Promise.all([use(first()), theme.load()])
mount(App, { target, props: { visits, theme } })

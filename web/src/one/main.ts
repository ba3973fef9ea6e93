import { mount } from 'svelte'
import { Visits } from '../pages/visits.svelte'
import { ThemeState } from '../theme/theme.svelte'
import { first, use } from '../words/language'
import One from './One.svelte'
import { parcel } from './parcel'
import '../theme/base.css'
import '../controls/range.css'

const theme = new ThemeState()
const visits = new Visits(() => theme.palette)
await Promise.all([use(first()), theme.load()])
mount(One, { target: document.getElementById('app')!, props: { visits, theme, parcel: parcel() } })

import { mount } from 'svelte'
import App from './App.svelte'
import { firstStart } from './pages/start'
import { Client } from './run/client'
import { Playback } from './run/playback.svelte'
import { ThemeState } from './theme/theme.svelte'
import './theme/base.css'
import './controls/range.css'

const target = document.getElementById('app')
if (target === null) throw new Error('expected an element with the id app in index.html')

// The engine loads while the page is built.
const opening = Client.open()
const starting = firstStart()
const theme = new ThemeState()
const playback = new Playback(opening, theme.palette)
mount(App, { target, props: { playback, theme } })
void playback.open(starting)

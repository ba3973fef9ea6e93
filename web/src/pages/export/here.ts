/** The studio of the server that this page came from. One for the page: a film goes on while its dialog is closed. */

import { Studio } from './studio.svelte'

export const studio = new Studio(
  document.querySelector<HTMLMetaElement>('meta[name="neuroglow-films"]')?.content ?? null,
)

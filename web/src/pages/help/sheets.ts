import type { ThemeState } from '../../theme/theme.svelte'

/** What every sheet of Help is given. */
export type SheetProps = { readonly theme: ThemeState; readonly onclose: () => void }

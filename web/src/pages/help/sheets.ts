import type { ThemeState } from '../../theme/theme.svelte'

/** What every sheet of Help is given. */
export type SheetProps = {
  readonly theme: ThemeState
  /** Whether somebody wanted it. */
  readonly asked: boolean
  /** What was typed while it was on its way; asked for once it is there. */
  readonly early: () => string
  readonly onclose: () => void
}

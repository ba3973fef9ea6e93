/** What can be done to the examples on a drawing, with pointer and keyboard. */

export const TOOLS = ['look', 'add', 'move', 'erase'] as const
export type Tool = (typeof TOOLS)[number]

/** In the units of the drawing's axes. */
export type Place = readonly [x: number, y: number]

/** Where the pointer, or the keyboard's cursor, is. */
export type At = {
  readonly place: Place
  /** Units of the axes per pixel. */
  readonly unit: Place
  readonly shift: boolean
  /** The examples that are within reach, the nearest one first. */
  readonly near: () => readonly number[]
}

/** Where the reach of a tool ends, in pixels. */
export const REACH: Readonly<Record<Tool, number>> = { look: 8, add: 8, move: 12, erase: 12 }

export interface Hand {
  readonly tool: Tool
  /** The example that Delete removes: its index. */
  readonly held: number | null
  /** Where the keyboard's cursor is; null until an arrow key was pressed. */
  readonly cursor: Place | null
  press(at: At): void
  drag(path: readonly At[]): void
  release(): void
  /** The arrow keys have brought the cursor here. */
  walk(at: At): void
  /** Delete was pressed; null without a cursor. */
  remove(at: At | null): void
  /** Escape was pressed. */
  drop(): void
}

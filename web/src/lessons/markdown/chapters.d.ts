/** What plugin.ts gives to imports. */

declare module 'virtual:chapters' {
  /** Of every chapter in every language, in their order. */
  const heads: readonly import('../chapter').Head[]
  export default heads
  /** By language and id: `load['en/one-weight']()`. */
  export const load: Readonly<Record<string, () => Promise<import('../chapter').Chapter>>>
}

declare module '*.md' {
  const chapter: import('../chapter').Chapter
  export default chapter
}

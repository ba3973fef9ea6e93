/** What plugin.ts gives to imports. */

declare module 'virtual:chapters' {
  /** Of every chapter in every language, in their order. */
  const heads: readonly import('../chapter').Head[]
  export default heads
}

declare module '*.md' {
  const chapter: import('../chapter').Chapter
  export default chapter
}

/** What a file holds, deflated, in base64: see packed.ts beside vite.config.ts. */
declare module '*?packed' {
  const text: string
  export default text
}

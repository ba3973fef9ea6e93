import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

/** @type {import('@sveltejs/vite-plugin-svelte').SvelteConfig} */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    runes: true,
    // Thousands of times in what is loaded: shorter than usual, and still each its own.
    cssHash: ({ hash, css }) => `s${hash(css).slice(0, 5)}`,
  },
}

import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

// The compiler puts engine.wasm and manifest.json into public/engine/; Vite copies them as they are.
export default defineConfig({
  base: './', // the page works from any folder of any static host
  plugins: [svelte()],
  build: {
    outDir: '../src/neuroglow/static',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // data: addresses would be refused by the Content-Security-Policy
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
  // Components are tested as the browser gets them, not as a server would render them.
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node', // a file that needs a DOM says: // @vitest-environment happy-dom
  },
})

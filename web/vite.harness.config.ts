import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { packed } from './packed.ts'

// `vite build --config vite.harness.config.ts --outDir FOLDER` makes harness.js, which tests/bits runs in Node and in a browser.
export default defineConfig({
  publicDir: false,
  plugins: [packed()],
  build: {
    lib: { entry: resolve(import.meta.dirname, 'src/harness.ts'), formats: ['es'], fileName: 'harness' },
    emptyOutDir: false,
    target: 'es2022',
    rolldownOptions: { output: { codeSplitting: false } }, // one file, which is easily served
  },
})

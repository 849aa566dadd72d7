import { preact } from '@preact/preset-vite';
import { defineConfig } from 'vite';

// simple-peer's entry needs Node polyfills; its own browser bundle needs none. The alias is a
// regular expression because the string form also rewrites the sub-path and breaks `vite dev`.
const simplePeerBundle = { find: /^simple-peer$/, replacement: 'simple-peer/simplepeer.min.js' };

export default defineConfig({
  base: './',
  plugins: [preact()],
  resolve: { alias: [simplePeerBundle] },
  build: { target: 'es2022', sourcemap: false },
  worker: { format: 'es' },
});

import { preact } from '@preact/preset-vite';
import { defineConfig, type Plugin, type PreviewServer, type ViteDevServer } from 'vite';
import { createEndpoint, SIGNAL_PATH } from './signaling-server/endpoint.ts';
import { CONTENT_SECURITY_POLICY } from './signaling-server/headers.ts';
import { pageTexts } from './src/ui/about/text-plugin.ts';
import { installablePage } from './src/ui/pwa/build-plugin.ts';

// simple-peer's entry needs Node polyfills; its own browser bundle needs none. The alias is a
// regular expression because the string form also rewrites the sub-path and breaks `vite dev`.
const simplePeerBundle = { find: /^simple-peer$/, replacement: 'simple-peer/simplepeer.min.js' };

/** The built page carries its policy along, for hosts that serve files without our headers. */
const policyInPage: Plugin = {
  name: 'policy-in-page',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
      injectTo: 'head-prepend',
    },
  ],
};

/**
 * `vite dev` and `vite preview` are a meeting place too, so one command is enough to try a change.
 */
const meetingPlace: Plugin = {
  name: 'meeting-place',
  configureServer: attachEndpoint,
  configurePreviewServer: attachEndpoint,
};

function attachEndpoint({ httpServer }: ViteDevServer | PreviewServer): void {
  if (!httpServer) return;
  const endpoint = createEndpoint();
  httpServer.on('upgrade', (request, socket, head) => {
    if (request.url === SIGNAL_PATH) endpoint.upgrade(request, socket, head);
  });
  httpServer.once('close', () => void endpoint.close());
}

export default defineConfig({
  base: './',
  plugins: [preact(), policyInPage, meetingPlace, pageTexts(), installablePage()],
  resolve: { alias: [simplePeerBundle] },
  build: { target: 'es2022', sourcemap: false },
  worker: { format: 'es' },
});

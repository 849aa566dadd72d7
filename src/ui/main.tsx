/** The page's entry: draws first, so that something is said while the node starts; then boots. */

import { render } from 'preact';
import { App } from './app.tsx';
import { boot, callWorker } from './boot.ts';
import { preferredLanguage, rememberedLanguage, speak } from './language/language.ts';
import { say } from './language/say.ts';
import { watchInstall } from './pwa/install.ts';
import { registerServiceWorker } from './pwa/updates.ts';
import { createState } from './state.ts';
import './styles/index.css';

const called = callWorker();
const state = createState();
const root = document.getElementById('app');
const language = preferredLanguage(rememberedLanguage(), navigator.languages);
// A catalogue that does not load leaves the page in English, which is better than no page.
const spoken = language === 'en' ? undefined : speak(language).catch(() => {});

function open(): void {
  if (root !== null) render(<App state={state} />, root);
  // A task of its own: reading the link derives keys, and what was just drawn is to be seen.
  setTimeout(start);
}

function start(): void {
  boot(state, called)
    .then(keepPage)
    .catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      const sentence = say('The node could not be started: {why}', { why });
      state.stage.value = { kind: 'failed', sentence };
    });
}

/** For the next time, without a network; the node comes first. `vite dev` keeps nothing. */
function keepPage(): void {
  if (!import.meta.env.PROD) return;
  const register = () => void registerServiceWorker(import.meta.url).catch(() => undefined);
  // Safari has no idle callbacks.
  if (typeof requestIdleCallback === 'function') requestIdleCallback(register, { timeout: 5_000 });
  else setTimeout(register, 1_000);
}

watchInstall();

if (spoken === undefined) open();
else void spoken.then(open);

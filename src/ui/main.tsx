/** The page's entry: draws first, so that something is said while the node starts; then boots. */

import { render } from 'preact';
import { App } from './app.tsx';
import { boot } from './boot.ts';
import { createState } from './state.ts';
import './styles/index.css';

const state = createState();
const root = document.getElementById('app');
if (root !== null) render(<App state={state} />, root);

boot(state).catch((error: unknown) => {
  const why = error instanceof Error ? error.message : String(error);
  state.stage.value = { kind: 'failed', sentence: `The node could not be started: ${why}` };
});

/** `npm run bench [-- GROUP]`: measures, prints a table, and writes bench-results.json. */

import { publish, type Row } from './report.ts';

const GROUPS: Readonly<Record<string, () => Promise<{ measure(): Promise<Row[]> }>>> = {
  page: () => import('./page.ts'),
  look: () => import('./look.ts'),
  codec: () => import('./codec.ts'),
  verify: () => import('./verify.ts'),
  connect: () => import('./connect.ts'),
  mempool: () => import('./mempool.ts'),
  mining: () => import('./mining.ts'),
  storage: () => import('./storage.ts'),
  start: () => import('./start.ts'),
  sync: () => import('./sync.ts'),
  propagation: () => import('./propagation.ts'),
  relay: () => import('./relay.ts'),
  sim: () => import('./sim.ts'),
  wallet: () => import('./wallet.ts'),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(GROUPS, name));
if (unknown.length > 0) {
  console.error(`No group "${unknown[0]}"; there are ${Object.keys(GROUPS).join(', ')}.`);
  process.exit(1);
}

const rows: Row[] = [];
for (const [name, load] of Object.entries(GROUPS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`measuring ${name}`);
  const { measure } = await load();
  rows.push(...(await measure()));
}
publish(rows);

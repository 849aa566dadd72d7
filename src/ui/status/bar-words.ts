/** The second line of the status bar: of the network first, then of the disk, then of the wait. */

import type { NodeSnapshot } from '../../node/api.ts';
import { storageSentence } from '../words.ts';
import { healthAnnouncement, healthDetail } from './health-words.ts';

/** What is wrong with the disk concerns every view; a page that never keeps anything is no news. */
function diskSentence({ storage }: NodeSnapshot): string {
  return storage.state === 'full' || storage.isLost ? storageSentence(storage) : '';
}

/** Empty when the first line says it all. */
export function barDetail(snapshot: NodeSnapshot, nowSeconds: number): string {
  const disk = diskSentence(snapshot);
  if (disk === '') return healthDetail(snapshot, nowSeconds);
  // Blocks that are late are no trouble beside it.
  const { staleSince: _, ...others } = snapshot;
  return healthDetail(others, nowSeconds) || disk;
}

/** The same for those who listen. */
export function barAnnouncement(snapshot: NodeSnapshot): string {
  const disk = diskSentence(snapshot);
  const health = healthAnnouncement(snapshot);
  return disk === '' ? health : `${health}. ${disk}`;
}

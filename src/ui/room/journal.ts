/**
 * What this tab has seen of its room since it opened, for the archive of a lesson: told by the
 * snapshots alone, each thing once. The newest notes are kept.
 */

import type { NodeSnapshot, Notice } from '../../node/api.ts';
import type { LessonEvent } from '../../node/lesson.ts';
import { LESSON_EVENTS_MAX } from '../../util/limits.ts';

export interface Journal {
  heard(snapshot: NodeSnapshot, nowMs: number): void;
  /** Oldest first. */
  events(): readonly LessonEvent[];
}

type Facts = LessonEvent['facts'];

export function createJournal(): Journal {
  const events: LessonEvent[] = [];
  const peers = new Map<number, string>();
  const stale = new Set<string>();
  let lastNotice = 0;
  let before: NodeSnapshot | undefined;

  const note = (at: number, kind: string, facts: Facts) => {
    events.push({ at, kind, facts });
    if (events.length > LESSON_EVENTS_MAX) events.shift();
  };

  const notePeers = ({ peers: rows }: NodeSnapshot, nowMs: number) => {
    const ready = rows.filter(({ state }) => state === 'ready');
    for (const { id, name, key } of ready) {
      if (!peers.has(id)) note(nowMs, 'peer-came', { name, key });
      peers.set(id, name);
    }
    const here = new Set(ready.map(({ id }) => id));
    for (const [id, name] of peers) {
      if (here.has(id)) continue;
      peers.delete(id);
      note(nowMs, 'peer-left', { name });
    }
  };

  const noteTip = ({ tip, height, strip, sync }: NodeSnapshot, nowMs: number) => {
    // While catching up a tip is no event: the blocks are old, and stand in the file.
    if (before === undefined || tip === before.tip || sync !== undefined) return;
    const miner = strip.find(({ hash }) => hash === tip)?.miner ?? '';
    note(nowMs, 'tip', { height, hash: tip, miner });
  };

  const noteStale = ({ strip }: NodeSnapshot, nowMs: number) => {
    for (const { hash, state, height, miner } of strip) {
      if (state !== 'stale' || stale.has(hash)) continue;
      stale.add(hash);
      note(nowMs, 'stale', { height, hash, miner });
    }
    // Those that the strip has left behind cannot come again.
    if (stale.size <= 2 * strip.length) return;
    const shown = new Set(strip.map(({ hash }) => hash));
    for (const hash of stale) if (!shown.has(hash)) stale.delete(hash);
  };

  const noteNotices = ({ notices }: NodeSnapshot) => {
    for (const { id, at, kind, facts } of notices) {
      if (id <= lastNotice) continue;
      lastNotice = id;
      note(at, kind satisfies Notice['kind'], facts);
    }
  };

  return {
    heard: (snapshot, nowMs) => {
      if (before === undefined) {
        const { height, minerName, slot } = snapshot;
        note(nowMs, 'opened', { height, name: minerName, slot });
      }
      noteTip(snapshot, nowMs);
      noteStale(snapshot, nowMs);
      notePeers(snapshot, nowMs);
      noteNotices(snapshot);
      before = snapshot;
    },
    events: () => events,
  };
}

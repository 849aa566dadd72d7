/**
 * A forgery is shown to every node of the laboratory, and what each makes of it is read where the
 * node itself keeps it: in its own record of what passed on the forger's link.
 */

import type { PeerId, PeerLink } from '../node/ports.ts';
import { equalBytes, toHex } from '../util/bytes.ts';
import type {
  ForgeryMessage,
  ForgeryStage,
  ForgeryVerdict,
  Guest,
  Laboratory,
  NodeRef,
} from './api.ts';
import { type Lie, Rogue, type RogueFacts } from './forge-rogue.ts';

export interface TellingOptions {
  readonly laboratory: Pick<Laboratory, 'call' | 'join'>;
  readonly nodes: readonly NodeRef[];
  readonly facts: Omit<RogueFacts, 'nowMs'>;
  readonly now: () => number;
  readonly wait: (durationMs: number) => Promise<void>;
  /** 32 fresh bytes. */
  readonly nonce: () => Uint8Array;
  readonly isStopped: () => boolean;
  readonly progress: (stage: ForgeryStage) => void;
}

/** One node and the forger's link to it. */
interface Story {
  readonly node: NodeRef;
  /** What its record is to be asked for next; undefined where it has none to give. */
  next: number | undefined;
  /** Of the forger's link, once the node has heard it; before, every link that opens. */
  readonly seen: ForgeryMessage[];
  /** The node numbers its links itself. */
  link: number | undefined;
  rogue: Rogue | undefined;
  dial: () => void;
  /** Why no link came about. */
  missed: string;
  wasTold: boolean;
  toldAt: number;
}

interface MessagesAnswer {
  readonly events: readonly ForgeryMessage[];
  readonly next: number;
}

const NOTHING = new Uint8Array();
const LOOK_MS = 50;
/** A node's record ends ten seconds after somebody last asked for it. */
const READ_MS = 2_000;
/** A node that has just come to the laboratory cannot be reached at once. */
const DIAL_PATIENCE_MS = 3_000;
/** To greet and to be told, over links that may be slow. */
const PATIENCE_MS = 15_000;
/** For a node to object after it has answered what was said after the forgery. */
const OBJECTION_MS: Readonly<Record<Lie['kind'], number>> = { payment: 6_000, block: 2_500 };

/** Rejects with Error('stopped'), and with a LaboratoryError where the forger cannot come in. */
export async function tellAll(options: TellingOptions): Promise<readonly ForgeryVerdict[]> {
  const { laboratory, nodes, progress } = options;
  const stories = nodes.map(storyOf);
  await Promise.all(stories.map((story) => read(options, story)));
  const guest = await laboratory.join();
  try {
    approach(guest, stories, options);
    await outcome(stories, options);
    await Promise.all(stories.map((story) => read(options, story)));
  } finally {
    for (const { rogue } of stories) rogue?.close();
    guest.leave();
  }
  progress({ kind: 'telling', answered: nodes.length, nodes: nodes.length });
  return stories.map(verdictOf);
}

function storyOf(node: NodeRef): Story {
  const nothing = { next: 0, link: undefined, rogue: undefined, dial: () => {}, missed: '' };
  return { node, ...nothing, seen: [], wasTold: false, toldAt: Infinity };
}

function approach(guest: Guest, stories: readonly Story[], options: TellingOptions): void {
  const { facts, now, nonce } = options;
  const links = new Map<PeerLink, Rogue>();
  const byId = new Map<PeerId, Story>();
  const up = (link: PeerLink) => {
    const story = link.outbound ? byId.get(link.peer) : undefined;
    if (story === undefined || story.rogue !== undefined) return link.close('lab-over');
    const rogue = new Rogue(link, nonce(), { ...facts, nowMs: now() }, () => note(story, now()));
    story.rogue = rogue;
    links.set(link, rogue);
    return void rogue.begin();
  };
  const missed = (id: string, reason: string) => {
    const story = byId.get(id);
    if (story !== undefined) story.missed = reason;
  };
  const events = {
    found: () => {},
    missed,
    signal: () => {},
    up,
    message: (link: PeerLink, bytes: Uint8Array) => links.get(link)?.heard(bytes),
    down: (link: PeerLink, reason: string) => links.get(link)?.down(reason),
    meeting: () => {},
  };
  guest.transport.start(events, toHex(facts.identity.nodeKey));
  for (const story of stories) {
    story.dial = () => {
      const id = guest.idOf(story.node);
      story.missed = id === undefined ? 'gone' : '';
      if (id === undefined) return;
      byId.set(id, story);
      guest.transport.dial(id);
    };
    story.dial();
  }
}

function note(story: Story, nowMs: number): void {
  const state = story.rogue?.state;
  if (state === 'telling') story.wasTold = true;
  if (state === 'told') story.toldAt = nowMs;
}

async function outcome(stories: readonly Story[], options: TellingOptions): Promise<void> {
  const { now, wait, isStopped, progress } = options;
  const startedAt = now();
  let readAt = startedAt;
  for (;;) {
    if (isDialling(options, startedAt)) redial(stories);
    const answered = stories.filter((story) => isOver(story, options, startedAt)).length;
    progress({ kind: 'telling', answered, nodes: stories.length });
    if (answered === stories.length) return;
    if (isStopped()) throw new Error('stopped');
    await wait(LOOK_MS);
    if (now() - readAt < READ_MS) continue;
    readAt = now();
    await Promise.all(stories.map((story) => read(options, story)));
  }
}

function isDialling({ now }: TellingOptions, startedAt: number): boolean {
  return now() - startedAt < DIAL_PATIENCE_MS;
}

function redial(stories: readonly Story[]): void {
  for (const story of stories) if (story.missed !== '') story.dial();
}

function isOver(story: Story, options: TellingOptions, startedAt: number): boolean {
  const { now, facts } = options;
  if (story.rogue?.state === 'down') return true;
  if (story.missed !== '' && !isDialling(options, startedAt)) return true;
  if (story.toldAt !== Infinity) return now() - story.toldAt > OBJECTION_MS[facts.lie.kind];
  return now() - startedAt > PATIENCE_MS;
}

/** Adds what the node has recorded since. A node that is gone has nothing more to say. */
async function read({ laboratory }: TellingOptions, story: Story): Promise<void> {
  if (story.next === undefined) return;
  try {
    const answer = await laboratory.call(story.node, 'getmessages', story.next);
    const { events, next } = answer as MessagesAnswer;
    if (story.next > 0) keep(story, events);
    story.next = next;
  } catch {
    story.next = undefined;
  }
}

/** Ours is the link on which it heard our first words; on others it says thousands more. */
function keep(story: Story, events: readonly ForgeryMessage[]): void {
  const hello = story.rogue?.hello ?? NOTHING;
  const isHello = ({ kind, bytes }: ForgeryMessage) =>
    kind === 'received' && hello.length > 0 && equalBytes(bytes, hello);
  story.link ??= events.find(isHello)?.link;
  story.seen.push(...events.filter(({ kind, link }) => link === story.link || kind === 'opened'));
}

function verdictOf(story: Story): ForgeryVerdict {
  const { node, rogue, missed, wasTold } = story;
  const messages = story.seen.filter(({ link }) => link === story.link);
  if (rogue === undefined) {
    return { node, fate: 'unreached', code: missed === '' ? 'no-answer' : missed, messages };
  }
  const closed = messages.find(({ kind }) => kind === 'closed')?.reason ?? rogue.reason;
  if (rogue.state === 'down') {
    return { node, fate: wasTold ? 'refused' : 'unreached', code: closed, messages };
  }
  if (!wasTold) return { node, fate: 'unreached', code: 'no-answer', messages };
  return { node, fate: 'kept', code: keptBecause(rogue), messages };
}

function keptBecause(rogue: Rogue): string {
  if (rogue.isAskedForMore) return 'prev-blk-not-found';
  return rogue.state === 'told' ? 'no-objection' : 'not-asked';
}

/**
 * What the laboratory's view keeps while its user looks at other views: the open laboratory, the
 * blocks its nodes stand on, names of nodes that left, and the experiment under way.
 */

import { effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import {
  type Laboratory,
  LaboratoryError,
  type LabSnapshot,
  type NodeRef,
  SELF,
  type VirtualNode,
} from '../../lab/api.ts';
import type { NodeSnapshot, PeerRow } from '../../node/api.ts';
import { BlockBook, type Standing } from './block-book.ts';
import { type KnownBlocks, knownBlocks } from './branches.ts';
import type { Names } from './event-words.ts';
import type { Experiment, RoomFacts, Settings } from './experiments/experiment.ts';
import { purseOf } from './experiments/purse.ts';
import { createRun, type Run } from './experiments/run.ts';
import { complaintWords } from './lab-words.ts';

export interface Desk {
  readonly lab: ReadonlySignal<LabSnapshot>;
  readonly known: ReadonlySignal<KnownBlocks>;
  readonly names: ReadonlySignal<Names>;
  readonly settings: Signal<Settings>;
  /** The experiment that is or was under way. */
  readonly run: ReadonlySignal<Run | undefined>;
  readonly complaint: ReadonlySignal<string>;
  readonly isAdding: ReadonlySignal<boolean>;
  /** Looks at this tab's own chain, also where no virtual node runs. */
  look(): Promise<void>;
  add(count: number): Promise<void>;
  /** A node makes a block at once, in sandbox rooms. */
  make(ref: NodeRef): Promise<void>;
  /** Does something with the laboratory that is open; nothing before it is. */
  act(change: (lab: Laboratory) => void): void;
  /** Makes an experiment the one under way; another one is stopped. */
  take(experiment: Experiment): Run;
  close(): void;
}

export interface DeskOptions {
  readonly own: ReadonlySignal<NodeSnapshot | undefined>;
  open(): Promise<Laboratory>;
  /** This tab's own miner rests, or goes on. */
  holdOwnMining(isHeld: boolean): Promise<void>;
  /** Between two steps of an experiment. */
  rest(): Promise<void>;
}

const CLOSED: LabSnapshot = {
  nodes: [],
  links: [],
  weather: { latencyMs: 0, lossPercent: 0 },
  events: [],
  hashesPerSecond: 0,
};
const FIRST_SETTINGS: Settings = { share: 70, confirmations: 2, loan: true };
/** PROTOCOL 3: a reward may be spent after five minutes' worth of blocks, and ten at least. */
const MATURITY_SECONDS = 300;
const MATURITY_MIN = 10;
const FOUND_LOOKED_AT = 40;

export function createDesk({ own, open, holdOwnMining, rest }: DeskOptions): Desk {
  const lab = signal(CLOSED);
  const known = signal<KnownBlocks>(new Map());
  const names = signal<Names>(new Map());
  const settings = signal(FIRST_SETTINGS);
  const run = signal<Run | undefined>(undefined);
  const complaint = signal('');
  const isAdding = signal(false);
  let opened: Laboratory | undefined;
  const book = new BlockBook((ref, hash) => opened!.call(ref, 'getblock', hash, 2));

  async function openOnce(): Promise<Laboratory> {
    if (opened !== undefined) return opened;
    const laboratory = await open();
    if (opened !== undefined) return opened;
    opened = laboratory;
    laboratory.subscribe(hear);
    hear(laboratory.snapshot());
    // A laboratory without nodes has no news of its own.
    own.subscribe(() => void lookUp(standingsIn(lab.peek(), own.peek())));
    return laboratory;
  }

  function hear(snapshot: LabSnapshot): void {
    const ran = lab.peek().nodes.some(({ state }) => state !== 'failed');
    const isLost = snapshot.nodes.length > 0 && snapshot.nodes.every(isFailed);
    if (ran && isLost) complaint.value = complaintWords(new LaboratoryError('stopped', 'lost'));
    lab.value = snapshot;
    const heard = [
      ...snapshot.nodes.map(({ ref, minerName }) => [ref, minerName] as const),
      ...linkedPeers(snapshot, own.peek()).map(({ key, name }) => [key, name] as const),
    ];
    const fresh = heard.filter(([ref, name]) => name !== '' && names.value.get(ref) !== name);
    if (fresh.length > 0) names.value = new Map([...names.value, ...fresh]);
    void lookUp(standingsIn(snapshot, own.peek()));
  }

  async function attempt(act: () => Promise<unknown>): Promise<void> {
    complaint.value = '';
    try {
      await act();
    } catch (error) {
      complaint.value = complaintWords(error);
    }
  }

  async function lookUp(standings: readonly Standing[]): Promise<void> {
    if (await book.look(standings)) known.value = knownBlocks(book.blocks);
  }

  return {
    lab,
    known,
    names,
    settings,
    run,
    complaint,
    isAdding,
    look: () => attempt(openOnce),
    async add(count) {
      isAdding.value = true;
      await attempt(async () => (await openOnce()).add(count));
      isAdding.value = false;
    },
    make: (ref) => attempt(async () => opened?.call(ref, 'generate', 1)),
    act(change) {
      complaint.value = '';
      if (opened !== undefined) change(opened);
    },
    take(experiment) {
      if (run.value?.experiment === experiment) return run.value;
      run.value?.stop();
      run.value = createRun(experiment, {
        room: roomFacts(own.peek()!),
        open: openOnce,
        holdOwnMining,
        purse: () => purseOf(own.peek()!, roomFacts(own.peek()!)),
        rest,
        watch: (listener) =>
          effect(() => {
            void [lab.value, own.value];
            untracked(listener);
          }),
      });
      return run.value;
    },
    close() {
      run.value?.stop();
      opened?.close();
    },
  };
}

/** In other tabs: once cut off, they are known by what they were called. */
function linkedPeers({ links }: LabSnapshot, own: NodeSnapshot | undefined): PeerRow[] {
  const linked = new Set(links.map(({ to }) => to));
  return (own?.peers ?? []).filter(({ key }) => linked.has(key));
}

function isFailed({ state }: VirtualNode): boolean {
  return state === 'failed';
}

export function roomFacts({ room: { kind, targetSpacingSeconds } }: NodeSnapshot): RoomFacts {
  return {
    isSandbox: kind === 'sandbox',
    targetSpacingSeconds,
    maturity: Math.max(MATURITY_MIN, Math.ceil(MATURITY_SECONDS / targetSpacingSeconds)),
  };
}

/** Tips, and blocks that were found and may have lost their race before anybody looked. */
function standingsIn({ nodes, events }: LabSnapshot, own: NodeSnapshot | undefined): Standing[] {
  const ours = own === undefined ? [] : [{ ref: SELF, tip: own.tip }];
  const running = nodes.filter(({ state }) => state === 'running');
  const isHere = (ref: NodeRef | undefined) => ref === SELF || running.some((it) => it.ref === ref);
  const found = events
    .filter(({ kind, node }) => kind === 'block-found' && isHere(node))
    .slice(-FOUND_LOOKED_AT)
    .map(({ node, facts }) => ({ ref: node!, tip: String(facts['hash'] ?? '') }));
  return [...ours, ...running.map(({ ref, tip }) => ({ ref, tip })), ...found];
}

/**
 * A laboratory of make-believe nodes for tests of the page: chains of names instead of bytes, and
 * everybody who can reach each other stands on the branch with most blocks, at once. It keeps what
 * was asked of it, and tells its listeners when the test says so.
 */

import {
  type Laboratory,
  LaboratoryError,
  type LabEvent,
  type LabLink,
  type LabSnapshot,
  type LinkWeather,
  type NodeRef,
  ROOM,
  SELF,
  type VirtualNode,
} from '../../src/lab/api.ts';
import { boundWeather } from '../../src/adapters/transport/weather.ts';
import { CommandError } from '../../src/node/api.ts';
import { fixtureHash } from './fixture-hash.ts';

interface FakeBlock {
  readonly hash: string;
  readonly parent: string;
  readonly height: number;
  readonly by: NodeRef;
  readonly time: number;
  readonly payments: readonly string[];
}

interface FakePayment {
  readonly txid: string;
  /** What it spends: of two payments of one coin a chain has one at most. */
  readonly coin: string;
  /** Whom it pays, and how many coins; the test's own payments pay nobody. */
  readonly to?: NodeRef;
  readonly amount: number;
}

interface FakeNode {
  readonly ref: NodeRef;
  tip: string;
  share: number;
  mempool: FakePayment[];
}

export interface FakeLaboratory extends Laboratory {
  /** What was asked of it, in order: 'add 5', 'healAll', 'call lab-1 generate 1'. */
  readonly asked: readonly string[];
  readonly own: { readonly tip: string; readonly height: number };
  /** As a node finds one, and tells whom it can reach. */
  find(ref: NodeRef): string;
  /** A tab elsewhere is linked with this one. */
  meet(key: string): void;
  /** What the virtual nodes live in stops by a fault. */
  lose(): void;
  /** Snapshots come a few a second: one comes now. */
  publish(): void;
  isListenedTo(): boolean;
}

const GENESIS = fixtureHash('fake 0');
const TICKS = 100_000_000;
const REWARD = 50;
const MATURITY = 30;
const SECONDS_PER_BLOCK = 10;

export function createFakeLaboratory(): FakeLaboratory {
  const blocks = new Map<string, FakeBlock>();
  blocks.set(GENESIS, { hash: GENESIS, parent: '', height: 0, by: '', time: 0, payments: [] });
  const nodes = new Map<NodeRef, FakeNode>([[SELF, freshNode(SELF)]]);
  const cuts = new Set<string>();
  const asked: string[] = [];
  const listeners = new Set<(snapshot: LabSnapshot) => void>();
  const payments = new Map<string, FakePayment>();
  let weather: LinkWeather = { latencyMs: 0, lossPercent: 0 };
  let events: readonly LabEvent[] = [];
  let count = 0;
  let isLost = false;
  const elsewhere: LabLink[] = [];

  function freshNode(ref: NodeRef): FakeNode {
    return { ref, tip: GENESIS, share: 0, mempool: [] };
  }

  const blockAt = (hash: string) => blocks.get(hash)!;
  const heightOf = ({ tip }: FakeNode) => blockAt(tip).height;

  function chainOf(tip: string): FakeBlock[] {
    const chain: FakeBlock[] = [];
    for (let at = blocks.get(tip); at !== undefined; at = blocks.get(at.parent)) chain.push(at);
    return chain;
  }

  function pairs(): Array<readonly [NodeRef, NodeRef]> {
    const refs = [...nodes.keys()];
    return refs.flatMap((from, at) => refs.slice(at + 1).map((to) => [from, to] as const));
  }

  const keyOf = (from: NodeRef, to: NodeRef) => [from, to].toSorted().join(' ');
  const isUp = (from: NodeRef, to: NodeRef) => !cuts.has(keyOf(from, to));

  /** Who is ahead is followed over every link that is up, until nothing changes any more. */
  function spread(): void {
    for (let isMoving = true; isMoving;) {
      isMoving = false;
      for (const [from, to] of pairs()) {
        if (!isUp(from, to)) continue;
        const [left, right] = [nodes.get(from)!, nodes.get(to)!];
        const [low, high] = heightOf(left) < heightOf(right) ? [left, right] : [right, left];
        if (heightOf(low) < heightOf(high)) {
          low.tip = high.tip;
          isMoving = true;
        }
        for (const payment of left.mempool) isMoving = hear(right, payment) || isMoving;
        for (const payment of right.mempool) isMoving = hear(left, payment) || isMoving;
      }
    }
  }

  function hear(node: FakeNode, payment: FakePayment): boolean {
    const chained = chainOf(node.tip).flatMap((block) => block.payments);
    const isSpent = chained.some((txid) => payments.get(txid)!.coin === payment.coin);
    if (isSpent || node.mempool.some(({ coin }) => coin === payment.coin)) return false;
    node.mempool.push(payment);
    return true;
  }

  function find(ref: NodeRef): string {
    const node = nodes.get(ref)!;
    count += 1;
    const parent = blockAt(node.tip);
    const block: FakeBlock = {
      hash: fixtureHash(`fake block ${count}`),
      parent: parent.hash,
      height: parent.height + 1,
      by: ref,
      time: parent.time + SECONDS_PER_BLOCK,
      payments: node.mempool.map(({ txid }) => txid),
    };
    blocks.set(block.hash, block);
    node.tip = block.hash;
    node.mempool = [];
    tell('block-found', { hash: block.hash, height: block.height }, ref);
    spread();
    return block.hash;
  }

  function tell(kind: LabEvent['kind'], facts: LabEvent['facts'], node?: NodeRef): void {
    const event = { id: events.length + 1, at: events.length, kind, facts };
    events = [...events, node === undefined ? event : { ...event, node }];
  }

  function snapshot(): LabSnapshot {
    const virtual = [...nodes.values()].filter(({ ref }) => ref !== SELF);
    return {
      nodes: virtual.map(viewOf),
      links: [
        ...pairs().map(([from, to]) => linkOf(from, to, isUp(from, to) ? 'up' : 'cut')),
        ...elsewhere,
      ],
      weather,
      events,
      hashesPerSecond: virtual.reduce((sum, { share }) => sum + share * 10_000, 0),
    };
  }

  /** What others paid to it, once it is in a block. */
  function lentTo({ ref, tip }: FakeNode): number {
    const chained = chainOf(tip).flatMap((block) => block.payments);
    const brought = chained.map((txid) => payments.get(txid)!);
    return brought.reduce((sum, { to, amount }) => sum + (to === ref ? amount : 0), 0);
  }

  function viewOf(node: FakeNode): VirtualNode {
    const height = heightOf(node);
    const own = chainOf(node.tip).filter(({ by }) => by === node.ref);
    const mature = own.filter((block) => height - block.height + 1 >= MATURITY).length;
    return {
      ref: node.ref,
      state: isLost ? 'failed' : 'running',
      nodeKey: fixtureHash(node.ref),
      minerName: `Miner ${node.ref}`,
      height,
      tip: node.tip,
      chainWork: workAt(height),
      peers: pairs().filter((pair) => pair.includes(node.ref) && isUp(...pair)).length,
      mempool: node.mempool.length,
      spendable: (mature * REWARD + lentTo(node)) * TICKS,
      immature: (own.length - mature) * REWARD * TICKS,
      share: node.share,
    };
  }

  function publish(): void {
    for (const listener of listeners) listener(snapshot());
  }

  const commands: Readonly<Record<string, (node: FakeNode, ...all: unknown[]) => unknown>> = {
    getbestblockhash: ({ tip }) => tip,
    getbalances: (node) => ({ mine: { trusted: viewOf(node).spendable / TICKS } }),
    send: (node) => ({ txid: send(node, `coin ${payments.size}`) }),
    getblockchaininfo: (node) => ({
      blocks: heightOf(node),
      bestblockhash: node.tip,
      chainwork: workAt(heightOf(node)),
    }),
    getblock: (node, hash) => describe(node, String(hash)),
    getmininginfo: () => ({ state: 'off' }),
    getnewaddress: ({ ref }) => `address of ${ref}`,
    generate: ({ ref }, wanted) => Array.from({ length: Number(wanted) }, () => find(ref)),
    sendtoaddress: (node, address, amount) => {
      const to = node.ref === SELF ? String(address).replace('address of ', '') : '';
      return send(node, `coin ${payments.size}`, { to, amount: Number(amount) });
    },
    canceltransaction: (node, txid) => {
      const { coin } = payments.get(String(txid))!;
      node.mempool = node.mempool.filter((payment) => payment.coin !== coin);
      return { txid: send(node, coin) };
    },
    gettransaction: (node, txid) => standingOf(node, payments.get(String(txid))!),
  };

  function describe(node: FakeNode, hash: string) {
    const block = blocks.get(hash);
    if (block === undefined) throw new CommandError(-5, 'Block not found');
    const isActive = chainOf(node.tip).includes(block);
    return {
      hash,
      ...(block.height === 0 ? {} : { previousblockhash: block.parent }),
      height: block.height,
      time: block.time,
      difficulty: 1,
      chainwork: workAt(block.height),
      confirmations: isActive ? heightOf(node) - block.height + 1 : -1,
      nTx: 1 + block.payments.length,
      tx: [{ vin: [{ coinbase: coinbaseOf(block.by) }] }],
    };
  }

  function send(node: FakeNode, coin: string, brings = { to: '', amount: 0 }): string {
    const payment = { txid: fixtureHash(`payment ${payments.size}`), coin, ...brings };
    payments.set(payment.txid, payment);
    node.mempool.push(payment);
    spread();
    return payment.txid;
  }

  function standingOf(node: FakeNode, { txid, coin }: FakePayment) {
    const chain = chainOf(node.tip);
    const within = chain.find((block) => block.payments.includes(txid));
    if (within !== undefined) {
      return { stage: 'confirming', confirmations: heightOf(node) - within.height + 1 };
    }
    const others = chain.flatMap((block) => block.payments);
    if (others.some((other) => payments.get(other)!.coin === coin)) {
      return { stage: 'replaced', confirmations: 0 };
    }
    if (node.mempool.some((payment) => payment.txid === txid)) {
      return { stage: 'pending', confirmations: 0 };
    }
    throw new CommandError(-5, 'Invalid or non-wallet transaction id');
  }

  function members(ref: NodeRef): NodeRef[] {
    return ref === ROOM ? [] : [ref];
  }

  return {
    asked,
    get own() {
      const { tip } = nodes.get(SELF)!;
      return { tip, height: blockAt(tip).height };
    },
    find,
    meet: (key) => void elsewhere.push(linkOf(SELF, key, 'up')),
    lose: () => void (isLost = true),
    publish,
    isListenedTo: () => listeners.size > 0,
    snapshot,
    subscribe(listener) {
      listeners.add(listener);
      listener(snapshot());
      return () => void listeners.delete(listener);
    },
    async add(wanted) {
      asked.push(`add ${wanted}`);
      if (nodes.size + wanted > 21) throw new LaboratoryError('full', 'at most 20 nodes');
      const refs = Array.from({ length: wanted }, (_, at) => `lab-${nodes.size + at}`);
      for (const ref of refs) {
        nodes.set(ref, freshNode(ref));
        tell('node-added', { name: `Miner ${ref}` }, ref);
      }
      spread();
      return refs;
    },
    remove(ref) {
      asked.push(`remove ${ref}`);
      nodes.delete(ref);
    },
    close() {
      asked.push('close');
      for (const ref of nodes.keys()) if (ref !== SELF) nodes.delete(ref);
      cuts.clear();
    },
    cut(from, to) {
      asked.push(`cut ${from} ${to}`);
      cuts.add(keyOf(from, to));
    },
    heal(from, to) {
      asked.push(`heal ${from} ${to}`);
      cuts.delete(keyOf(from, to));
      spread();
    },
    partition(groups) {
      asked.push(`partition ${groups.map((group) => group.join('+')).join(' | ')}`);
      for (const [at, group] of groups.entries()) {
        const others = groups
          .slice(at + 1)
          .flat()
          .flatMap(members);
        for (const from of group.flatMap(members)) {
          for (const to of others) cuts.add(keyOf(from, to));
        }
      }
    },
    healAll() {
      asked.push('healAll');
      cuts.clear();
      spread();
    },
    setWeather(next) {
      asked.push(`weather ${next.latencyMs} ${next.lossPercent}`);
      weather = boundWeather(next);
    },
    setShares(shares) {
      asked.push(`shares ${JSON.stringify(shares)}`);
      for (const [ref, share] of Object.entries(shares)) nodes.get(ref)!.share = share;
    },
    async call(ref, method, ...parameters) {
      const node = nodes.get(ref);
      if (node === undefined) throw new LaboratoryError('unknown-node', `no node ${ref}`);
      if (!method.startsWith('get')) asked.push(['call', ref, method, ...parameters].join(' '));
      return commands[method]!(node, ...parameters);
    },
    join: () => Promise.reject(new LaboratoryError('failed', 'no guests here')),
  };
}

function linkOf(from: NodeRef, to: NodeRef, state: LabLink['state']): LabLink {
  return { from, to, state, messages: 1, sizeBytes: 100 };
}

/** Each block is worth 1,000 hashes. */
function workAt(height: number): string {
  return (height * 1000).toString(16).padStart(64, '0');
}

/** The pushes of a coinbase, of which only the miner's name is true. */
function coinbaseOf(by: NodeRef): string {
  const push = (hex: string) => (hex.length / 2).toString(16).padStart(2, '0') + hex;
  const name = [...`Miner ${by}`].map((letter) => letter.codePointAt(0)!.toString(16)).join('');
  return [push('0100'), push('00'.repeat(8)), push('00'.repeat(8)), push(name)].join('');
}

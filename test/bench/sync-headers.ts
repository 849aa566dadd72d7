/**
 * Seconds in which one node has 100,000 headers of another, each checked and entered in its tree.
 * Both are real peer protocols in this process, whose messages are encoded and decoded; the bodies
 * that the headers promise are never asked for. The processor's time counts, that of both sides, so
 * that a neighbour on the machine does not.
 */

import { BlockIndex, Status } from '../../src/chain/block-index.ts';
import { Chain } from '../../src/chain/chain.ts';
import { CoinSet } from '../../src/chain/coins.ts';
import { genesisBlock } from '../../src/consensus/genesis.ts';
import { headerHash } from '../../src/consensus/hash.ts';
import { consensusParams } from '../../src/consensus/params.ts';
import { expandCompact, hashToTarget } from '../../src/consensus/pow.ts';
import type { Header } from '../../src/consensus/types.ts';
import { Headers } from '../../src/net/headers.ts';
import type { LinkUp, Outbox, Peer } from '../../src/net/peer.ts';
import { createPeer } from '../../src/net/peer.ts';
import { decodeMessage } from '../../src/net/messages.ts';
import { Serve } from '../../src/net/serve.ts';
import { Voice } from '../../src/net/voice.ts';
import { decodeFrame } from '../../src/net/wire.ts';
import { type Row, row } from './report.ts';

const HEADERS = 100_000;
const ROOM = {
  kind: 'sandbox',
  targetSpacingSeconds: 10,
  genesisBits: 0x207fffff,
  halvingInterval: 210_000,
  genesisTime: 1_600_000_000,
} as const;
const MAGIC = 0x0a0b0c0d;
const LINK: LinkUp = { link: 1, peer: 'other', outbound: true, binding: new Uint8Array(64) };
const genesis = genesisBlock(ROOM, '00'.repeat(16));
const params = consensusParams(ROOM, headerHash(genesis.header));

export function measureHeaders(): Row {
  const giver = makeGiver();
  const taker = new Chain(params, genesis);
  const toTaker: Uint8Array[] = [];
  const toGiver: Uint8Array[] = [];
  const serve = new Serve(giver, new Voice(MAGIC, outbox(toTaker)), outbox(toTaker));
  const headers = new Headers(taker, new Voice(MAGIC, outbox(toGiver)));
  const [takersPeer, giversPeer] = [makePeer(), makePeer()];
  const now = (genesis.header.time + 20 * HEADERS) * 1_000;
  const startedAt = process.cpuUsage();
  headers.ask(takersPeer, now);
  while (taker.index.size <= HEADERS) {
    const question = decodeMessage(decodeFrame(toGiver.shift()!, MAGIC));
    if (question.name !== 'getheaders') throw new Error(`a ${question.name}`);
    giversPeer.backlog = 0;
    serve.wantHeaders(giversPeer, question);
    const answer = decodeMessage(decodeFrame(toTaker.shift()!, MAGIC));
    if (answer.name !== 'headers') throw new Error(`a ${answer.name}`);
    headers.arrived(takersPeer, answer.headers, now);
  }
  const { user, system } = process.cpuUsage(startedAt);
  return row('sync.headers-100000', (user + system) / 1_000_000, 's');
}

function makePeer(): Peer {
  return createPeer(LINK, new Uint8Array(32), 0);
}

function outbox(messages: Uint8Array[]): Outbox {
  return {
    send: (_link, bytes) => void messages.push(bytes),
    drop: () => {},
    dial: () => {},
    seek: () => {},
    signal: () => {},
    readBody: () => {},
    refused: () => {},
  };
}

/** A node that has connected a chain of blocks whose bodies nobody will look at. */
function makeGiver(): Chain {
  const index = new BlockIndex(genesis.header, params.genesisHash);
  let parent = genesis.header;
  while (index.size <= HEADERS) {
    const header = mine({ ...parent, previousHash: headerHash(parent), time: parent.time + 10 });
    const handle = index.add(header, headerHash(header));
    index.setStatus(handle, Status.body | Status.linked | Status.connected);
    parent = header;
  }
  return new Chain(params, genesis, { index, coins: new CoinSet(), tip: HEADERS });
}

function mine(template: Header): Header {
  const { target } = expandCompact(template.bits);
  for (let nonce = 0; ; nonce += 1) {
    const header = { ...template, nonce };
    if (hashToTarget(headerHash(header)) <= target) return header;
  }
}

/**
 * What only WebRTC can do: to meet through a neighbour, and by hand. No signaling server runs while
 * these are checked, so whatever comes up owes it nothing.
 */

import { InvitationError, type Invitations } from '../../../src/adapters/transport/invitation.ts';
import type { PeerId, PeerLink, Transport, TransportEvents } from '../../../src/node/ports.ts';

export type RtcTransport = Transport & Invitations;

export interface RtcCheck {
  readonly name: string;
  /** Two tabs of one room, not started yet. */
  run(left: RtcTransport, right: RtcTransport): Promise<void>;
}

/** One end, and what it has heard. */
interface End {
  readonly key: PeerId;
  readonly transport: RtcTransport;
  readonly links: PeerLink[];
  readonly misses: string[];
  readonly messages: string[];
}

const LEFT_KEY = '1'.repeat(64);
const RIGHT_KEY = '2'.repeat(64);
const NOBODY = '3'.repeat(64);
const PATIENCE_MS = 20_000;
/** Longer than Chromium looks for a tab that does not reply, and than a dial may take. */
const CARRIED_MS = 25_000;
const USUAL_MAX_CHARACTERS = 350;

export const webRtcChecks: readonly RtcCheck[] = [
  { name: 'a node key is dialled by signals that a neighbour carries', run: checkDialByKey },
  { name: 'a tab that no neighbour reaches is missed', run: checkMissed },
  { name: 'two tabs that dial each other at once get one link', run: checkCrossing },
  { name: 'an offer and an answer that people carry link two tabs', run: checkByHand },
  { name: 'an answer may take longer than a dial', run: checkSlowHand },
  { name: 'an invitation is good for one newcomer', run: checkOneNewcomer },
];

/** A neighbour of both: brings every signal to the other end, unless that is nobody. */
function start(left: RtcTransport, right: RtcTransport): readonly [End, End] {
  const ends = [createEnd(left, LEFT_KEY), createEnd(right, RIGHT_KEY)] as const;
  for (const end of ends) {
    const other = ends.find((each) => each !== end)!;
    const carry = (peer: PeerId, payload: string) => {
      if (peer === other.key) other.transport.signal(end.key, payload);
      else end.transport.signal(peer, '');
    };
    end.transport.start(listen(end, carry), end.key);
  }
  return ends;
}

function createEnd(transport: RtcTransport, key: PeerId): End {
  return { key, transport, links: [], misses: [], messages: [] };
}

function listen(end: End, signal: TransportEvents['signal']): TransportEvents {
  return {
    found: () => {},
    missed: (peer, reason) => void end.misses.push(`${peer} ${reason}`),
    signal,
    up: (link) => void end.links.push(link),
    message: (_link, bytes) => void end.messages.push(new TextDecoder().decode(bytes)),
    down: () => {},
    meeting: () => {},
  };
}

async function checkDialByKey(left: RtcTransport, right: RtcTransport): Promise<void> {
  const [first, second] = start(left, right);
  second.transport.dial(LEFT_KEY);
  await untilLinked(first, second);
  holds(first.links[0]!.peer === RIGHT_KEY, 'each end knows the other by its key');
  holds(second.links[0]!.peer === LEFT_KEY, 'each end knows the other by its key');
  await checkTalk(second, first);
}

async function checkMissed(left: RtcTransport, right: RtcTransport): Promise<void> {
  const [first] = start(left, right);
  first.transport.dial(NOBODY);
  await until('it is missed', () => first.misses.length > 0);
  holds(first.misses.join() === `${NOBODY} gone`, first.misses.join());
}

async function checkCrossing(left: RtcTransport, right: RtcTransport): Promise<void> {
  const [first, second] = start(left, right);
  first.transport.dial(RIGHT_KEY);
  second.transport.dial(LEFT_KEY);
  await untilLinked(first, second);
  await pause(500);
  holds(first.links.length === 1 && second.links.length === 1, 'one link');
  holds(first.links[0]!.outbound, 'the lower id dialled');
  holds(first.misses.length + second.misses.length === 0, 'nobody was missed');
  await checkTalk(first, second);
}

async function checkByHand(left: RtcTransport, right: RtcTransport): Promise<void> {
  const [first, second] = start(left, right);
  const invitation = await first.transport.invite();
  holds(invitation.text.length <= USUAL_MAX_CHARACTERS, `${invitation.text.length} characters`);
  const answer = await second.transport.answer(`see http://x/#/r/y?invite=${invitation.text}`);
  holds(answer.text.length <= USUAL_MAX_CHARACTERS, `${answer.text.length} characters`);
  await first.transport.accept(` ${answer.text.toLowerCase()}\n`);
  await Promise.all([invitation.linked, answer.linked]);
  await untilLinked(first, second);
  holds(first.links[0]!.outbound && !second.links[0]!.outbound, 'who invites has dialled');
  await checkTalk(second, first);
}

async function checkSlowHand(left: RtcTransport, right: RtcTransport): Promise<void> {
  const [first, second] = start(left, right);
  const invitation = await first.transport.invite();
  const answer = await second.transport.answer(invitation.text);
  await pause(CARRIED_MS);
  await first.transport.accept(answer.text);
  await untilLinked(first, second);
  await checkTalk(first, second);
}

async function checkOneNewcomer(left: RtcTransport, right: RtcTransport): Promise<void> {
  const [first, second] = start(left, right);
  const invitation = await first.transport.invite();
  await refuses(first.transport.answer(invitation.text), 'invitation-own');
  await refuses(first.transport.accept(invitation.text), 'invitation-is-offer');
  const answer = await second.transport.answer(invitation.text);
  await refuses(second.transport.answer(invitation.text), 'invitation-used');
  await first.transport.accept(answer.text);
  await refuses(first.transport.accept(answer.text), 'invitation-used');
  await untilLinked(first, second);
}

async function checkTalk(from: End, to: End): Promise<void> {
  const bytes = new TextEncoder().encode('hello');
  from.links[0]!.send(bytes, 'prompt');
  await until('the link carries messages', () => to.messages.length > 0);
  holds(to.messages.join() === 'hello', to.messages.join());
}

async function refuses(promise: Promise<unknown>, code: string): Promise<void> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  holds(error instanceof InvitationError && error.code === code, `${String(error)} is ${code}`);
}

function untilLinked(first: End, second: End): Promise<void> {
  return until('both are up', () => first.links.length > 0 && second.links.length > 0);
}

async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await pause(20);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function holds(condition: boolean, sentence: string): void {
  if (!condition) throw new Error(`does not hold: ${sentence}`);
}

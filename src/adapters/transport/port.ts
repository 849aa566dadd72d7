/**
 * The pipe between the page, which alone may hold WebRTC connections, and the node in its worker.
 *
 * The page can only guess how busy the node is, and the node how full a channel is. So each side
 * counts: the node reports the bytes it has taken, the page (asked for it, since a hidden page's
 * timers sleep and the worker's do not) the bytes that have left.
 */

import type {
  Lane,
  LinkId,
  MeetingState,
  PeerId,
  PeerLink,
  Transport,
  TransportEvents,
} from '../../node/ports.ts';
import {
  MESSAGE_MAX_BYTES,
  PORT_INBOUND_MAX_BYTES,
  SEND_QUEUE_MAX_BYTES,
} from '../../util/limits.ts';
import { createPost } from './port-batch.ts';
import { ownBuffer, type ToNode, type ToPage } from './port-messages.ts';

/**
 * How often the worker asks while something waits: half of what a 1 MB backlog needs at 10 MB/s.
 */
const MEASURE_INTERVAL_MS = 50;

interface ServedLink {
  readonly link: PeerLink;
  /** Bytes given to the link by the node. */
  sentBytes: number;
  /** Bytes posted to the node that it has not reported as taken. */
  untakenBytes: number;
}

/** The page's end: obeys the node and reports what the transport says. */
export function serveTransport(transport: Transport, port: MessagePort): void {
  const links = new Map<LinkId, ServedLink>();
  const post = createPost<ToNode>(port);

  const events: TransportEvents = {
    found: (peer) => post({ type: 'found', peer }),
    missed: (peer, reason) => post({ type: 'missed', peer, reason }),
    signal: (peer, payload) => post({ type: 'signal', peer, payload }),
    up(link) {
      links.set(link.id, { link, sentBytes: 0, untakenBytes: 0 });
      const { id, peer, outbound, binding } = link;
      post({ type: 'up', link: id, peer, outbound, binding });
    },
    message(link, bytes) {
      const served = links.get(link.id);
      if (!served) return;
      if (bytes.length > MESSAGE_MAX_BYTES) return link.close('message-too-large');
      served.untakenBytes += bytes.length;
      if (served.untakenBytes > PORT_INBOUND_MAX_BYTES) return link.close('node-overrun');
      const owned = ownBuffer(bytes);
      post({ type: 'message', link: link.id, bytes: owned }, owned.buffer);
    },
    down(link, reason) {
      if (links.delete(link.id)) post({ type: 'down', link: link.id, reason });
    },
    meeting: (state: MeetingState) => post({ type: 'meeting', state }),
  };

  function send(id: LinkId, bytes: Uint8Array, lane: Lane): void {
    const served = links.get(id);
    if (!served) return;
    if (bytes.length > MESSAGE_MAX_BYTES) return served.link.close('message-too-large');
    served.sentBytes += bytes.length;
    served.link.send(bytes, lane);
  }

  function take(id: LinkId, sizeBytes: number): void {
    const served = links.get(id);
    if (served) served.untakenBytes -= sizeBytes;
  }

  function measure(): void {
    const totals = [...links].map(
      ([id, { link, sentBytes }]) => [id, Math.max(0, sentBytes - link.backlog)] as const,
    );
    post({ type: 'drained', totals });
  }

  function obey(message: ToPage): void {
    if (message.type === 'start') transport.start(events, message.self);
    else if (message.type === 'stop') transport.stop();
    else if (message.type === 'seek') transport.seek();
    else if (message.type === 'dial') transport.dial(message.peer);
    else if (message.type === 'signal') transport.signal(message.peer, message.payload);
    else if (message.type === 'send') send(message.link, message.bytes, message.lane);
    else if (message.type === 'close') links.get(message.link)?.link.close(message.reason);
    else if (message.type === 'taken') take(message.link, message.sizeBytes);
    else measure();
  }

  port.onmessage = ({ data }: MessageEvent<readonly ToPage[]>) => data.forEach(obey);
}

/** The worker's end: a transport like any other. */
export function portTransport(port: MessagePort): Transport {
  const links = new Map<LinkId, PortLink>();
  const post = createPost<ToPage>(port);
  /** Bytes of each link that the node has dealt with in this task. */
  const taken = new Map<LinkId, number>();
  let events: TransportEvents | undefined;
  let isAsking = false;

  /** At most one question is under way, and none when nothing waits. */
  function ask(): void {
    if (isAsking) return;
    isAsking = true;
    setTimeout(() => post({ type: 'measure' }), MEASURE_INTERVAL_MS);
  }

  function setDrained(totals: ReadonlyArray<readonly [LinkId, number]>): void {
    isAsking = false;
    for (const [id, total] of totals) links.get(id)?.setDrained(total);
    if ([...links.values()].some((link) => link.backlog > 0)) ask();
  }

  function open(facts: ToNode & { type: 'up' }): void {
    const link = new PortLink(facts, { post, ask });
    links.set(link.id, link);
    events?.up(link);
  }

  function receive(id: LinkId, bytes: Uint8Array): void {
    const link = links.get(id);
    const sizeBytes = bytes.length;
    if (link && link.closeReason === undefined) events?.message(link, bytes);
    taken.set(id, (taken.get(id) ?? 0) + sizeBytes);
  }

  function reportTaken(): void {
    for (const [link, sizeBytes] of taken) post({ type: 'taken', link, sizeBytes });
    taken.clear();
  }

  function close(id: LinkId, reason: string): void {
    const link = links.get(id);
    if (!link) return;
    links.delete(id);
    events?.down(link, link.closeReason ?? reason);
  }

  function hear(message: ToNode): void {
    if (message.type === 'found') events?.found(message.peer);
    else if (message.type === 'missed') events?.missed(message.peer, message.reason);
    else if (message.type === 'signal') events?.signal(message.peer, message.payload);
    else if (message.type === 'up') open(message);
    else if (message.type === 'message') receive(message.link, message.bytes);
    else if (message.type === 'down') close(message.link, message.reason);
    else if (message.type === 'meeting') events?.meeting(message.state);
    else setDrained(message.totals);
  }

  port.onmessage = ({ data }: MessageEvent<readonly ToNode[]>) => {
    data.forEach(hear);
    reportTaken();
  };

  return {
    start(listener, self) {
      events = listener;
      post({ type: 'start', self });
    },
    seek: () => post({ type: 'seek' }),
    dial: (peer) => post({ type: 'dial', peer }),
    signal: (peer, payload) => post({ type: 'signal', peer, payload }),
    stop: () => post({ type: 'stop' }),
  };
}

interface Way {
  post(message: ToPage, transfer?: Transferable): void;
  /** Has the page report what has left. */
  ask(): void;
}

class PortLink implements PeerLink {
  readonly id: LinkId;
  readonly peer: PeerId;
  readonly outbound: boolean;
  readonly binding: Uint8Array;
  readonly #way: Way;
  #sentBytes = 0;
  #drainedBytes = 0;
  /** Set by our own `close`: from then on nothing is said about the link but that it is down. */
  closeReason: string | undefined;

  constructor(facts: ToNode & { type: 'up' }, way: Way) {
    this.id = facts.link;
    this.peer = facts.peer;
    this.outbound = facts.outbound;
    this.binding = facts.binding;
    this.#way = way;
  }

  get backlog(): number {
    return this.#sentBytes - this.#drainedBytes;
  }

  send(bytes: Uint8Array, lane: Lane): void {
    if (this.closeReason !== undefined) return;
    this.#sentBytes += bytes.length;
    if (this.backlog > SEND_QUEUE_MAX_BYTES) return this.close('send-queue-full');
    // A copy, since the node may send the same bytes to others and a transfer would take them away.
    const copy = new Uint8Array(bytes);
    this.#way.post({ type: 'send', link: this.id, bytes: copy, lane }, copy.buffer);
    this.#way.ask();
  }

  close(reason: string): void {
    if (this.closeReason !== undefined) return;
    this.closeReason = reason;
    this.#way.post({ type: 'close', link: this.id, reason });
  }

  /** Reports may cross our own sending, never the other way round: totals only grow. */
  setDrained(totalBytes: number): void {
    this.#drainedBytes = Math.max(this.#drainedBytes, Math.min(totalBytes, this.#sentBytes));
  }
}

/**
 * The client of the meeting place: stays joined to one topic for as long as it is started, through
 * lost networks, sleeping laptops and restarts of the server. It carries sealed strings and opens
 * none.
 */

import {
  type ClientMessage,
  parseServerMessage,
  type ServerMessage,
} from '../../../signaling-server/protocol.ts';
import type { MeetingState, PeerId } from '../../node/ports.ts';
import type { IceConfiguration } from './rtc-link.ts';

export interface SignalingEvents {
  /** Our id is new with each join; `peers` are there already, and to be dialled by us. */
  joined(id: PeerId, peers: readonly PeerId[]): void;
  /** The answer to `sample`. */
  sampled(peers: readonly PeerId[]): void;
  relayed(from: PeerId, payload: string): void;
  gone(peer: PeerId): void;
  /** Which servers help to be reached from now on. */
  ice(ice: IceConfiguration): void;
  state(state: MeetingState): void;
}

/** Connecting and joining, both; a captive portal may accept and never answer. */
const JOIN_TIMEOUT_MS = 10_000;
/** A server that is there answers a question in this time; else the socket outlived its network. */
const PROBE_TIMEOUT_MS = 5_000;
const RETRY_MIN_MS = 500;
const RETRY_MAX_MS = 30_000;
/** A connection that lasted this long was a good one, and the next failure starts counting anew. */
const STABLE_MS = 10_000;

export class Signaling {
  readonly #url: string;
  readonly #topic: string;
  readonly #events: SignalingEvents;
  #socket: WebSocket | undefined;
  #state: MeetingState = { status: 'off', population: 0 };
  /** The retry while it rests, the patience while it connects, the probe's while online. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #joinedAtMs = 0;

  constructor(url: string, topic: string, events: SignalingEvents) {
    this.#url = url;
    this.#topic = topic;
    this.#events = events;
  }

  get isOnline(): boolean {
    return this.#state.status === 'online';
  }

  start(): void {
    if (this.#state.status === 'off') this.#connect();
  }

  stop(): void {
    this.#release();
    this.#setState({ status: 'off', population: 0 });
  }

  /**
   * The network, the page or the device is back: retry at once, or find out whether we still are.
   */
  wake(): void {
    // A page out of the back-forward cache hears that its socket was closed only later (Chromium).
    const isLost = this.isOnline && this.#socket?.readyState !== WebSocket.OPEN;
    const isResting = this.#state.status === 'offline' && this.#socket === undefined;
    if (isResting || isLost) this.#connect();
    else if (this.#state.status === 'online' && this.#timer === undefined) {
      this.#arm(PROBE_TIMEOUT_MS, () => this.#lose('silent'));
      this.sample();
    }
  }

  /** False when there is nobody to carry it. */
  relay(to: PeerId, payload: string): boolean {
    this.#send({ type: 'relay', to, payload });
    return this.isOnline;
  }

  sample(): void {
    this.#send({ type: 'sample' });
  }

  #connect(): void {
    this.#release();
    // Whoever is told that it is offline stays so until it is online: one more try is no news.
    const { status } = this.#state;
    if (status === 'off') this.#setState({ status: 'connecting', population: 0 });
    if (status === 'online') this.#setState({ status: 'offline', population: 0, reason: 'closed' });
    if (this.#state.status === 'off') return;
    this.#arm(JOIN_TIMEOUT_MS, () => this.#lose('timeout'));
    try {
      this.#listen(new WebSocket(this.#url));
    } catch {
      // A browser that forbids the address (a secure page, an insecure socket) throws at once.
      this.#lose('forbidden');
    }
  }

  #listen(socket: WebSocket): void {
    this.#socket = socket;
    const ifCurrent = (act: () => void) => () => void (this.#socket === socket && act());
    socket.onopen = ifCurrent(() => socket.send(JSON.stringify(joinOf(this.#topic))));
    socket.onclose = ({ code }) => ifCurrent(() => this.#lose(`closed-${code}`))();
    socket.onmessage = ({ data }) => ifCurrent(() => this.#receive(data))();
  }

  #receive(data: unknown): void {
    const message = typeof data === 'string' ? parseServerMessage(data) : undefined;
    if (!message) return this.#lose('malformed');
    if (message.type === 'ice') return this.#events.ice(message);
    if (message.type !== 'joined') {
      if (this.#state.status !== 'online') return this.#lose('malformed');
      this.#disarm();
      return this.#tell(message);
    }
    if (this.isOnline) return this.#lose('malformed');
    this.#disarm();
    this.#joinedAtMs = Date.now();
    this.#setState({ status: 'online', population: message.population });
    this.#events.joined(message.id, message.peers);
  }

  #tell(message: Exclude<ServerMessage, { type: 'joined' | 'ice' }>): void {
    if ('population' in message && message.population !== this.#state.population) {
      this.#setState({ status: 'online', population: message.population });
    }
    if (message.type === 'sample') this.#events.sampled(message.peers);
    else if (message.type === 'relay') this.#events.relayed(message.from, message.payload);
    else if (message.type === 'gone') this.#events.gone(message.id);
  }

  #send(message: ClientMessage): void {
    if (this.isOnline) this.#socket?.send(JSON.stringify(message));
  }

  #lose(reason: string): void {
    const wasStable = this.#state.status === 'online' && Date.now() - this.#joinedAtMs > STABLE_MS;
    this.#failures = wasStable ? 0 : this.#failures + 1;
    this.#release();
    this.#arm(retryDelayMs(this.#failures), () => this.#connect());
    // Last, because whoever hears of it may stop us.
    this.#setState({ status: 'offline', population: 0, reason });
  }

  /** Lets go without waiting: a dead network may take minutes to report that a socket closed. */
  #release(): void {
    this.#disarm();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #arm(delayMs: number, act: () => void): void {
    this.#disarm();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      act();
    }, delayMs);
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #setState(state: MeetingState): void {
    const { status, population, reason } = this.#state;
    const isSame =
      status === state.status && population === state.population && reason === state.reason;
    if (isSame) return;
    this.#state = state;
    this.#events.state(state);
  }
}

function joinOf(topic: string): ClientMessage {
  return { type: 'join', topic };
}

/** Full jitter, so that the clients of a restarted server do not come back all at once. */
function retryDelayMs(failures: number): number {
  const ceiling = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** Math.min(failures + 1, 10));
  return RETRY_MIN_MS + Math.random() * (ceiling - RETRY_MIN_MS);
}

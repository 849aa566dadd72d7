/**
 * The WebSocket side of the meeting place: one entry per socket, every limit enforced here, every
 * decision about topics left to the bus. Whatever a client does wrong closes its own socket; what
 * clients say is never logged.
 */

import { randomBytes, randomInt } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import {
  MEETING_BUFFER_MAX_BYTES,
  MEETING_CONNECTIONS_MAX,
  MEETING_CONNECTIONS_PER_ADDRESS_MAX,
  MEETING_FRAME_MAX_BYTES,
  MEETING_FRAME_MAX_FRAGMENTS,
  MEETING_FRAMES_BURST,
  MEETING_FRAMES_PER_SECOND,
  MEETING_JOIN_TIMEOUT_MS,
  MEETING_PING_INTERVAL_MS,
} from '../src/util/limits.ts';
import { Bus, type Delivery } from './bus.ts';
import type { IceSource } from './ice.ts';
import {
  type ClientMessage,
  CloseCode,
  type ConnectionId,
  parseClientMessage,
} from './protocol.ts';

/** The WebSocket's path; pages ask for it relative to their own. */
export const SIGNAL_PATH = '/signal';

const POPULATION_INTERVAL_MS = 1_000;
const DRAIN_MS = 1_000;

/** What an operator may loosen or tighten; the rest of the limits is fixed. */
export interface MeetingLimits {
  readonly connections: number;
  readonly connectionsPerAddress: number;
  readonly joinTimeoutMs: number;
  readonly pingIntervalMs: number;
}

export const DEFAULT_LIMITS: MeetingLimits = {
  connections: MEETING_CONNECTIONS_MAX,
  connectionsPerAddress: MEETING_CONNECTIONS_PER_ADDRESS_MAX,
  joinTimeoutMs: MEETING_JOIN_TIMEOUT_MS,
  pingIntervalMs: MEETING_PING_INTERVAL_MS,
};

export interface EndpointOptions {
  readonly limits?: Partial<MeetingLimits>;
  /** Origins whose pages may connect; by default those served under the same host. */
  readonly allowedOrigins?: readonly string[];
  /** What tabs are told about STUN and TURN; nothing by default. */
  readonly ice?: IceSource | undefined;
}

export interface Endpoint {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  health(): { readonly connections: number; readonly topics: number };
  /** Tells every client that the server goes away, and waits for them, but not for long. */
  close(): Promise<void>;
}

interface Client {
  readonly id: ConnectionId;
  readonly socket: WebSocket;
  readonly joinTimer: NodeJS.Timeout;
  /** Frames it may still send, refilled as time passes. */
  allowance: number;
  allowanceAt: number;
  answeredPing: boolean;
}

export function createEndpoint(options: EndpointOptions = {}): Endpoint {
  const limits: MeetingLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const bus = new Bus((bound) => randomInt(bound));
  const clients = new Map<ConnectionId, Client>();
  const addresses = new Map<string, number>();
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MEETING_FRAME_MAX_BYTES,
    maxFragments: MEETING_FRAME_MAX_FRAGMENTS,
  });
  const beats = [
    setInterval(() => deliver(bus.populations()), POPULATION_INTERVAL_MS),
    setInterval(() => clients.forEach(beat), limits.pingIntervalMs),
  ];
  const renewalMs = options.ice?.renewalMs;
  if (renewalMs)
    beats.push(setInterval(() => deliver([...clients.keys()].flatMap(ice)), renewalMs));

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const address = request.socket.remoteAddress ?? '';
    if (!isAllowedOrigin(request, options.allowedOrigins)) return refuse(socket, '403 Forbidden');
    if (clients.size >= limits.connections) return refuse(socket, '503 Service Unavailable');
    if ((addresses.get(address) ?? 0) >= limits.connectionsPerAddress) {
      return refuse(socket, '429 Too Many Requests');
    }
    sockets.handleUpgrade(request, socket, head, (opened) => admit(opened, address));
  }

  function admit(socket: WebSocket, address: string): void {
    const id = randomBytes(16).toString('hex');
    const client: Client = {
      id,
      socket,
      joinTimer: setTimeout(() => expel(client, 'policy', 'no join'), limits.joinTimeoutMs),
      allowance: MEETING_FRAMES_BURST,
      allowanceAt: Date.now(),
      answeredPing: true,
    };
    clients.set(id, client);
    addresses.set(address, (addresses.get(address) ?? 0) + 1);
    socket.on('message', (data, isBinary) => receive(client, data, isBinary));
    socket.on('pong', () => (client.answeredPing = true));
    // `ws` closes with 1002, 1007 or 1009 by itself; without a listener the error would be fatal.
    socket.on('error', () => {});
    socket.on('close', () => {
      forget(client);
      release(addresses, address);
    });
  }

  /** Gone for the others at once, also when its end never answers the close. */
  function expel(client: Client, code: keyof typeof CloseCode, why: string): void {
    bus.leave(client.id);
    client.socket.close(CloseCode[code], why);
  }

  function forget(client: Client): void {
    clearTimeout(client.joinTimer);
    clients.delete(client.id);
    bus.leave(client.id);
  }

  function receive(client: Client, data: RawData, isBinary: boolean): void {
    // A closing socket still hands over what had arrived before.
    if (client.socket.readyState !== WebSocket.OPEN) return;
    if (isBinary) return expel(client, 'binary', 'binary');
    if (!spend(client, Date.now())) return expel(client, 'policy', 'too many frames');
    const message = parseClientMessage(String(data));
    if (!message) return expel(client, 'malformed', 'malformed');
    if ((message.type === 'join') === bus.has(client.id)) {
      return expel(client, 'policy', 'join first, and once');
    }
    deliver(obey(client, message));
  }

  function obey(client: Client, message: ClientMessage): Delivery[] {
    if (message.type === 'relay') return bus.relay(client.id, message.to, message.payload);
    if (message.type === 'sample') return bus.sample(client.id);
    clearTimeout(client.joinTimer);
    const joined = bus.join(client.id, message.topic);
    // First, so that the links of the newcomer's first dials have it.
    return [...ice(client.id), ...joined];
  }

  /** Only members are told: a stranger has no use of our relay. */
  function ice(to: ConnectionId): Delivery[] {
    if (!options.ice || !bus.has(to)) return [];
    return [{ to, message: { type: 'ice', ...options.ice.offer(Date.now()) } }];
  }

  function deliver(deliveries: readonly Delivery[]): void {
    for (const { to, message } of deliveries) {
      const socket = clients.get(to)?.socket;
      if (socket?.readyState !== WebSocket.OPEN) continue;
      if (socket.bufferedAmount > MEETING_BUFFER_MAX_BYTES) socket.terminate();
      else socket.send(JSON.stringify(message));
    }
  }

  async function close(): Promise<void> {
    beats.forEach(clearInterval);
    const open = [...clients.values()].map(({ socket }) => socket);
    const closed = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    open.forEach((socket) => socket.close(CloseCode.goingAway, 'server stops'));
    const patience = setTimeout(() => open.forEach((socket) => socket.terminate()), DRAIN_MS);
    await Promise.all(closed);
    clearTimeout(patience);
  }

  return { upgrade, health: () => ({ connections: clients.size, topics: bus.topics }), close };
}

/**
 * Keeps other sites' pages from using their visitors as clients here. A program without an Origin
 * could write any: it is admitted, and bound by the other limits.
 */
function isAllowedOrigin(request: IncomingMessage, allowed?: readonly string[]): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (allowed) return allowed.includes(origin);
  return URL.canParse(origin) && new URL(origin).host === host;
}

function refuse(socket: Duplex, status: string): void {
  // The other side may have gone already, which is no reason to fall.
  socket.on('error', () => {});
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function beat(client: Client): void {
  if (!client.answeredPing) return client.socket.terminate();
  client.answeredPing = false;
  client.socket.ping();
}

/** Token bucket: false when the allowance is used up. */
function spend(client: Client, now: number): boolean {
  const refill = ((now - client.allowanceAt) / 1_000) * MEETING_FRAMES_PER_SECOND;
  client.allowance = Math.min(MEETING_FRAMES_BURST, client.allowance + Math.max(0, refill)) - 1;
  client.allowanceAt = now;
  return client.allowance >= 0;
}

function release(addresses: Map<string, number>, address: string): void {
  const left = (addresses.get(address) ?? 0) - 1;
  if (left > 0) addresses.set(address, left);
  else addresses.delete(address);
}

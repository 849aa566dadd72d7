import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { Signaling } from '../../../../src/adapters/transport/signaling.ts';
import { readIce } from '../../../../signaling-server/ice.ts';
import {
  createSignalingServer,
  type SignalingServer,
} from '../../../../signaling-server/server.ts';
import type { MeetingState } from '../../../../src/node/ports.ts';

const TOPIC = 'a'.repeat(32);
const HOST = '127.0.0.1';

/** A browser's socket, unlike this one, may fail without anybody listening. */
class QuietWebSocket extends WebSocket {
  static newest: QuietWebSocket | undefined;

  constructor(url: string) {
    super(url);
    this.on('error', () => {});
    QuietWebSocket.newest = this;
  }
}

let server: SignalingServer;
const clients: Signaling[] = [];

beforeEach(async () => {
  vi.stubGlobal('WebSocket', QuietWebSocket);
  server = await createSignalingServer({ port: 0, host: HOST });
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.stop();
  await server.close();
  vi.unstubAllGlobals();
});

function createClient(url = `ws://${HOST}:${server.port}/signal`) {
  const heard = {
    id: '',
    joins: 0,
    peers: [] as readonly string[],
    relayed: [] as string[],
    gone: [] as string[],
    ice: [] as unknown[],
    states: [] as MeetingState[],
    onState: (_state: MeetingState) => {},
  };
  const client = new Signaling(url, TOPIC, {
    joined: (id, peers) => Object.assign(heard, { id, peers, joins: heard.joins + 1 }),
    sampled: (peers) => Object.assign(heard, { peers }),
    relayed: (from, payload) => void heard.relayed.push(`${from} ${payload}`),
    gone: (peer) => void heard.gone.push(peer),
    ice: (ice) => void heard.ice.push(ice),
    state(state) {
      heard.states.push(state);
      heard.onState(state);
    },
  });
  clients.push(client);
  return { client, heard };
}

describe('Signaling', () => {
  it('joins, relays both ways, and hears who is gone', async () => {
    const first = createClient();
    first.client.start();
    await expect.poll(() => first.heard.joins).toBe(1);
    const second = createClient();
    second.client.start();
    await expect.poll(() => second.heard.peers).toEqual([first.heard.id]);
    second.client.relay(first.heard.id, 'hello');
    await expect.poll(() => first.heard.relayed).toEqual([`${second.heard.id} hello`]);
    const population = () => first.heard.states.at(-1)?.population;
    await expect.poll(population).toBe(2);
    const leaver = second.heard.id;
    second.client.stop();
    await expect.poll(population).toBe(1);
    first.client.relay(leaver, 'hello');
    await expect.poll(() => first.heard.gone).toEqual([leaver]);
    expect(second.heard.states.at(-1)).toEqual({ status: 'off', population: 0 });
  });

  it('comes back by itself when the server does, under a new id', { timeout: 15_000 }, async () => {
    const { client, heard } = createClient();
    client.start();
    await expect.poll(() => heard.joins).toBe(1);
    const { id } = heard;
    const { port } = server;
    await server.close();
    await expect.poll(() => heard.states.at(-1)?.status).toBe('offline');
    expect(heard.states.at(-1)?.reason).toBe('closed-1001');
    server = await createSignalingServer({ port, host: HOST });
    await expect.poll(() => heard.joins, { timeout: 10_000 }).toBe(2);
    expect(heard.id).not.toBe(id);
  });

  it('hears which servers help to be reached', async () => {
    await server.close();
    const ice = readIce({ ICE_SERVERS: 'stun:x.example' });
    server = await createSignalingServer({ port: 0, host: HOST, ice });
    const { client, heard } = createClient();
    client.start();
    const servers = [{ urls: ['stun:x.example'] }];
    await expect.poll(() => heard.ice).toMatchObject([{ servers, policy: 'all' }]);
    expect(heard.joins).toBe(1);
  });

  it('retries at once when woken, and says nothing before it is online', async () => {
    const { client, heard } = createClient();
    const { port } = server;
    await server.close();
    client.start();
    await expect.poll(() => heard.states.at(-1)?.status).toBe('offline');
    server = await createSignalingServer({ port, host: HOST });
    client.wake();
    const retry = QuietWebSocket.newest;
    expect(retry?.readyState).toBe(WebSocket.CONNECTING);
    client.wake();
    expect(QuietWebSocket.newest).toBe(retry);
    await expect.poll(() => heard.joins).toBe(1);
    expect(heard.states.map(({ status }) => status)).toEqual(['connecting', 'offline', 'online']);
  });

  it('joins anew at once when woken to a socket that was closed meanwhile', async () => {
    const { client, heard } = createClient();
    client.start();
    await expect.poll(() => heard.joins).toBe(1);
    const old = QuietWebSocket.newest!;
    Object.defineProperty(old, 'readyState', { value: WebSocket.CLOSED });
    client.wake();
    await expect.poll(() => heard.joins, { interval: 5 }).toBe(2);
    expect(QuietWebSocket.newest).not.toBe(old);
    old.terminate();
  });

  it('can be stopped for good by whoever hears that it went offline', async () => {
    const { client, heard } = createClient(`ws://${HOST}:1/signal`);
    heard.onState = ({ status }) => void (status === 'offline' && client.stop());
    client.start();
    await expect.poll(() => heard.states.at(-1)?.status).toBe('off');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(heard.states.map(({ status }) => status)).not.toContain('online');
    expect(heard.states.filter(({ status }) => status === 'connecting')).toHaveLength(1);
  });

  it.each(['{', '[]', '{"type":"gone","id":7}', '{"type":"sample","peers":[],"population":1}'])(
    'leaves a server that answers %s to the join',
    async (answer) => {
      const hostile = new WebSocketServer({ port: 0, host: HOST });
      await new Promise((resolve) => hostile.once('listening', resolve));
      hostile.on('connection', (socket) => socket.on('message', () => socket.send(answer)));
      const { port } = hostile.address() as { port: number };
      const { client, heard } = createClient(`ws://${HOST}:${port}/`);
      client.start();
      await expect.poll(() => heard.states.at(-1)?.reason).toBe('malformed');
      expect(heard.joins).toBe(0);
      client.stop();
      hostile.close();
    },
  );
});

import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { readIce } from '../../../signaling-server/ice.ts';
import {
  createSignalingServer,
  type ServerOptions,
  type SignalingServer,
} from '../../../signaling-server/server.ts';

const TOPIC = 'a'.repeat(32);
const HOST = '127.0.0.1';

let server: SignalingServer | undefined;
const sockets: WebSocket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await server?.close();
  server = undefined;
});

async function serve(options: Partial<ServerOptions> = {}): Promise<SignalingServer> {
  server = await createSignalingServer({ port: 0, host: HOST, ...options });
  return server;
}

interface Connection {
  readonly socket: WebSocket;
  readonly received: Array<Record<string, unknown>>;
  readonly closed: Promise<number>;
  say(message: unknown): void;
  /** The next message of that type, also one that has come already; each is handed out once. */
  next(type: string): Promise<Record<string, unknown>>;
}

async function open(port: number, headers: Record<string, string> = {}): Promise<Connection> {
  const socket = new WebSocket(`ws://${HOST}:${port}/signal`, { headers });
  sockets.push(socket);
  const received: Array<Record<string, unknown>> = [];
  let arrived = () => {};
  socket.on('message', (data) => {
    received.push(JSON.parse(String(data)) as Record<string, unknown>);
    arrived();
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const next = async (type: string) => {
    for (;;) {
      const index = received.findIndex((message) => message.type === type);
      if (index >= 0) return received.splice(index, 1)[0]!;
      await new Promise<void>((resolve) => (arrived = resolve));
    }
  };
  const say = (message: unknown) => socket.send(JSON.stringify(message));
  return { socket, received, closed, say, next };
}

async function joinTopic(port: number, topic = TOPIC): Promise<Connection & { id: string }> {
  const connection = await open(port);
  connection.say({ type: 'join', topic });
  const { id } = await connection.next('joined');
  return { ...connection, id: String(id) };
}

/** The status line that raw bytes are answered with. */
function rawStatus(port: number, request: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST, () => socket.write(request));
    let text = '';
    socket.on('data', (data) => (text += String(data)));
    socket.on('error', () => {});
    socket.on('close', () => resolve(text.split('\r\n')[0]!));
  });
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;

async function upgradeStatus(port: number, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(`ws://${HOST}:${port}/signal`, { headers });
  sockets.push(socket);
  return new Promise((resolve) => {
    socket.on('error', () => {});
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
  });
}

describe('meeting', () => {
  it('introduces a newcomer and relays between two', async () => {
    const { port } = await serve();
    const first = await joinTopic(port);
    const second = await open(port);
    second.say({ type: 'join', topic: TOPIC });
    const joined = await second.next('joined');
    expect(joined).toMatchObject({ peers: [first.id], population: 2 });
    second.say({ type: 'relay', to: first.id, payload: 'sealed' });
    const relayed = await first.next('relay');
    expect(relayed).toEqual({ type: 'relay', from: joined.id, payload: 'sealed' });
    expect(await first.next('population')).toMatchObject({ population: 2 });
  });

  it('notices who leaves', async () => {
    const { port } = await serve();
    const first = await joinTopic(port);
    const second = await joinTopic(port);
    second.socket.close();
    await second.closed;
    first.say({ type: 'relay', to: second.id, payload: 'x' });
    expect(await first.next('gone')).toEqual({ type: 'gone', id: second.id });
  });

  it('keeps topics apart', async () => {
    const { port } = await serve();
    const first = await joinTopic(port);
    const stranger = await joinTopic(port, 'b'.repeat(32));
    stranger.say({ type: 'relay', to: first.id, payload: 'x' });
    expect(await stranger.next('gone')).toEqual({ type: 'gone', id: first.id });
    stranger.say({ type: 'sample' });
    expect(await stranger.next('sample')).toEqual({ type: 'sample', peers: [], population: 1 });
    expect(first.received.some(({ type }) => type === 'relay')).toBe(false);
  });
});

describe('servers for ICE', () => {
  it('are told to members alone, with joining and anew before they end', async () => {
    const lifetimeSeconds = 0.1;
    const ice = readIce({ TURN_URL: 'turn:relay.example', TURN_SECRET: 'x' }, lifetimeSeconds)!;
    const { port } = await serve({ ice });
    const stranger = await open(port);
    const member = await joinTopic(port);
    expect(member.received[0]).toMatchObject({ type: 'ice' });
    const [first, second] = [await member.next('ice'), await member.next('ice')];
    for (const { policy, servers } of [first, second]) {
      expect({ policy, servers }).toMatchObject({
        policy: 'all',
        servers: [{ urls: ['turn:relay.example'] }],
      });
    }
    expect(second).not.toEqual(first);
    expect(stranger.received).toEqual([]);
  });
});

describe('bad frames', () => {
  const id = 'c'.repeat(32);
  const cases: ReadonlyArray<readonly [string, string | Buffer, number]> = [
    ['an open brace', '{', 1007],
    ['null', 'null', 1007],
    ['an array', '[]', 1007],
    ['a poisoned prototype', '{"__proto__":{"type":"sample"}}', 1007],
    ['an endless number', '1e400', 1007],
    ['10,000 levels', '['.repeat(10_000), 1007],
    ['64 KB and one byte', 'x'.repeat(64 * 1024 + 1), 1009],
    ['binary', Buffer.from([1, 2, 3]), 1003],
    ['a huge topic', JSON.stringify({ type: 'join', topic: 'a'.repeat(60_000) }), 1007],
    ['a spoofed sender', JSON.stringify({ type: 'relay', to: id, payload: 'x', from: id }), 1007],
    ['a second join', JSON.stringify({ type: 'join', topic: TOPIC }), 1008],
  ];

  it.each(cases)('%s closes its socket and no other', async (_name, frame, code) => {
    const { port } = await serve();
    const bystander = await joinTopic(port);
    const culprit = await joinTopic(port);
    culprit.socket.send(frame);
    expect(await culprit.closed).toBe(code);
    bystander.say({ type: 'sample' });
    expect(await bystander.next('sample')).toMatchObject({ population: 1 });
  });

  it('invalid UTF-8 closes with 1007', async () => {
    const { port } = await serve();
    const { socket, closed } = await joinTopic(port);
    socket.send(Buffer.from([0xc3, 0x28]), { binary: false });
    expect(await closed).toBe(1007);
  });

  it('17 WebSocket fragments close, 16 do not', async () => {
    const { port } = await serve();
    const text = `{"type":"sample"}${' '.repeat(15)}`;
    const sendIn = ({ socket }: Connection, count: number) => {
      for (let index = 0; index < count; index++) {
        const isLast = index === count - 1;
        socket.send(isLast ? text.slice(index) : text[index]!, { fin: isLast });
      }
    };
    const patient = await joinTopic(port);
    sendIn(patient, 16);
    await patient.next('sample');
    const culprit = await joinTopic(port);
    sendIn(culprit, 17);
    expect(await culprit.closed).toBe(1008);
  });

  it('speaking before joining closes with 1008', async () => {
    const { port } = await serve();
    const { say, closed } = await open(port);
    say({ type: 'sample' });
    expect(await closed).toBe(1008);
  });
});

describe('limits', () => {
  it('60 frames at once are heard, and what follows closes with 1008', async () => {
    const { port } = await serve();
    const polite = await joinTopic(port);
    for (let count = 0; count < 59; count++) polite.say({ type: 'sample' });
    for (let count = 0; count < 59; count++) await polite.next('sample');
    const flooder = await joinTopic(port);
    for (let count = 0; count < 100; count++) flooder.say({ type: 'sample' });
    expect(await flooder.closed).toBe(1008);
  });

  it('a socket that does not join in time is closed', async () => {
    const { port } = await serve({ limits: { joinTimeoutMs: 500 } });
    const joined = await joinTopic(port);
    const idle = await open(port);
    expect(await idle.closed).toBe(1008);
    expect(joined.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('one address gets so many sockets, and a place again when one leaves', async () => {
    const { port } = await serve({ limits: { connectionsPerAddress: 2 } });
    const first = await joinTopic(port);
    const second = await joinTopic(port);
    expect(await upgradeStatus(port, {})).toBe(429);
    first.socket.close();
    await first.closed;
    second.say({ type: 'sample' });
    expect(await second.next('sample')).toMatchObject({ population: 1 });
    expect(await upgradeStatus(port, {})).toBe(101);
  });

  it('the server has so many places in all', async () => {
    const { port } = await serve({ limits: { connections: 1 } });
    await joinTopic(port);
    expect(await upgradeStatus(port, {})).toBe(503);
  });

  it('a socket that answers no ping is ended', async () => {
    const { port } = await serve({ limits: { pingIntervalMs: 400 } });
    const alive = await joinTopic(port);
    const dead = await joinTopic(port);
    dead.socket.pause();
    alive.say({ type: 'sample' });
    await expect
      .poll(async () => {
        alive.say({ type: 'sample' });
        return (await alive.next('sample')).population;
      })
      .toBe(1);
    expect(alive.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('a reader that never reads is cut off before it costs much', { timeout: 30_000 }, async () => {
    const { port } = await serve();
    const slow = await joinTopic(port);
    slow.socket.pause();
    const payload = 'x'.repeat(32 * 1024);
    let isGone = false;
    for (let round = 0; round < 40 && !isGone; round++) {
      const sender = await joinTopic(port);
      for (let count = 0; count < 58; count++) sender.say({ type: 'relay', to: slow.id, payload });
      sender.say({ type: 'sample' });
      await sender.next('sample');
      isGone = sender.received.some(({ type }) => type === 'gone');
      sender.socket.terminate();
    }
    expect(isGone).toBe(true);
  });
});

describe('http', () => {
  function distOf(): string {
    const root = mkdtempSync(join(tmpdir(), 'tabchain-dist-'));
    const distDir = join(root, 'dist');
    mkdirSync(join(distDir, 'assets'), { recursive: true });
    writeFileSync(join(root, 'secret.txt'), 'secret');
    writeFileSync(join(distDir, 'index.html'), '<!doctype html><title>page</title>');
    writeFileSync(join(distDir, 'assets', 'main-abc123.js'), 'export {};');
    return distDir;
  }

  it('serves the page under its policy, and hashed files for ever', async () => {
    const { port } = await serve({ distDir: distOf() });
    const page = await fetch(`http://${HOST}:${port}/`);
    expect(await page.text()).toContain('<title>page</title>');
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';.*frame-ancestors 'none'$/,
    );
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const asset = await fetch(`http://${HOST}:${port}/assets/main-abc123.js`);
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('content-type')).toBe('text/javascript');
  });

  it.each([
    get('/../../etc/passwd'),
    get('/../secret.txt'),
    get('/%2e%2e/secret.txt'),
    get('/..%2fsecret.txt'),
    get('/..%5csecret.txt'),
    get('/assets/../../secret.txt'),
    get('/%00'),
    get('/nothing'),
    get('//etc/passwd'),
    get('/index.html').replace('GET', 'POST'),
    get('/signal').replace('GET', 'NONSENSE'),
    get('/').replace('Host: x', `X-Long: ${'x'.repeat(100_000)}`),
    get('/elsewhere').replace('Connection: close', 'Connection: Upgrade\r\nUpgrade: websocket'),
    get('/signal').replace('Connection: close', 'Connection: Upgrade\r\nUpgrade: websocket'),
    get('/signal').replace('Connection: close', 'Connection: Upgrade\r\nUpgrade: h2c'),
  ])('answers %.60j with 4xx', async (request) => {
    const { port } = await serve({ distDir: distOf() });
    expect(await rawStatus(port, request)).toMatch(/^HTTP\/1.1 4\d\d /);
    const health = await fetch(`http://${HOST}:${port}/healthz`);
    expect(health.status).toBe(200);
  });

  it('survives a range that runs backwards', async () => {
    const { port } = await serve({ distDir: distOf() });
    const headers = { range: 'bytes=9-2' };
    const response = await fetch(`http://${HOST}:${port}/`, { headers });
    expect(response.status).toBe(200);
  });

  it('reports its health', async () => {
    const { port } = await serve();
    await joinTopic(port);
    const response = await fetch(`http://${HOST}:${port}/healthz`);
    const body: unknown = await response.json();
    expect(body).toMatchObject({ status: 'ok', connections: 1, topics: 1 });
    expect(body).toHaveProperty('uptimeSeconds');
  });

  it('admits its own origin and those allowed, refuses foreign ones', async () => {
    const { port } = await serve();
    expect(await upgradeStatus(port, { origin: `http://${HOST}:${port}` })).toBe(101);
    expect(await upgradeStatus(port, { origin: 'https://elsewhere.example' })).toBe(403);
    expect(await upgradeStatus(port, { origin: `http://${HOST}:1` })).toBe(403);
    expect(await upgradeStatus(port, { origin: 'null' })).toBe(403);
    await server?.close();
    const other = await serve({ allowedOrigins: ['https://elsewhere.example'] });
    expect(await upgradeStatus(other.port, { origin: 'https://elsewhere.example' })).toBe(101);
    expect(await upgradeStatus(other.port, { origin: `http://${HOST}:${other.port}` })).toBe(403);
  });
});

describe('the program', () => {
  it(
    'says where it listens, drains on SIGTERM, and exits with 0',
    { timeout: 20_000 },
    async () => {
      const main = new URL('../../../signaling-server/main.ts', import.meta.url).pathname;
      const child = spawn(process.execPath, ['--import', 'tsx', main], {
        env: { ...process.env, PORT: '0', HOST },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exited = new Promise((resolve) => child.on('exit', (code) => resolve(code)));
      try {
        const line = await new Promise<string>((resolve) =>
          child.stdout.once('data', (data) => resolve(String(data))),
        );
        const [, port] = /http:\/\/localhost:(\d+)\//.exec(line) ?? [];
        const client = await joinTopic(Number(port));
        child.kill('SIGTERM');
        expect(await client.closed).toBe(1001);
        expect(await exited).toBe(0);
      } finally {
        child.kill('SIGKILL');
      }
    },
  );

  it('refuses a port that is no number', { timeout: 20_000 }, async () => {
    const main = new URL('../../../signaling-server/main.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, ['--import', 'tsx', main], {
      env: { ...process.env, PORT: 'many' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const said = new Promise((resolve) => child.stderr.on('data', (data) => resolve(String(data))));
    const exited = new Promise((resolve) => child.on('exit', (code) => resolve(code)));
    expect(await said).toContain('PORT must be a number');
    expect(await exited).toBe(1);
  });
});

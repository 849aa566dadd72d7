/** A real coturn on this machine's loopback, which the page's server tells its tabs to use. */

import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COTURN, findOptional } from '../../support/optional-programs.ts';
import { test as base } from './test.ts';

export interface TurnServer {
  readonly url: string;
  readonly secret: string;
  /** All that it has said so far, a line for each session among it. */
  readonly log: () => string;
}

interface WorkerFixtures {
  readonly turnPath: string | undefined;
  readonly turn: TurnServer;
}

const HOST = '127.0.0.1';
const START_TIMEOUT_MS = 20_000;
const SECRET = 'known to both servers';

export const test = base.extend<object, WorkerFixtures>({
  turnPath: [findOptional(COTURN), { option: true, scope: 'worker' }],
  turn: [
    async ({ turnPath }, use) => {
      if (turnPath === undefined) throw new Error('No coturn; TURNSERVER_PATH may name one');
      const folder = mkdtempSync(join(tmpdir(), 'tabchain-turn-'));
      const start = () => startTurn(turnPath, folder);
      // Whatever else opens ports may have taken the free one meanwhile.
      const { port, child, log } = await start().catch(start);
      await use({ url: `turn:${HOST}:${port}`, secret: SECRET, log });
      const gone = once(child, 'exit');
      child.kill();
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  environment: async ({ turn }, use) =>
    use({ TURN_URL: turn.url, TURN_SECRET: turn.secret, ICE_TRANSPORT_POLICY: 'relay' }),
});

/** Resolves once it answers; else it is ended. */
async function startTurn(turnPath: string, folder: string) {
  const port = await freePort();
  const child = spawn(turnPath, parametersOf(port, folder));
  const said: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => said.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const log = () => said.join('');
  try {
    await untilAnswering(port, child, log);
  } catch (error) {
    child.kill();
    throw error;
  }
  return { port, child, log };
}

/** Nothing of the machine's own configuration, and nothing that outlives the test. */
function parametersOf(port: number, folder: string): string[] {
  return [
    '-n',
    '--no-cli',
    '--no-tls',
    '--no-dtls',
    `--listening-ip=${HOST}`,
    `--listening-port=${port}`,
    `--relay-ip=${HOST}`,
    '--allow-loopback-peers',
    '--use-auth-secret',
    `--static-auth-secret=${SECRET}`,
    '--realm=tabchain.test',
    '--verbose',
    '--log-file=stdout',
    `--db=${join(folder, 'db')}`,
    `--pidfile=${join(folder, 'pid')}`,
  ];
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, HOST);
  await once(socket, 'listening');
  const { port } = socket.address();
  const closed = once(socket, 'close');
  socket.close();
  await closed;
  return port;
}

/** A STUN binding request (RFC 8489) that is answered: it listens. */
async function untilAnswering(port: number, child: ChildProcess, log: () => string): Promise<void> {
  const socket = createSocket('udp4');
  const request = Buffer.alloc(20);
  request.writeUInt16BE(1, 0);
  request.writeUInt32BE(0x2112a442, 4);
  const asking = setInterval(() => socket.send(request, port, HOST), 100);
  try {
    const late = AbortSignal.timeout(START_TIMEOUT_MS);
    const ended = once(child, 'exit').then(() => Promise.reject(new Error('it ended')));
    await Promise.race([once(socket, 'message', { signal: late }), ended]);
  } catch (error) {
    throw new Error(`coturn does not answer:\n${log()}`, { cause: error });
  } finally {
    clearInterval(asking);
    socket.close();
  }
}

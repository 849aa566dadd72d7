/**
 * The composition root of `npm start`: reads the environment, serves the built page, says where.
 */

import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { IceError, type IceSource, readIce } from './ice.ts';
import { createSignalingServer } from './server.ts';
import { MEETING_CONNECTIONS_PER_ADDRESS_MAX } from '../src/util/limits.ts';

const distDir = fileURLToPath(new URL('../dist', import.meta.url));

const server = await createSignalingServer({
  ...(existsSync(distDir) ? { distDir } : {}),
  port: readInteger('PORT', 8080),
  ...(process.env.HOST ? { host: process.env.HOST } : {}),
  ...(process.env.ALLOWED_ORIGINS
    ? { allowedOrigins: process.env.ALLOWED_ORIGINS.split(',').map((origin) => origin.trim()) }
    : {}),
  ice: readIceOrExit(),
  limits: {
    connectionsPerAddress: readInteger(
      'MAX_CONNECTIONS_PER_ADDRESS',
      MEETING_CONNECTIONS_PER_ADDRESS_MAX,
    ),
  },
}).catch((error: NodeJS.ErrnoException) => exit(`Cannot listen: ${error.message}`));

console.log(`Tabchain is at http://localhost:${server.port}/`);
const lanAddress = process.env.HOST ? undefined : findLanAddress();
if (lanAddress) {
  console.log(`In this network http://${lanAddress}:${server.port}/ (some features need https)`);
}

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    // A second signal means that draining takes too long for whoever sends it.
    if (stopping) process.exit(1);
    stopping = true;
    void server.close();
  });
}

function readInteger(name: string, fallback: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  return /^\d{1,9}$/.test(text) ? Number(text) : exit(`${name} must be a number, not "${text}"`);
}

function readIceOrExit(): IceSource | undefined {
  try {
    return readIce(process.env);
  } catch (error) {
    if (error instanceof IceError) return exit(error.message);
    throw error;
  }
}

function exit(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

function findLanAddress(): string | undefined {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}

/**
 * The page's server for one test, with the one fault that matters here: its meeting place dies and
 * comes back on the same port, while the built page stays reachable for reloads.
 */

import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { readIce } from '../../../signaling-server/ice.ts';
import { createSignalingServer } from '../../../signaling-server/server.ts';

export const DIST_DIR = fileURLToPath(new URL('../../../dist', import.meta.url));

export interface PageServer {
  readonly origin: string;
  /** Every socket is cut; the files are still served. */
  stopMeeting(): Promise<void>;
  startMeeting(): Promise<void>;
  close(): Promise<void>;
}

/** `environment` is that of `npm start`, as far as it is about STUN and TURN. */
export async function startServer(
  distDir = DIST_DIR,
  environment: NodeJS.ProcessEnv = {},
): Promise<PageServer> {
  if (!existsSync(distDir)) throw new Error('The page is not built yet: npm run build');
  const ice = readIce(environment);
  const first = await createSignalingServer({ distDir, port: 0, ice });
  const { port } = first;
  let close = () => first.close();
  const startMeeting = async () => {
    await close();
    const server = await createSignalingServer({ distDir, port, ice });
    close = () => server.close();
  };
  const stopMeeting = async () => {
    await close();
    const files = await serveFiles(distDir, port);
    close = () => closeFiles(files);
  };
  return {
    // By name: WebCrypto counts it as a secure context, and the page says so in its link.
    origin: `http://localhost:${port}`,
    stopMeeting,
    startMeeting,
    close: () => close(),
  };
}

async function serveFiles(distDir: string, port: number): Promise<Server> {
  const server = createServer(sirv(distDir, { dev: true }));
  server.on('upgrade', (_request, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
  return server;
}

async function closeFiles(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

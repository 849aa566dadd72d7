/** One port for everything a room needs: the built page, the meeting place, and a health check. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';
import { createEndpoint, type Endpoint, type EndpointOptions, SIGNAL_PATH } from './endpoint.ts';
import { SECURITY_HEADERS } from './headers.ts';

export interface ServerOptions extends EndpointOptions {
  /** Folder of the built page; without it only the meeting place is served. */
  readonly distDir?: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
}

export interface SignalingServer {
  readonly port: number;
  /** Drains and closes; resolves when the port is free. */
  close(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export async function createSignalingServer(options: ServerOptions): Promise<SignalingServer> {
  const endpoint = createEndpoint(options);
  const http = createServer(createHandler(endpoint, options.distDir));
  http.on('upgrade', (request, socket, head) => {
    if (pathOf(request) === SIGNAL_PATH) endpoint.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port, options.host, resolve);
  });
  const close = async () => {
    const closed = new Promise((resolve) => http.close(resolve));
    await endpoint.close();
    http.closeAllConnections();
    await closed;
  };
  return { port: (http.address() as AddressInfo).port, close };
}

function createHandler(endpoint: Endpoint, distDir: string | undefined): Handler {
  const serveFile = distDir === undefined ? sendNothing : createFileHandler(distDir);
  return (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return sendNothing(request, response);
    if (pathOf(request) === '/healthz') return sendHealth(endpoint, response);
    serveFile(request, response);
  };
}

/** Files are looked up when asked for, so a build under a running server is served whole. */
function createFileHandler(distDir: string): Handler {
  const serve = sirv(distDir, { dev: true, etag: true, setHeaders: setCaching });
  return (request, response) => {
    // sirv hands an inverted range to createReadStream, whose throw would end the process.
    delete request.headers.range;
    if (pathOf(request) === undefined) return sendNothing(request, response);
    serve(request, response, () => sendNothing(request, response));
  };
}

/** Built assets carry a hash of their content in their name: they never change. */
function setCaching(response: ServerResponse, path: string): void {
  if (!path.startsWith('/assets/')) return;
  response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
}

function sendHealth(endpoint: Endpoint, response: ServerResponse): void {
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Cache-Control', 'no-store');
  const uptimeSeconds = Math.floor(process.uptime());
  response.end(JSON.stringify({ status: 'ok', uptimeSeconds, ...endpoint.health() }));
}

function sendNothing(request: IncomingMessage, response: ServerResponse): void {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  response.writeHead(isRead ? 404 : 405, { 'Content-Length': 0 }).end();
}

/** Undefined for a path that climbs, or that is no path at all. */
function pathOf(request: IncomingMessage): string | undefined {
  const [path = ''] = (request.url ?? '').split('?');
  const isClimbing = /(^|[/\\]|%2f|%5c)(\.|%2e){2}([/\\]|%2f|%5c|$)/i.test(path);
  return path.startsWith('/') && !isClimbing ? path : undefined;
}

/**
 * Which STUN and TURN servers tabs are told to use, as the operator's environment says. A relay's
 * secret stays here: each tab gets a name and a password that end by themselves, by coturn's scheme
 * (draft-uberti-behave-turn-rest).
 */

import { createHmac, randomBytes } from 'node:crypto';
import { type IceServer, isIceOffer, isTurnUrl } from './protocol.ts';

export type IcePolicy = 'all' | 'relay';

/** As it is told to one tab. */
export interface IceOffer {
  readonly servers: readonly IceServer[];
  readonly policy: IcePolicy;
}

export interface IceSource {
  /** `now` is in milliseconds since 1970. */
  offer(now: number): IceOffer;
  /** How often connected tabs are told anew; undefined where nothing that is told ends. */
  readonly renewalMs: number | undefined;
}

/** Its message is a sentence for the operator. */
export class IceError extends Error {}

/** A day's work at a tab; a relayed link that lives longer is dialled anew. */
export const TURN_LIFETIME_SECONDS = 12 * 3_600;

type Environment = Readonly<Record<string, string | undefined>>;

/** Undefined when nothing is configured. Throws an IceError. */
export function readIce(
  environment: Environment,
  lifetimeSeconds = TURN_LIFETIME_SECONDS,
): IceSource | undefined {
  const fixed = readServers(environment.ICE_SERVERS ?? '');
  const turn = readTurn(environment);
  const policy = readPolicy(environment.ICE_TRANSPORT_POLICY ?? '');
  if (fixed.length === 0 && !turn && policy === 'all') return undefined;
  const offer = (now: number): IceOffer => ({
    servers: turn ? [...fixed, credentialed(turn, expiryOf(now, lifetimeSeconds))] : fixed,
    policy,
  });
  checkOffer(offer(Date.now()));
  return { offer, renewalMs: turn && (lifetimeSeconds * 1_000) / 2 };
}

interface Turn {
  readonly urls: readonly string[];
  readonly secret: string;
}

function readTurn({ TURN_URL = '', TURN_SECRET = '' }: Environment): Turn | undefined {
  if ((TURN_URL === '') !== (TURN_SECRET === '')) {
    throw new IceError('TURN_URL and TURN_SECRET belong together: set both, or none.');
  }
  return TURN_URL === '' ? undefined : { urls: splitList(TURN_URL), secret: TURN_SECRET };
}

function readPolicy(text: string): IcePolicy {
  if (text === '' || text === 'all') return 'all';
  if (text === 'relay') return 'relay';
  throw new IceError(`ICE_TRANSPORT_POLICY is "all" or "relay", not "${text}".`);
}

/** A JSON array of RTCIceServer, or addresses with commas between them. */
function readServers(text: string): IceServer[] {
  if (text === '') return [];
  if (!text.trimStart().startsWith('[')) return [{ urls: splitList(text) }];
  const value = parseJson(text);
  if (!Array.isArray(value)) throw new IceError('ICE_SERVERS begins like JSON and is none.');
  return value.map(readServer);
}

/** RTCIceServer allows one address without brackets; what else is wrong is found by checkOffer. */
function readServer(server: { urls?: unknown } | null): IceServer {
  const urls = server?.urls;
  return { ...server, urls: typeof urls === 'string' ? [urls] : urls } as IceServer;
}

function checkOffer({ servers, policy }: IceOffer): void {
  if (!servers.every(hasCredentials)) {
    throw new IceError(
      'A turn: address needs a username and a credential: give TURN_URL and TURN_SECRET, ' +
        'or write ICE_SERVERS as JSON.',
    );
  }
  if (!isIceOffer(servers)) {
    throw new IceError(
      'ICE_SERVERS and TURN_URL name at most 8 servers with at most 4 addresses each, ' +
        'of the form stun:host:port, turn:host:port or turns:host:port?transport=tcp.',
    );
  }
  const hasRelay = servers.some(({ urls }) => urls.some(isTurnUrl));
  if (policy === 'relay' && !hasRelay) {
    throw new IceError('ICE_TRANSPORT_POLICY=relay lets no tab link without a TURN server.');
  }
}

function hasCredentials({ urls, username, credential }: IceServer): boolean {
  const isRelay = Array.isArray(urls) && urls.some((url) => /^turns?:/.test(String(url)));
  return !isRelay || (username !== undefined && credential !== undefined);
}

function expiryOf(now: number, lifetimeSeconds: number): number {
  return Math.floor(now / 1_000) + lifetimeSeconds;
}

/** Its own name for each tab, so that a relay's quota for one is not used up by others. */
function credentialed({ urls, secret }: Turn, expirySeconds: number): IceServer {
  const username = `${expirySeconds}:${randomBytes(6).toString('hex')}`;
  const credential = createHmac('sha1', secret).update(username).digest('base64');
  return { urls, username, credential };
}

function splitList(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

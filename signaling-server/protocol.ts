/**
 * What a tab and the meeting place say to each other: JSON text, one object a frame, read strictly
 * on both sides. An unknown, missing or additional field is as wrong as a malformed one, so every
 * message has one meaning.
 */

import {
  ICE_CREDENTIAL_MAX_CHARACTERS,
  ICE_SERVERS_MAX,
  ICE_URL_MAX_CHARACTERS,
  ICE_URLS_MAX,
  SAMPLE_MAX_IDS,
  SIGNAL_MAX_BYTES,
} from '../src/util/limits.ts';

/** 32 hex digits: a topic derived from the room's secret, or a connection id drawn at random. */
export type Topic = string;
export type ConnectionId = string;

export type ClientMessage =
  | { readonly type: 'join'; readonly topic: Topic }
  /** `payload` is sealed by its sender; the server neither reads nor keeps it. */
  | { readonly type: 'relay'; readonly to: ConnectionId; readonly payload: string }
  /** Asks for other ids of the own topic, drawn afresh. */
  | { readonly type: 'sample' };

/** One STUN or TURN server; a relay has both a username and a credential. */
export interface IceServer {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/** `population` counts the connections of the topic, the receiver's included. */
export type ServerMessage =
  | {
      readonly type: 'joined';
      readonly id: ConnectionId;
      readonly peers: readonly ConnectionId[];
      readonly population: number;
    }
  | {
      readonly type: 'sample';
      readonly peers: readonly ConnectionId[];
      readonly population: number;
    }
  | { readonly type: 'population'; readonly population: number }
  /** `from` is written by the server, never taken from the sender. */
  | { readonly type: 'relay'; readonly from: ConnectionId; readonly payload: string }
  /** The addressee of a relay is not in the topic. */
  | { readonly type: 'gone'; readonly id: ConnectionId }
  /** How to be reached from other networks: before `joined`, and anew before credentials end. */
  | {
      readonly type: 'ice';
      readonly servers: readonly IceServer[];
      readonly policy: 'all' | 'relay';
    };

/** WebSocket close codes (RFC 6455, 7.4.1). */
export const CloseCode = {
  goingAway: 1001,
  binary: 1003,
  malformed: 1007,
  policy: 1008,
} as const;

type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

const PAYLOAD = new RegExp(`^[\\w.-]{1,${SIGNAL_MAX_BYTES}}$`);

const isId = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);
const isPayload = (value: unknown) => typeof value === 'string' && PAYLOAD.test(value);
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isSample = (value: unknown) =>
  Array.isArray(value) && value.length <= SAMPLE_MAX_IDS && value.every(isId);

/**
 * RFC 7064 and 7065. What a browser would refuse must not pass: every connection made with it would
 * fail, also those that owe nothing to the server.
 */
const ICE_HOST = String.raw`([A-Za-z\d]([A-Za-z\d.-]{0,251}[A-Za-z\d])?|\[[\dA-Fa-f:.]{2,45}\])`;
const ICE_PORT = String.raw`(?::(?<port>[1-9]\d{0,4}))?`;
const STUN_URL = new RegExp(`^stun:${ICE_HOST}${ICE_PORT}$`);
const TURN_URL = new RegExp(`^turns?:${ICE_HOST}${ICE_PORT}(\\?transport=(udp|tcp))?$`);

export function isTurnUrl(url: string): boolean {
  return TURN_URL.test(url);
}

/** Whether these servers may be told to tabs. */
export function isIceOffer(value: unknown): value is readonly IceServer[] {
  return Array.isArray(value) && value.length <= ICE_SERVERS_MAX && value.every(isIceServer);
}

function isIceServer(value: unknown): boolean {
  const { urls, username, credential, ...rest } = (value ?? {}) as Record<string, unknown>;
  if (!Array.isArray(urls) || urls.length < 1 || urls.length > ICE_URLS_MAX) return false;
  if (Object.keys(rest).length > 0 || !urls.every(isIceUrl)) return false;
  if (username === undefined && credential === undefined) return !urls.some(isTurnUrl);
  return isCredential(username) && isCredential(credential);
}

function isIceUrl(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > ICE_URL_MAX_CHARACTERS) return false;
  const found = STUN_URL.exec(value) ?? TURN_URL.exec(value);
  return found !== null && Number(found.groups?.port ?? 0) <= 0xffff;
}

function isCredential(value: unknown): boolean {
  const isText = typeof value === 'string' && value.length > 0;
  return isText && value.length <= ICE_CREDENTIAL_MAX_CHARACTERS;
}

const CLIENT_SHAPES: Readonly<Record<ClientMessage['type'], Shape>> = {
  join: { topic: isId },
  relay: { to: isId, payload: isPayload },
  sample: {},
};

const SERVER_SHAPES: Readonly<Record<ServerMessage['type'], Shape>> = {
  joined: { id: isId, peers: isSample, population: isCount },
  sample: { peers: isSample, population: isCount },
  population: { population: isCount },
  relay: { from: isId, payload: isPayload },
  gone: { id: isId },
  ice: { servers: isIceOffer, policy: (value) => value === 'all' || value === 'relay' },
};

/** Undefined for everything that is not exactly a message of a client. */
export function parseClientMessage(text: string): ClientMessage | undefined {
  return parse(text, CLIENT_SHAPES) as ClientMessage | undefined;
}

/** Undefined for everything that is not exactly a message of a server. */
export function parseServerMessage(text: string): ServerMessage | undefined {
  return parse(text, SERVER_SHAPES) as ServerMessage | undefined;
}

function parse(text: string, shapes: Readonly<Record<string, Shape>>): object | undefined {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { type, ...fields } = value as Record<string, unknown>;
  // `hasOwn`, because a type named "constructor" would find the prototype's.
  if (typeof type !== 'string' || !Object.hasOwn(shapes, type)) return undefined;
  const shape = shapes[type] ?? {};
  if (Object.keys(fields).length !== Object.keys(shape).length) return undefined;
  const sound = Object.entries(shape).every(([name, holds]) => holds(fields[name]));
  return sound ? value : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

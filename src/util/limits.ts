/**
 * Every bound on what the outside can make us hold or do, with its reason. A limit that is reached
 * costs the one who reached it, never anybody else.
 */

/** Whole protocol messages; a block of 400,000 weight is at most 400,000 bytes (PROTOCOL 5). */
export const MESSAGE_MAX_BYTES = 512 * 1024;
/** Small enough that a fresh block waits for at most one of them; 16 kB costs 10 % of the rate. */
export const FRAGMENT_MAX_BYTES = 16 * 1024;
/** A message whose fragments take longer than this is given up with its link. */
export const REASSEMBLY_TIMEOUT_MS = 15_000;
/** A link whose buffer stays above BACKLOG_MAX_BYTES this long is not reading: it is dropped. */
export const BACKLOG_MAX_BYTES = 1024 * 1024;
export const BACKLOG_TIMEOUT_MS = 15_000;
/** Data channel buffer marks between which our own queue feeds it. */
export const CHANNEL_HIGH_WATER_BYTES = 512 * 1024;
export const CHANNEL_LOW_WATER_BYTES = 128 * 1024;
/** In-flight dials: Chromium counts closed connections against its own cap until collected. */
export const DIALS_MAX = 3;
/** An unanswered offer never fails by itself. */
export const DIAL_TIMEOUT_MS = 20_000;
/** Links of one tab; a full mesh to 12 nodes and 16 inbound beyond (PROTOCOL 6). */
export const LINKS_MAX = 24;
/** Ids of other tabs remembered from the meeting place; a hostile server may send ten thousand. */
export const KNOWN_TABS_MAX = 256;
/** A sealed offer or answer in text; real ones measure 2 to 4 kB. */
export const SIGNAL_MAX_BYTES = 32 * 1024;

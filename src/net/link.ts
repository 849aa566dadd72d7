/** The words for one channel to one tab, shared by the protocol and by what carries it. */

/** A tab as the meeting place knows it: the signaling connection id, at most 64 characters. */
export type PeerId = string;
/** One link to one tab, numbered by the transport, never reused within one start of the page. */
export type LinkId = number;
/** Control messages and fresh blocks overtake bulk answers on the same link. */
export type Lane = 'prompt' | 'bulk';

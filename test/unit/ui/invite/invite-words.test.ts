import { describe, expect, it } from 'vitest';
import type { PeerRow } from '../../../../src/node/api.ts';
import { parseAddress } from '../../../../src/ui/address.ts';
import {
  expirySentence,
  headingOf,
  invitationLink,
  linkedSentence,
  progressSentence,
} from '../../../../src/ui/invite/invite-words.ts';
import { FIXTURES } from '../../../support/fixture-snapshots.ts';

function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll(/[\u2068\u2069]/g, '');
}

const handover = { id: 'a', text: 'TEXT', expiresAt: 0, linked: Promise.resolve() };

describe('meeting by hand in words', () => {
  it('names each step', () => {
    expect(headingOf({ kind: 'idle' })).toBe('Link without the server');
    expect(headingOf({ kind: 'making', role: 'inviter' })).toBe('Invite one tab');
    expect(headingOf({ kind: 'waiting', role: 'newcomer', handover })).toBe(
      'Answer the invitation',
    );
    expect(headingOf({ kind: 'failed', role: 'inviter', sentence: '' })).toBe('No link was made');
  });

  it('keeps its heading while an invitation is made and waits, so that the focus stays', () => {
    const making = headingOf({ kind: 'making', role: 'inviter' });
    expect(headingOf({ kind: 'waiting', role: 'inviter', handover })).toBe(making);
    expect(headingOf({ kind: 'linking', role: 'inviter', handover })).toBe(making);
  });

  it('tells who is waited for', () => {
    expect(progressSentence({ kind: 'waiting', role: 'inviter', handover })).toContain('answer');
    expect(progressSentence({ kind: 'waiting', role: 'newcomer', handover })).toContain(
      'the other tab',
    );
    expect(progressSentence({ kind: 'linked', role: 'inviter' })).toBe('');
  });

  it('counts the time of an invitation down', () => {
    expect(plain(expirySentence(598))).toBe('Good for 10 min more.');
    expect(plain(expirySentence(45))).toBe('Good for 45 s more.');
    expect(expirySentence(0)).toBe('Its time is over.');
  });

  it('makes a link that leads into the room with the invitation in hand', () => {
    const link = invitationLink('https://a.example/#/r/CODE', 'AB-C2');
    expect(parseAddress(new URL(link).hash)).toMatchObject({
      code: 'CODE',
      query: { invite: 'AB-C2' },
    });
  });
});

describe('whom the invitation brought', () => {
  const peer = (id: number, changes: Partial<PeerRow>): PeerRow => ({
    ...FIXTURES.room.peers[0]!,
    id,
    ...changes,
  });
  const said = (peers: readonly PeerRow[]) =>
    plain(linkedSentence({ peers, before: new Set([1]) }));

  it('is the newcomer among the peers, and not whoever came another way', () => {
    const others = [peer(1, { name: 'Moth' }), peer(2, { name: 'Lynx', reachedBy: 'neighbour' })];
    const newcomer = peer(3, { name: 'Amber Otter', reachedBy: 'invitation' });
    expect(said([...others, newcomer])).toBe('Linked with Amber Otter.');
  });

  it('may have no name, or not have said it yet', () => {
    expect(said([peer(2, { name: '' })])).toBe('Linked with another tab.');
    expect(said([peer(2, { state: 'greeting' })])).toContain('say hello');
    expect(said([peer(1, { name: 'Moth' })])).toContain('say hello');
  });
});

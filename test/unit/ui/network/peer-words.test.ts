import { describe, expect, it } from 'vitest';
import type { PeerRow } from '../../../../src/node/api.ts';
import type { MeetingState } from '../../../../src/node/ports.ts';
import {
  meetingSentence,
  reachWords,
  relationWords,
} from '../../../../src/ui/network/peer-words.ts';
import { FIXTURES } from '../../../support/fixture-snapshots.ts';

function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

const peer: PeerRow = FIXTURES.room.peers[0]!;

describe('how far a peer is', () => {
  it.each([
    [{ relation: 'in-step' }, 'in step'],
    [{ relation: 'behind', height: 4998 }, '2 behind'],
    [{ relation: 'ahead', height: 6200 }, '1 200 ahead'],
    [{ relation: 'behind', height: -1 }, 'behind'],
    [{ relation: 'unknown', height: -1 }, 'tip not known yet'],
    [{ relation: 'in-step', state: 'greeting' }, 'saying hello'],
  ] as const)('with %o is "%s"', (changes, words) => {
    expect(plain(relationWords({ ...peer, ...changes }, 5000))).toBe(words);
  });
});

describe('how a peer was met', () => {
  it.each([
    [{ reachedBy: 'meeting-place', outbound: true }, 'found at the meeting place'],
    [{ reachedBy: 'meeting-place', outbound: false }, 'found us at the meeting place'],
    [{ reachedBy: 'neighbour', outbound: true }, 'found through a neighbour'],
    [{ reachedBy: 'neighbour', outbound: false }, 'found us through a neighbour'],
    [{ reachedBy: 'invitation', outbound: true }, 'invited by this tab'],
    [{ reachedBy: 'invitation', outbound: false }, 'invited this tab'],
  ] as const)('with %o is "%s"', (changes, words) => {
    expect(reachWords({ ...peer, ...changes })).toBe(words);
  });
});

describe('the meeting place in words', () => {
  const online = (population: number): MeetingState => ({ status: 'online', population });
  const offline: MeetingState = { status: 'offline', population: 0 };
  const said = (meeting: MeetingState, linked: number, active = true) =>
    plain(meetingSentence(meeting, active, linked));

  it('does not count this tab as company', () => {
    expect(said(online(1), 0)).toBe('The meeting place sees no other tab in this room.');
    expect(said(online(2), 0)).toBe('The meeting place sees 1 other tab here.');
  });

  it('says how many of those who are here are linked', () => {
    expect(said(online(2), 1)).toBe('1 other tab here, linked with it.');
    expect(said(online(4), 3)).toBe('3 other tabs here, linked with all of them.');
    expect(said(online(4), 1)).toBe('3 other tabs here, linked with 1 of them.');
  });

  it('explains why a tab of a large room is not linked with all', () => {
    expect(said(online(15), 11)).toBe(
      '14 other tabs here, linked with 11 of them. Blocks reach the rest through these.',
    );
  });

  it('claims nothing about tabs that the meeting place does not see', () => {
    expect(said(online(1), 3)).toBe('Linked with 3 other tabs.');
  });

  it('says what goes on without it, and how new tabs join', () => {
    expect(said(offline, 3)).toMatch(/Links go on .+ through neighbours; .+ join by an invitation/);
    expect(said(offline, 0)).toContain('An invitation links this tab');
  });

  it('does not blame the server for a browser without WebRTC', () => {
    expect(said({ ...offline, reason: 'no-webrtc' }, 0)).toContain('no WebRTC');
  });

  it('is silent about a network that is off', () => {
    expect(said(online(3), 0, false)).toContain('Links are closed');
  });
});

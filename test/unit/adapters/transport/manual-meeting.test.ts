import type SimplePeer from 'simple-peer';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createInvitationText } from '../../../../src/adapters/transport/invitation-text.ts';
import { ManualMeeting } from '../../../../src/adapters/transport/manual-meeting.ts';
import { RtcLinks } from '../../../../src/adapters/transport/rtc-links.ts';
import { FakeSimplePeer } from '../../../support/fake-simple-peer.ts';
import { CHROMIUM_SDP } from '../../../support/browser-sdp.ts';

const TOPIC = 'a'.repeat(32);
const KEY = new Uint8Array(32).fill(7);
const INVITATIONS_MAX = 4;
const LIFETIME_MS = 600_000;
const SKEW_MS = 60_000;
const REMEMBERED_MAX = 16;
const DIALS_MAX = 3;
const DIAL_TIMEOUT_MS = 20_000;
const NOW = 1_700_000_000_000;
const Peer = FakeSimplePeer as unknown as SimplePeer.SimplePeer;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: NOW });
  vi.stubGlobal('RTCPeerConnection', class extends EventTarget {});
  FakeSimplePeer.made.length = 0;
  FakeSimplePeer.sdp = CHROMIUM_SDP;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** One tab; `ups` are the links it told of. */
function createTab(refusal?: 'invitation-no-webrtc') {
  const heard: string[] = [];
  let ids = 0;
  const links = new RtcLinks({
    nextLink: () => ++ids,
    ice: () => ({ servers: [], policy: 'all' }),
    refusedIce: () => {},
    described: () => {},
    events: {
      missed: (peer) => void heard.push(`missed ${peer}`),
      up: ({ peer, outbound }) => void heard.push(`up ${peer} ${outbound ? 'out' : 'in'}`),
      message: () => {},
      down: ({ peer }) => void heard.push(`down ${peer}`),
    },
  });
  links.begin(Peer);
  const text = createInvitationText(KEY, TOPIC);
  const meeting = new ManualMeeting(links, text, Promise.resolve(refusal));
  return { meeting, links, heard };
}

const newest = () => FakeSimplePeer.made.at(-1)!;
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: { code?: string }) => error.code,
  );

/** An inviter and a newcomer whose answer is on its way. */
async function meet() {
  const [inviter, newcomer] = [createTab(), createTab()];
  const invitation = await inviter.meeting.invite();
  const near = newest();
  const answer = await newcomer.meeting.answer(invitation.text);
  return { inviter, newcomer, invitation, answer, near, far: newest() };
}

describe('meeting by hand', () => {
  it('links two tabs by an offer and an answer', async () => {
    const { inviter, newcomer, invitation, answer, near, far } = await meet();
    expect(far.signals).toMatchObject([{ type: 'offer' }]);
    const accepted = inviter.meeting.accept(answer.text);
    await expect.poll(() => near.signals).toMatchObject([{ type: 'answer' }]);
    near.emit('connect');
    far.emit('connect');
    await Promise.all([accepted, invitation.linked, answer.linked]);
    expect(answer.id).toBe(invitation.id);
    expect(inviter.heard).toEqual([`up invitation-${invitation.id} out`]);
    expect(newcomer.heard).toEqual([`up invitation-${invitation.id} in`]);
  });

  it('says until when its texts are of use', async () => {
    const { invitation, answer } = await meet();
    expect(invitation.expiresAt).toBe(NOW + LIFETIME_MS);
    expect(answer.expiresAt).toBe(NOW + LIFETIME_MS);
  });

  it('waits ten minutes, and then says that it was too long', async () => {
    const { inviter, invitation, answer, far } = await meet();
    await vi.advanceTimersByTimeAsync(LIFETIME_MS - 1_000);
    expect(far.isDestroyed).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await code(invitation.linked)).toBe('invitation-expired');
    expect(await code(answer.linked)).toBe('invitation-expired');
    expect(await code(inviter.meeting.accept(answer.text))).toBe('invitation-expired');
    expect(inviter.heard).toEqual([]);
  });

  it('an invitation of another time is refused, with a minute for clocks that differ', async () => {
    const { newcomer, invitation } = await meet();
    newcomer.meeting.withdraw(invitation.id);
    vi.setSystemTime(NOW + LIFETIME_MS + SKEW_MS);
    await newcomer.meeting.answer(invitation.text);
    newcomer.meeting.withdraw(invitation.id);
    vi.setSystemTime(NOW + LIFETIME_MS + SKEW_MS + 1);
    expect(await code(newcomer.meeting.answer(invitation.text))).toBe('invitation-expired');
  });

  it('four are open at a time, made and answered, and each that ends makes room', async () => {
    const { meeting } = createTab();
    const others = [createTab(), createTab(), createTab()];
    const foreign = await Promise.all(others.map((other) => other.meeting.invite()));
    const own = [await meeting.invite(), await meeting.invite()];
    for (const { text } of foreign.slice(0, INVITATIONS_MAX - 2)) await meeting.answer(text);
    expect(await code(meeting.invite())).toBe('invitation-too-many');
    expect(await code(meeting.answer(foreign[2]!.text))).toBe('invitation-too-many');
    meeting.withdraw(own[0]!.id);
    expect(await code(own[0]!.linked)).toBe('invitation-withdrawn');
    await meeting.invite();
  });

  it('takes no turn from dials that machines make', async () => {
    const { meeting, links } = createTab();
    for (let count = 0; count < INVITATIONS_MAX; count += 1) await meeting.invite();
    for (const peer of ['a', 'b', 'c', 'd']) links.dial(peer);
    expect(FakeSimplePeer.made).toHaveLength(INVITATIONS_MAX + DIALS_MAX);
  });

  it('refuses its own invitation, and each one a second time', async () => {
    const { inviter, newcomer, invitation, answer, near, far } = await meet();
    expect(await code(inviter.meeting.answer(invitation.text))).toBe('invitation-own');
    expect(await code(newcomer.meeting.answer(invitation.text))).toBe('invitation-used');
    void inviter.meeting.accept(answer.text);
    await expect.poll(() => near.signals).toHaveLength(1);
    expect(await code(inviter.meeting.accept(answer.text))).toBe('invitation-used');
    near.emit('connect');
    far.emit('connect');
    expect(await code(inviter.meeting.accept(answer.text))).toBe('invitation-used');
    expect(await code(newcomer.meeting.answer(invitation.text))).toBe('invitation-used');
  });

  it('refuses answers to what it did not ask', async () => {
    const { newcomer, invitation, answer } = await meet();
    expect(await code(createTab().meeting.accept(answer.text))).toBe('invitation-unknown');
    expect(await code(newcomer.meeting.accept(answer.text))).toBe('invitation-unknown');
    expect(await code(newcomer.meeting.accept(invitation.text))).toBe('invitation-is-offer');
    expect(await code(newcomer.meeting.answer(answer.text))).toBe('invitation-is-answer');
  });

  it('says what became of 16 that are over', async () => {
    const { meeting } = createTab();
    const other = createTab();
    const answers: string[] = [];
    for (let count = 0; count < REMEMBERED_MAX + 1; count += 1) {
      const { id, text } = await meeting.invite();
      answers.push((await other.meeting.answer(text)).text);
      meeting.withdraw(id);
      other.meeting.withdraw(id);
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(await code(meeting.accept(answers[0]!))).toBe('invitation-unknown');
    expect(await code(meeting.accept(answers[1]!))).toBe('invitation-withdrawn');
  });

  it('says so when the networks have no way to each other', async () => {
    const { inviter, invitation, answer, near, far } = await meet();
    const accepted = inviter.meeting.accept(answer.text);
    await expect.poll(() => near.signals).toHaveLength(1);
    near.destroy(Object.assign(new Error('failed'), { code: 'ERR_ICE_CONNECTION_FAILURE' }));
    expect(await code(accepted)).toBe('invitation-unreachable');
    expect(await code(invitation.linked)).toBe('invitation-unreachable');
    far.destroy(Object.assign(new Error('failed'), { code: 'ERR_CONNECTION_FAILURE' }));
    expect(await code(answer.linked)).toBe('invitation-impatient');
  });

  it('from the answer on takes no longer than a dial', async () => {
    const { inviter, answer, near } = await meet();
    const accepted = code(inviter.meeting.accept(answer.text));
    await expect.poll(() => near.signals).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(DIAL_TIMEOUT_MS);
    expect(await accepted).toBe('invitation-unreachable');
  });

  it('ends when the network is switched off, and links that came of it stay told', async () => {
    const { inviter, newcomer, invitation, answer, far } = await meet();
    far.emit('connect');
    await answer.linked;
    inviter.links.refuse('stopped');
    newcomer.links.refuse('stopped');
    expect(await code(invitation.linked)).toBe('invitation-offline');
    await answer.linked;
    expect(newcomer.heard.at(-1)).toBe(`down invitation-${answer.id}`);
  });

  it('is refused where there is no WebRTC', async () => {
    const { meeting } = createTab('invitation-no-webrtc');
    expect(await code(meeting.invite())).toBe('invitation-no-webrtc');
    expect(await code(meeting.answer('x'))).toBe('invitation-no-webrtc');
  });

  it('leaves nothing open when the browser describes itself in an unknown way', async () => {
    const { meeting } = createTab();
    FakeSimplePeer.sdp = CHROMIUM_SDP.replace('a=mid:0', 'a=mid:data');
    for (let count = 0; count <= INVITATIONS_MAX; count += 1) {
      expect(await code(meeting.invite())).toBe('invitation-undescribed');
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(FakeSimplePeer.made.every(({ isDestroyed }) => isDestroyed)).toBe(true);
  });
});

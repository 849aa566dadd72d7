import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import {
  createInvitationText,
  type HandoverContent,
} from '../../../../src/adapters/transport/invitation-text.ts';
import { candidatesOf } from '../../../../src/adapters/transport/compact-description.ts';
import { CHROMIUM_SDP, FIREFOX_SDP } from '../../../support/browser-sdp.ts';

const TOPIC = 'a'.repeat(32);
const KEY = new Uint8Array(32).fill(7);
const CONTENT: HandoverContent = {
  kind: 'offer',
  id: '0123456789abcdef',
  madeAt: 1_700_000_000,
  sdp: CHROMIUM_SDP,
};
const USUAL_MAX_CHARACTERS = 350;
const TEXT_MAX_CHARACTERS = 4_096;

const codec = createInvitationText(KEY, TOPIC);
const code = (reading: Promise<unknown>) =>
  reading.then(
    () => 'none',
    (error: { code?: string }) => error.code,
  );

describe('invitation text', () => {
  it.each(['offer', 'answer'] as const)('carries an %s', async (kind) => {
    const text = await codec.write({ ...CONTENT, kind });
    expect(text).toMatch(kind === 'offer' ? /^TAB-OFFER-[0-9A-Z]+$/ : /^TAB-ANSWER-[0-9A-Z]+$/);
    const { sdp, ...rest } = await createInvitationText(KEY, TOPIC).read(text, kind);
    expect(rest).toEqual({ kind, id: CONTENT.id, madeAt: CONTENT.madeAt });
    expect(candidatesOf(sdp)).toHaveLength(5);
  });

  it('is short enough for chats and for a phone’s camera', async () => {
    for (const sdp of [CHROMIUM_SDP, FIREFOX_SDP]) {
      const text = await codec.write({ ...CONTENT, sdp });
      expect(text.length).toBeLessThanOrEqual(USUAL_MAX_CHARACTERS);
      const link = `https://tabs.example/#/r/${'x'.repeat(56)}?invite=${text}`;
      // 73 modules are version 14; phones read up to version 20 off a screen without trouble.
      expect(encode(link).size).toBeLessThanOrEqual(75);
      expect(encode(text).size).toBeLessThanOrEqual(63);
    }
  });

  it('is found in a link, among words, broken into lines, and in either case', async () => {
    const text = await codec.write(CONTENT);
    const shapes = [
      `https://x.example/#/r/abc?invite=${text}`,
      `Come in: ${text} (it is good for ten minutes)`,
      `${text.slice(0, 40)}\n${text.slice(40, 80)}\r\n  ${text.slice(80)}`,
      text.toLowerCase(),
      text.replaceAll('0', 'o').replaceAll('1', 'l'),
    ];
    for (const shape of shapes) {
      expect((await codec.read(shape, 'offer')).id).toBe(CONTENT.id);
    }
  });

  it('is sealed anew each time, and shows nothing of what it says', async () => {
    const [first, second] = await Promise.all([codec.write(CONTENT), codec.write(CONTENT)]);
    expect(first.slice(20, 40)).not.toBe(second.slice(20, 40));
  });

  it.each(['', 'hello', 'TAB-OFFER-', 'TABOFFER-00000000', 'https://x.example/#/r/abc'])(
    '%j is none',
    async (text) => {
      expect(await code(codec.read(text, 'offer'))).toBe('invitation-none');
    },
  );

  it('is not looked for in more than 4,096 characters', async () => {
    const text = await codec.write(CONTENT);
    const fill = ' '.repeat(TEXT_MAX_CHARACTERS - text.length);
    expect(await code(codec.read(fill + text, 'offer'))).toBe('none');
    expect(await code(codec.read(` ${fill}${text}`, 'offer'))).toBe('invitation-none');
  });

  it('is called damaged wherever it is cut or changed', async () => {
    const text = await codec.write(CONTENT);
    const start = 'TAB-OFFER-'.length;
    for (let at = start; at < text.length; at += 1) {
      const other = text[at] === '7' ? '8' : '7';
      const changed = `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
      expect(await code(codec.read(changed, 'offer'))).toBe('invitation-damaged');
      if (at === start) continue;
      expect(await code(codec.read(text.slice(0, at), 'offer'))).toBe('invitation-damaged');
    }
    expect(await code(codec.read(`${text}0`, 'offer'))).toBe('invitation-damaged');
    expect(await code(codec.read(`${text}U`, 'offer'))).toBe('invitation-damaged');
  });

  it('of another room, or under a false name, opens nothing', async () => {
    const text = await codec.write(CONTENT);
    const strangers = [
      createInvitationText(new Uint8Array(32).fill(8), TOPIC),
      createInvitationText(KEY, 'b'.repeat(32)),
    ];
    for (const stranger of strangers) {
      expect(await code(stranger.read(text, 'offer'))).toBe('invitation-other-room');
    }
    const renamed = text.replace('OFFER', 'ANSWER');
    expect(await code(codec.read(renamed, 'answer'))).toBe('invitation-other-room');
  });

  it('of the other kind is called by its name', async () => {
    const offer = await codec.write(CONTENT);
    const answer = await codec.write({ ...CONTENT, kind: 'answer' });
    expect(await code(codec.read(offer, 'answer'))).toBe('invitation-is-offer');
    expect(await code(codec.read(answer, 'offer'))).toBe('invitation-is-answer');
  });

  it('cannot be written for a browser that describes itself otherwise', async () => {
    const sdp = CHROMIUM_SDP.replace('a=mid:0', 'a=mid:data');
    expect(await code(codec.write({ ...CONTENT, sdp }))).toBe('invitation-undescribed');
  });
});

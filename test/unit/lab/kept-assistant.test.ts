import { describe, expect, it } from 'vitest';
import { createAssistant } from '../../../src/lab/forge-assistant.ts';
import { keepAssistant } from '../../../src/lab/kept-assistant.ts';

const SECRET = new Uint8Array(32).fill(7);

/** Workers of which the first so many stop at their first question. */
function keepWith(failing: number) {
  const ended: number[] = [];
  let started = 0;
  const assistant = keepAssistant((failed) => {
    const own = (started += 1);
    const real = createAssistant();
    const answer = <Answer>(given: () => Answer): Promise<Answer> => {
      if (own > failing) return Promise.resolve(given());
      failed();
      return new Promise(() => {});
    };
    return {
      assistant: {
        open: (secret) => answer(() => real.open(secret)),
        sign: (message) => answer(() => real.sign(message)),
        tamper: (block, edit) => answer(() => real.tamper(block, edit)),
      },
      end: () => void ended.push(own),
    };
  });
  return { assistant, ended, started: () => started };
}

describe('the forger’s assistant', () => {
  it('starts with the first question, and once', async () => {
    const { assistant, started } = keepWith(0);
    expect(started()).toBe(0);
    const key = await assistant.open(SECRET);
    expect(key).toHaveLength(32);
    expect(await assistant.sign(key)).toHaveLength(64);
    expect(started()).toBe(1);
  });

  it('that stops by a fault tells who waits, and is another one at the next question', async () => {
    const { assistant, ended, started } = keepWith(2);
    await expect(assistant.open(SECRET)).rejects.toThrow('failed');
    await expect(assistant.open(SECRET)).rejects.toThrow('failed');
    expect(await assistant.open(SECRET)).toHaveLength(32);
    expect(started()).toBe(3);
    expect(ended).toEqual([1, 2]);
  });
});

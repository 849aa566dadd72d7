/**
 * An assistant in a Worker, whichever one lives: it starts with the first question, and where it
 * stops by a fault whoever waits for it is told, and the next question starts another.
 */

import type { RemoteAssistant } from './forge-assistant.ts';

export interface StartedAssistant {
  readonly assistant: RemoteAssistant;
  end(): void;
}

interface Session extends StartedAssistant {
  /** Rejects when its Worker stops. */
  readonly failure: Promise<never>;
}

/** `start` is to call `failed` when the Worker stops or does not load. */
export function keepAssistant(start: (failed: () => void) => StartedAssistant): RemoteAssistant {
  let session: Session | undefined;

  function begin(): Session {
    let reject: (why: Error) => void;
    const failure = new Promise<never>((_, refuse) => (reject = refuse));
    // It may fail while nothing is asked of it.
    failure.catch(() => {});
    const started = start(() => {
      if (session !== mine) return;
      session = undefined;
      started.end();
      reject(new Error('failed'));
    });
    const mine: Session = { ...started, failure };
    return mine;
  }

  async function ask<Answer>(question: (it: RemoteAssistant) => Promise<Answer>): Promise<Answer> {
    const asked = (session ??= begin());
    return Promise.race([question(asked.assistant), asked.failure]);
  }

  return {
    open: (secret) => ask((it) => it.open(secret)),
    sign: (message) => ask((it) => it.sign(message)),
    tamper: (block, edit) => ask((it) => it.tamper(block, edit)),
  };
}

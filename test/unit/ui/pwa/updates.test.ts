import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

type Updates = typeof import('../../../../src/ui/pwa/updates.ts');

const ENTRY = 'https://example.org/assets/index.js';
const HOUR_MS = 3_600_000;

class Worker extends EventTarget {
  state = 'installing';
  readonly heard: unknown[] = [];

  postMessage(message: unknown): void {
    this.heard.push(message);
  }

  become(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

class Registration extends EventTarget {
  installing: Worker | null = null;
  waiting: Worker | null = null;
  active: Worker | null = null;
  asked = 0;

  async update(): Promise<void> {
    this.asked += 1;
  }
}

const reload = vi.fn();
let now = 0;

async function open(container: Readonly<Record<string, unknown>> | undefined): Promise<Updates> {
  vi.resetModules();
  vi.stubGlobal('navigator', { serviceWorker: container });
  const updates = await import('../../../../src/ui/pwa/updates.ts');
  await updates.registerServiceWorker(ENTRY);
  return updates;
}

function containerOf(it: Registration, controller: Worker | null = null) {
  const target = new EventTarget() as EventTarget & Record<string, unknown>;
  return Object.assign(target, { controller, register: vi.fn(async () => it) });
}

beforeEach(() => {
  now = 0;
  reload.mockReset();
  const shown = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('document', shown);
  vi.stubGlobal('location', { reload });
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('the service worker', () => {
  it('is done without where the browser has none', async () => {
    expect((await open(undefined)).isUpdateReady.value).toBe(false);
  });

  it('is not read from a cache, and is told which page opened', async () => {
    const controller = new Worker();
    const container = containerOf(new Registration(), controller);
    await open(container);
    expect(container.register).toHaveBeenCalledWith('sw.js', { updateViaCache: 'none' });
    expect(controller.heard).toEqual([{ type: 'opened', entry: ENTRY }]);
  });

  it('that is the first one ever is no update', async () => {
    const kept = new Registration();
    const { isUpdateReady } = await open(containerOf(kept));
    kept.installing = new Worker();
    kept.dispatchEvent(new Event('updatefound'));
    kept.installing.become('installed');
    expect(isUpdateReady.value).toBe(false);
  });

  it('of a new version is told when all of it is there, or was there already', async () => {
    const kept = Object.assign(new Registration(), { active: new Worker() });
    const { isUpdateReady } = await open(containerOf(kept, kept.active));
    kept.installing = new Worker();
    kept.dispatchEvent(new Event('updatefound'));
    expect(isUpdateReady.value).toBe(false);
    kept.installing.become('installed');
    expect(isUpdateReady.value).toBe(true);

    const waiting = Object.assign(new Registration(), {
      active: new Worker(),
      waiting: new Worker(),
    });
    expect((await open(containerOf(waiting))).isUpdateReady.value).toBe(true);
  });

  it('that another tab has let take over is told, and nothing reloads', async () => {
    const container = containerOf(new Registration(), new Worker());
    const { isUpdateReady } = await open(container);
    container.dispatchEvent(new Event('controllerchange'));
    expect(isUpdateReady.value).toBe(true);
    expect(reload).not.toHaveBeenCalled();
  });

  it('takes over on the user’s word, and then the page reloads', async () => {
    const waiting = new Worker();
    const kept = Object.assign(new Registration(), { active: new Worker(), waiting });
    const { takeUpdate } = await open(containerOf(kept));
    takeUpdate();
    expect(waiting.heard).toEqual([{ type: 'take-over' }]);
    waiting.become('activating');
    expect(reload).not.toHaveBeenCalled();
    waiting.become('activated');
    expect(reload).toHaveBeenCalledOnce();
  });

  it('that took over elsewhere needs a reload alone', async () => {
    const { takeUpdate } = await open(containerOf(new Registration(), new Worker()));
    takeUpdate();
    expect(reload).toHaveBeenCalledOnce();
  });

  it('is asked for news once an hour, when the tab is looked at', async () => {
    const kept = new Registration();
    await open(containerOf(kept));
    const look = () => document.dispatchEvent(new Event('visibilitychange'));
    look();
    expect(kept.asked).toBe(0);
    now = HOUR_MS;
    look();
    look();
    expect(kept.asked).toBe(1);
    Object.assign(document, { visibilityState: 'hidden' });
    now = 3 * HOUR_MS;
    look();
    expect(kept.asked).toBe(1);
  });
});

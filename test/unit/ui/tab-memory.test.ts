import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTabMemory } from '../../../src/ui/tab-memory.ts';

afterEach(() => void vi.unstubAllGlobals());

describe('the memory of a tab', () => {
  it('keeps what it was told of one room apart from that of another', () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => void kept.set(key, text),
    });
    createTabMemory('maple').remember('slot', '3');
    expect(createTabMemory('maple').recall('slot')).toBe('3');
    expect(createTabMemory('birch').recall('slot')).toBeUndefined();
  });

  it('is empty where a browser refuses it, and complains to nobody', () => {
    const refuse = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    vi.stubGlobal('sessionStorage', { getItem: refuse, setItem: refuse });
    const memory = createTabMemory('maple');
    memory.remember('slot', '3');
    expect(memory.recall('slot')).toBeUndefined();
  });
});

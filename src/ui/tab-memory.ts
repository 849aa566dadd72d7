/**
 * What a tab remembers of a room over a reload, and no other tab sees: two tabs of one room may
 * want different things. Private windows may refuse to remember, which only costs the comfort.
 */

export interface TabMemory {
  recall(key: string): string | undefined;
  remember(key: string, text: string): void;
}

export function createTabMemory(topic: string): TabMemory {
  return {
    recall(key) {
      try {
        return sessionStorage.getItem(`${key}.${topic}`) ?? undefined;
      } catch {
        return undefined;
      }
    },
    remember(key, text) {
      try {
        sessionStorage.setItem(`${key}.${topic}`, text);
      } catch {
        // Nothing depends on it.
      }
    },
  };
}

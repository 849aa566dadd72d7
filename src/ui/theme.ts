/**
 * Light, dark, or as the device says. The choice is kept in localStorage, which throws where the
 * browser forbids site data: the theme then simply lasts as long as the page.
 */

import { type Signal, effect, signal } from '@preact/signals';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORAGE_KEY = 'tabchain.theme';

function isTheme(value: unknown): value is Theme {
  return THEMES.some((theme) => theme === value);
}

function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return isTheme(stored) ? stored : 'auto';
  } catch {
    return 'auto';
  }
}

function storeTheme(theme: Theme): void {
  try {
    localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // Private windows refuse: the choice is lost with the page, as the browser's user wanted.
  }
}

/** The colour of the window of an installed page, and of a phone's bars: that of the paper. */
const PAPER = { light: '#faf8f4', dark: '#14171a' } as const;

/** Two elements of the page's head, one for each scheme of the device. */
function dyeWindow(theme: Theme): void {
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const own = meta.media.includes('dark') ? 'dark' : 'light';
    meta.content = PAPER[theme === 'auto' ? own : theme];
  }
}

export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
}

/** The theme as a signal that dresses the document and is remembered. */
export function createTheme(): Signal<Theme> {
  const theme = signal(storedTheme());
  effect(() => {
    document.documentElement.dataset['theme'] = theme.value;
    dyeWindow(theme.value);
    storeTheme(theme.value);
  });
  return theme;
}

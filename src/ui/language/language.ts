/**
 * The language of the page. English is written where it is said; every other language is one flat
 * catalogue, from the English message to its own, fetched when it is chosen.
 */

import { signal } from '@preact/signals';

/** Each by its own name. */
export const LANGUAGES = {
  en: 'English',
  it: 'Italiano',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
} as const;

export type Language = keyof typeof LANGUAGES;

/** One text, or one for "one" and one for all other counts. */
export type Catalogue = Readonly<Record<string, string | readonly string[]>>;

interface Spoken {
  readonly language: Language;
  readonly catalogue: Catalogue;
}

const KEY = 'tabchain.language';

/** Both change at once: a page half in one language would be drawn in between. */
const spoken = signal<Spoken>({ language: 'en', catalogue: {} });

/** Read while drawing, so that a component is drawn anew when it changes. */
export function language(): Language {
  return spoken.value.language;
}

export function catalogue(): Catalogue {
  return spoken.value.catalogue;
}

/** Counts the choices: a catalogue that comes late must not undo a later one. */
let choices = 0;

/**
 * Resolves to whether it is spoken now, and false where another one was chosen meanwhile. Rejects,
 * and changes nothing, when the catalogue does not load.
 */
export async function speak(chosen: Language): Promise<boolean> {
  choices += 1;
  const own = choices;
  const messages = await loadCatalogue(chosen);
  if (own !== choices) return false;
  speakWith(chosen, messages);
  return true;
}

/** At once, with messages that are at hand. */
export function speakWith(chosen: Language, messages: Catalogue): void {
  spoken.value = { language: chosen, catalogue: messages };
  if (typeof document !== 'undefined') document.documentElement.lang = chosen;
}

/** What was chosen here before, else the first of the browser's languages that we speak. */
export function preferredLanguage(remembered: string | null, wanted: readonly string[]): Language {
  const names = [remembered ?? '', ...wanted].map((name) => name.slice(0, 2).toLowerCase());
  return names.find(isLanguage) ?? 'en';
}

export function rememberedLanguage(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function rememberLanguage(chosen: Language): void {
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // Without storage the browser's own language is taken again next time.
  }
}

function isLanguage(name: string): name is Language {
  return Object.hasOwn(LANGUAGES, name);
}

async function loadCatalogue(chosen: Language): Promise<Catalogue> {
  switch (chosen) {
    case 'en':
      return {};
    case 'it':
      return (await import('./it.json')).default;
    case 'de':
      return (await import('./de.json')).default;
    case 'es':
      return (await import('./es.json')).default;
    case 'fr':
      return (await import('./fr.json')).default;
  }
}

/** The two choices that concern the whole page and are remembered: its language and its theme. */

import { type Signal, useSignal } from '@preact/signals';
import { Icon } from '../components/icon.tsx';
import {
  type Language,
  language,
  LANGUAGES,
  rememberLanguage,
  speak,
} from '../language/language.ts';
import { say, toSay } from '../language/say.ts';
import { nextTheme, type Theme } from '../theme.ts';

const THEME_WORDS: Readonly<Record<Theme, string>> = {
  auto: toSay('Auto'),
  light: toSay('Light'),
  dark: toSay('Dark'),
};

export function PageChoices({ theme }: { readonly theme: Signal<Theme> }) {
  return (
    <div class="page-choices">
      <LanguageChoice />
      <ThemeButton theme={theme} />
    </div>
  );
}

/** The browser's own list, under the two letters of the language that is spoken. */
function LanguageChoice() {
  const failed = useSignal(false);
  const now = language();
  const label = failed.value ? say('The language did not load') : say('Language');
  const choose = async (chosen: Language) => {
    failed.value = false;
    try {
      if (await speak(chosen)) rememberLanguage(chosen);
    } catch {
      failed.value = true;
    }
  };
  return (
    <span class="page-choice language-choice" title={label} data-failed={failed.value}>
      <Icon name="globe" />
      <span aria-hidden="true">{now.toUpperCase()}</span>
      <select
        aria-label={label}
        data-testid="language"
        value={now}
        onChange={({ currentTarget }) => {
          const chosen = currentTarget.value as Language;
          // Until it is spoken the list says what is.
          currentTarget.value = now;
          void choose(chosen);
        }}
      >
        {Object.entries(LANGUAGES).map(([name, title]) => (
          <option key={name} value={name} lang={name}>
            {title}
          </option>
        ))}
      </select>
    </span>
  );
}

function ThemeButton({ theme }: { readonly theme: Signal<Theme> }) {
  const words = say(THEME_WORDS[theme.value]);
  return (
    <button
      type="button"
      class="page-choice"
      data-testid="theme"
      aria-label={say('Theme: {theme}', { theme: words })}
      title={say('Change the theme')}
      onClick={() => (theme.value = nextTheme(theme.value))}
    >
      <Icon name={theme.value} />
      <span>{words}</span>
    </button>
  );
}

/** Installs the page where the browser offers that. */

import { Icon } from '../components/icon.tsx';
import { say } from '../language/say.ts';
import { canInstall, install } from './install.ts';

export function InstallOffer() {
  if (!canInstall()) return null;
  return (
    <div class="install">
      <p>{say('Installed, Tabchain opens in a window of its own, and without a network.')}</p>
      <button
        type="button"
        class="button"
        data-testid="install"
        onClick={() => void install().catch(() => undefined)}
      >
        <Icon name="save" />
        {say('Install')}
      </button>
    </div>
  );
}

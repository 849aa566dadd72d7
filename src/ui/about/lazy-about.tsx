/** What Tabchain is, fetched when somebody asks. */

import { Panel } from '../components/panel.tsx';
import { usePart } from '../components/use-part.ts';
import { say } from '../language/say.ts';

export function LazyAbout({ code }: { readonly code: string }) {
  const part = usePart(() => import('./about-view.tsx'));
  if (typeof part === 'object') return <part.AboutView code={code} />;
  return (
    <Panel id="about" title={say('About')}>
      <p class="quiet">
        {part === 'failed'
          ? say('This part of the page did not load. Reload it once the network is back.')
          : say('Opening')}
      </p>
    </Panel>
  );
}

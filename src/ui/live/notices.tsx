/** What happened, as sentences, newest first; each can be put away. */

import { useSignal } from '@preact/signals';
import type { Notice } from '../../node/api.ts';
import { Icon } from '../components/icon.tsx';
import { Age } from '../components/age.tsx';
import { Panel } from '../components/panel.tsx';
import { say, sayCount } from '../language/say.ts';
import { arrangeNotices, noticeSentence } from '../notice-words.ts';

export function Notices({ notices }: { readonly notices: readonly Notice[] }) {
  const dismissed = useSignal<ReadonlySet<number>>(new Set());
  const open = useSignal(false);
  const { shown, older, foundBefore } = arrangeNotices(notices, dismissed.value);
  const dismiss = (notice: Notice) => {
    dismissed.value = stillKept(notices, dismissed.value, notice);
  };
  return (
    <Panel id="notices" title={say('What happened')}>
      {shown.length === 0 && (
        <p class="quiet">
          {say('Nothing yet. Blocks that you find, races that you lose and forks are told here.')}
        </p>
      )}
      <ul class="notices">
        {[...shown, ...(open.value ? older : [])].map((notice) => (
          <NoticeLine
            key={notice.id}
            notice={notice}
            before={notice.kind === 'block-found' ? foundBefore : 0}
            dismiss={() => dismiss(notice)}
          />
        ))}
        {older.length > 0 && (
          <li>
            <button type="button" class="text-button" onClick={() => (open.value = !open.value)}>
              {open.value
                ? say('Show fewer')
                : sayCount(older.length, 'Show {count} earlier', 'Show {count} earlier')}
            </button>
          </li>
        )}
      </ul>
    </Panel>
  );
}

/**
 * The ids put away, the new one included, and without those the node has forgotten. Putting away a
 * found block puts away those that stand behind it.
 */
function stillKept(
  notices: readonly Notice[],
  dismissed: ReadonlySet<number>,
  gone: Notice,
): ReadonlySet<number> {
  const behind = (notice: Notice) =>
    notice === gone || (gone.kind === 'block-found' && notice.kind === 'block-found');
  const kept = notices.filter((notice) => dismissed.has(notice.id) || behind(notice));
  return new Set(kept.map((notice) => notice.id));
}

interface NoticeLineProps {
  readonly notice: Notice;
  readonly before: number;
  readonly dismiss: () => void;
}

function NoticeLine({ notice, before, dismiss }: NoticeLineProps) {
  return (
    <li class="notice" data-testid="notice" data-kind={notice.kind}>
      <p>
        {noticeSentence(notice)}
        {before > 0 && (
          <span class="quiet">
            {' '}
            {sayCount(before, '{count} other before it.', '{count} others before it.')}
          </span>
        )}
      </p>
      <Age timeSeconds={Math.floor(notice.at / 1000)} />
      <button type="button" class="icon-button" aria-label={say('Put away')} onClick={dismiss}>
        <Icon name="close" />
      </button>
    </li>
  );
}

/** What is carried to the other tab: as a picture for its camera, as text, and for how long. */

import type { ComponentChildren } from 'preact';
import { CopyButton } from '../components/controls.tsx';
import { say } from '../language/say.ts';
import { nowSeconds } from '../now.ts';
import { LazyQrCode } from '../room/lazy-qr-code.tsx';
import { expirySentence } from './invite-words.ts';

interface CarriedProps {
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** What the picture is, for those who cannot see it. */
  readonly label: string;
  readonly name: 'invitation' | 'answer';
  readonly children: ComponentChildren;
}

export function Carried({ text, expiresAt, label, name, children }: CarriedProps) {
  return (
    <div class="carried">
      <div class="carried-code" data-testid={`${name}-code`}>
        <LazyQrCode text={text} label={label} />
      </div>
      <div class="carried-text">
        <p>{children}</p>
        <div class="link-line">
          <input
            type="text"
            readOnly
            value={text}
            aria-label={
              name === 'invitation' ? say('The invitation’s link') : say('The answer’s text')
            }
            data-testid={`${name}-text`}
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton
            text={text}
            label={name === 'invitation' ? say('Copy the invitation') : say('Copy the answer')}
            testId={`${name}-copy`}
          >
            {say('Copy')}
          </CopyButton>
        </div>
        <Expiry expiresAt={expiresAt} forOne={name === 'invitation'} />
      </div>
    </div>
  );
}

interface ExpiryProps {
  readonly expiresAt: number;
  readonly forOne: boolean;
}

function Expiry({ expiresAt, forOne }: ExpiryProps) {
  const secondsLeft = Math.ceil(expiresAt / 1000) - nowSeconds.value;
  return (
    <p class="hint" data-testid="invite-expiry">
      {expirySentence(secondsLeft)}
      {forOne && secondsLeft > 0 && ` ${say('It links one tab; make another one for the next.')}`}
    </p>
  );
}

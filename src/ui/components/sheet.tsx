/**
 * A dialog over the page. The browser's own `dialog` keeps the focus inside, closes by Escape and
 * gives the focus back; each step's heading takes it, so that a screen reader says where one is.
 */

import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { say } from '../language/say.ts';
import { Icon } from './icon.tsx';
import '../styles/dialogs.css';

interface SheetProps {
  readonly label: string;
  readonly testId: string;
  readonly close: () => void;
  readonly children: ComponentChildren;
}

export function Sheet({ label, testId, close, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const home = useRef(document.activeElement?.closest('section'));
  useLayoutEffect(() => {
    dialog.current?.showModal();
    // The first step's heading was drawn before the dialog was open, and could not take the focus.
    dialog.current?.querySelector<HTMLElement>('.sheet-title')?.focus();
  }, []);
  const end = () => {
    const { activeElement, body } = document;
    // The button that opened it may be gone by now, as after a payment was replaced. Chromium then
    // leaves the focus inside until it draws the page without the dialog.
    const isLost = activeElement === body || dialog.current?.contains(activeElement);
    close();
    if (isLost) home.current?.focus();
  };
  return (
    <dialog class="sheet" ref={dialog} aria-label={label} data-testid={testId} onClose={end}>
      <div class="sheet-body">{children}</div>
      <button
        type="button"
        class="icon-button sheet-close"
        aria-label={say('Close')}
        onClick={() => dialog.current?.close()}
      >
        <Icon name="close" />
      </button>
    </dialog>
  );
}

/** Closes the sheet it stands in, the way Escape does. */
export function closeSheet(event: Event): void {
  const { currentTarget } = event;
  if (currentTarget instanceof Element) currentTarget.closest('dialog')?.close();
}

export function StepHeading({ children }: { readonly children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // With the drawing itself: later it would take the focus from who types already.
  useLayoutEffect(() => heading.current?.focus(), []);
  return (
    <h2 class="sheet-title" ref={heading} tabIndex={-1}>
      {children}
    </h2>
  );
}

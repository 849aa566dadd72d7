/** Two tabs meet by hand, as two people would do it, while the meeting place is gone. */

import { chromium, expect, type Page } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../support/chromium.ts';
import { createCamera } from './support/camera.ts';
import { SERVER_GONE } from './support/complaints.ts';
import { makeSandbox } from './support/rooms.ts';
import { byTestId, tabTo } from './support/keyboard.ts';
import { createTab, goTo, type Tab, untilAgreed, untilPeers, untilReady } from './support/tab.ts';
import { test } from './support/test.ts';

const BLOCKS = 12;

test('an invitation opened as a link is answered, and links the tabs', async ({ scene }) => {
  scene.tolerate(SERVER_GONE);
  await scene.server.stopMeeting();
  const alice = await scene.open(makeSandbox(BLOCKS));
  await alice.call('generate', BLOCKS);
  await expect(alice.page.getByTestId('meeting-state')).toContainText('An invitation links');

  const link = await makeInvitation(alice.page);
  const bob = await scene.open(link.split('#/r/')[1]!);
  const { code } = await bob.call('getroom');
  expect(bob.page.url()).toBe(scene.linkOf(code));
  await expect(bob.page.getByTestId('answer-code').locator('svg.qr')).toBeVisible();
  const answer = await bob.page.getByTestId('answer-text').inputValue();

  await alice.page.getByTestId('invite-reply').fill(answer);
  await alice.page.getByTestId('invite-accept').click();
  await expectLinked(alice, bob);
  await untilAgreed([alice, bob], BLOCKS);
  await alice.page.keyboard.press('Escape');
  await expect(alice.page.getByTestId('invite-dialog')).toBeHidden();
  await expect(alice.page.getByTestId('meeting-state')).toContainText('join by an invitation');
});

test('by keyboard alone an invitation is pasted into a running tab', async ({ scene }) => {
  scene.tolerate(SERVER_GONE);
  await scene.server.stopMeeting();
  const code = makeSandbox(10);
  const alice = await scene.open(code);
  const bob = await scene.open(code);

  await openByKeyboard(alice.page);
  await press(alice.page, 'invite-make');
  const invitation = await alice.page.getByTestId('invitation-text').inputValue();

  await openByKeyboard(bob.page);
  await typeInto(bob.page, 'invite-paste', invitation);
  const answer = await bob.page.getByTestId('answer-text').inputValue();

  await typeInto(alice.page, 'invite-reply', answer);
  await expectLinked(alice, bob);
  await expect(alice.page.getByTestId('invite-dialog').getByRole('heading')).toBeFocused();
  await bob.page.keyboard.press('Escape');
  await expect(bob.page.getByTestId('invite')).toBeFocused();
});

test('what is no answer is told, and the right one still links', async ({ scene }) => {
  scene.tolerate(SERVER_GONE);
  await scene.server.stopMeeting();
  const code = makeSandbox(10);
  const alice = await scene.open(code);
  const link = await makeInvitation(alice.page);
  const refused = alice.page.getByTestId('invite-dialog').getByRole('alert');

  for (const [text, sentence] of [
    ['hello', 'no invitation'],
    [link, 'an answer to one is wanted here'],
  ] as const) {
    await typeInto(alice.page, 'invite-reply', text);
    await expect(refused).toContainText(sentence);
  }
  const bob = await scene.open(link.split('#/r/')[1]!);
  const answer = await bob.page.getByTestId('answer-text').inputValue();
  await typeInto(alice.page, 'invite-reply', `${answer.slice(0, 40)}${answer.slice(41)}`);
  await expect(refused).toContainText('changed or lost');

  // Closing the dialog by mistake costs nothing: the invitation still waits.
  await alice.page.keyboard.press('Escape');
  await alice.page.getByTestId('invite').click();
  await expect(alice.page.getByTestId('invitation-text')).toHaveValue(link);
  await bob.page.keyboard.press('Escape');
  await typeInto(alice.page, 'invite-reply', answer);
  await expectLinked(alice);
  await untilPeers(bob, 1);
  await bob.page.getByTestId('invite').click();
  await expect(bob.page.getByTestId('invite-make')).toBeVisible();
});

test('an invitation of another room, or a damaged one, is not answered', async ({ scene }) => {
  const alice = await scene.open(makeSandbox(10));
  const link = await makeInvitation(alice.page);
  const stranger = makeSandbox(10);
  const text = link.split('invite=')[1]!;
  const damaged = `${text.slice(0, 30)}${text.slice(32)}`;
  for (const [invitation, sentence] of [
    [text, 'another room'],
    [damaged, 'changed or lost'],
  ] as const) {
    const { page } = await scene.open(`${stranger}?invite=${invitation}`);
    const dialog = page.getByTestId('invite-dialog');
    await expect(dialog.getByRole('alert')).toContainText(sentence);
    await expect(page.getByTestId('invite-paste')).toBeVisible();
  }
});

test('the share dialog leads there too, and a withdrawn invitation is over', async ({ scene }) => {
  const { page } = await scene.open(makeSandbox(10));
  await goTo(page, 'room');
  await page.getByTestId('room-qr').click();
  await page.getByTestId('share-invite').click();
  await page.getByTestId('invite-make').click();
  await expect(page.getByTestId('invite-expiry')).toContainText('10');
  await page.getByTestId('invite-withdraw').click();
  await expect(page.getByTestId('invite-make')).toBeVisible();
});

test('the codes are read from a picture and by the camera', async ({ scene }) => {
  const code = makeSandbox(10);
  const camera = createCamera();
  const browser = await chromium.launch({
    executablePath: findChromium() ?? 'chromium',
    args: [...CHROMIUM_FLAGS, ...camera.flags],
  });
  try {
    scene.tolerate(SERVER_GONE);
    await scene.server.stopMeeting();
    const context = await browser.newContext();
    scene.adopt(context);
    const alice = createTab(await context.newPage());
    await alice.page.goto(scene.linkOf(code));
    await untilReady(alice);
    await makeInvitation(alice.page);
    const bob = await scene.open(code);

    const seen = await alice.page.getByTestId('invitation-code').screenshot();
    await bob.page.getByTestId('invite').click();
    const picture = { name: 'seen.png', mimeType: 'image/png', buffer: seen };
    await bob.page.getByTestId('invite-image').setInputFiles(picture);

    camera.show(await bob.page.getByTestId('answer-text').inputValue());
    await alice.page.getByTestId('reply-camera').click();
    await expectLinked(alice, bob);
  } finally {
    await browser.close();
    camera.remove();
  }
});

/** Opens the dialog as most people will, and returns the link that it shows. */
async function makeInvitation(page: Page): Promise<string> {
  await page.getByTestId('invite').click();
  await page.getByTestId('invite-make').click();
  await expect(page.getByTestId('invitation-code').locator('svg.qr')).toBeVisible();
  return page.getByTestId('invitation-text').inputValue();
}

async function openByKeyboard(page: Page): Promise<void> {
  await press(page, 'invite');
  await expect(page.getByTestId('invite-dialog').getByRole('heading')).toBeFocused();
}

async function press(page: Page, testId: string): Promise<void> {
  await tabTo(page, byTestId(testId));
  await page.keyboard.press('Enter');
}

async function typeInto(page: Page, testId: string, text: string): Promise<void> {
  await tabTo(page, byTestId(testId));
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(text);
  await page.keyboard.press('Enter');
}

async function expectLinked(...tabs: readonly Tab[]): Promise<void> {
  for (const { page } of tabs) {
    await expect(page.getByTestId('invite-outcome')).toHaveText(/^Linked with .+\.$/);
    await expect(page.getByTestId('peer-row')).toHaveAttribute('data-reached', 'invitation');
  }
}

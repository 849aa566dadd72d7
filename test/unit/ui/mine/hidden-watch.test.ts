import { describe, expect, it } from 'vitest';
import { type HiddenWatch, type Look, look } from '../../../../src/ui/mine/hidden-watch.ts';

const SECOND_MS = 1_000;

/** A page that is looked at once a second, at a given rate. */
function createPage() {
  let watch: HiddenWatch = {};
  const now: { -readonly [Key in keyof Look]: Look[Key] } = {
    atMs: 0,
    hashes: 0,
    isHidden: false,
    effort: '2,100',
  };
  const glance = () => (watch = look(watch, { ...now }));
  /** `heard` is false for a page that is frozen: the hashes go on, or not, and nobody looks. */
  const pass = (seconds: number, rate: number, heard = true) => {
    for (let passed = 0; passed < seconds; passed += 1) {
      now.atMs += SECOND_MS;
      now.hashes += rate;
      if (heard) glance();
    }
  };
  const hide = () => {
    now.isHidden = true;
    glance();
  };
  const show = () => {
    now.isHidden = false;
    now.atMs += SECOND_MS;
    glance();
  };
  return { now, pass, hide, show, spell: () => watch.slow };
}

describe('a tab that was out of sight', () => {
  it('says what share of its rate it had, where the browser slowed it', () => {
    const page = createPage();
    page.pass(20, 1_000);
    page.hide();
    page.pass(99, 400);
    page.show();
    expect(page.spell()!.seconds).toBeCloseTo(100, 5);
    expect(page.spell()!.share).toBeCloseTo(0.396, 5);
  });

  it('says it too where it was frozen and could not look', () => {
    const page = createPage();
    page.pass(20, 1_000);
    page.hide();
    page.pass(600, 0, false);
    page.show();
    expect(page.spell()).toMatchObject({ seconds: 601, share: 0 });
  });

  it('has nothing to say where its rate held', () => {
    const page = createPage();
    page.pass(20, 1_000);
    page.hide();
    page.pass(100, 970);
    page.show();
    expect(page.spell()).toBeUndefined();
  });

  it('does not compare what was another effort, or a pause', () => {
    for (const effort of ['1,25', undefined]) {
      const page = createPage();
      page.pass(20, 1_000);
      page.hide();
      page.pass(50, 1_000);
      page.now.effort = effort;
      page.pass(1, 100);
      page.now.effort = '2,100';
      page.pass(50, 100);
      page.show();
      expect(page.spell()).toBeUndefined();
    }
  });

  it('does not compare with a rate it never had', () => {
    const page = createPage();
    page.pass(3, 1_000);
    page.hide();
    page.pass(60, 100);
    page.show();
    expect(page.spell()).toBeUndefined();
  });

  it('says nothing of a short glance elsewhere, and keeps what it said before', () => {
    const page = createPage();
    page.pass(20, 1_000);
    page.hide();
    page.pass(100, 100);
    page.show();
    page.pass(20, 1_000);
    page.hide();
    page.pass(5, 0);
    page.show();
    page.pass(20, 1_000);
    expect(page.spell()!.share).toBeCloseTo(0.099, 3);
  });

  it('takes it back when the next time was well', () => {
    const page = createPage();
    page.pass(20, 1_000);
    for (const rate of [100, 1_000]) {
      page.hide();
      page.pass(100, rate);
      page.show();
      page.pass(20, 1_000);
    }
    expect(page.spell()).toBeUndefined();
  });

  it('is measured against the last minute, not against an hour ago', () => {
    const page = createPage();
    page.pass(600, 4_000);
    page.pass(90, 1_000);
    page.hide();
    page.pass(100, 950);
    page.show();
    expect(page.spell()).toBeUndefined();
  });
});

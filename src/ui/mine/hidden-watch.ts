/**
 * Did the browser slow us down while nobody looked? Told from hashes alone: those of a hidden spell
 * over its time, against the rate of the same effort just before it.
 *
 * A page that was frozen hears nothing meanwhile, and needs nothing: the first look after the spell
 * tells it all.
 */

export interface Look {
  readonly atMs: number;
  /** All hashes so far. */
  readonly hashes: number;
  readonly isHidden: boolean;
  /** Anything that differs where efforts differ; undefined while nothing is searched. */
  readonly effort: string | undefined;
}

export interface HiddenSpell {
  readonly seconds: number;
  /** Of the rate before, below 1. */
  readonly share: number;
}

export interface HiddenWatch {
  /** Where the look at the visible rate began. */
  readonly since?: Look;
  /** Hashes per ms, and of what effort. */
  readonly usual?: { readonly rate: number; readonly effort: string };
  /** Where the spell began; undefined while the page is visible. */
  readonly hiddenSince?: Look;
  /** Something else changed during the spell: it tells nothing. */
  readonly isSpoilt?: boolean;
  /** The last spell, where it was slow. */
  readonly slow?: HiddenSpell;
}

/** A rate over less is too rough to compare with. */
const USUAL_MIN_MS = 5_000;
/** What was longer ago is not "just before". */
const USUAL_MAX_MS = 60_000;
const SPELL_MIN_MS = 15_000;
/** Rates waver; a browser that slows a tab takes more than a fifth. */
const SLOW_SHARE = 0.8;

export function look(watch: HiddenWatch, now: Look): HiddenWatch {
  if (now.isHidden) return lookHidden(watch, now);
  const { hiddenSince } = watch;
  return hiddenSince === undefined ? lookVisible(watch, now) : comeBack(watch, hiddenSince, now);
}

function lookHidden(watch: HiddenWatch, now: Look): HiddenWatch {
  const { hiddenSince, usual } = watch;
  const isOther = now.effort === undefined || now.effort !== usual?.effort;
  if (hiddenSince === undefined) return { ...watch, hiddenSince: now, isSpoilt: isOther };
  return isOther ? { ...watch, isSpoilt: true } : watch;
}

function comeBack(watch: HiddenWatch, from: Look, now: Look): HiddenWatch {
  const elapsedMs = now.atMs - from.atMs;
  const { usual } = watch;
  const isComparable = !watch.isSpoilt && usual !== undefined && now.effort === usual.effort;
  if (elapsedMs < SPELL_MIN_MS || !isComparable) return startOver(watch, now);
  const share = (now.hashes - from.hashes) / elapsedMs / usual.rate;
  const after = { since: now, usual };
  return share < SLOW_SHARE ? { ...after, slow: { seconds: elapsedMs / 1_000, share } } : after;
}

/** A short spell says nothing new of the browser. */
function startOver({ usual, slow }: HiddenWatch, now: Look): HiddenWatch {
  return { since: now, ...(usual && { usual }), ...(slow && { slow }) };
}

function lookVisible(watch: HiddenWatch, now: Look): HiddenWatch {
  const { since, slow } = watch;
  const { effort } = now;
  const told = slow === undefined ? {} : { slow };
  if (since === undefined || effort === undefined || since.effort !== effort) {
    return { since: now, ...told };
  }
  const elapsedMs = now.atMs - since.atMs;
  if (elapsedMs < USUAL_MIN_MS) return watch;
  const usual = { rate: (now.hashes - since.hashes) / elapsedMs, effort };
  return { since: elapsedMs > USUAL_MAX_MS ? now : since, usual, ...told };
}

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LICENSED, NOT_IN_PAGE, VERSION } from '../../../../src/ui/about/licences.ts';
import { licenceTexts } from '../../../../src/ui/about/text-plugin.ts';

interface Package {
  readonly version: string;
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

function readPackage(folder: string): Package {
  const url = new URL(`../../../../${folder}package.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as Package;
}

describe('the list of licences', () => {
  it('has every dependency, or says that it is not in the page', () => {
    const listed = new Set([...LICENSED.map(({ name }) => name), ...NOT_IN_PAGE]);
    const missing = Object.keys(readPackage('').dependencies).filter((name) => !listed.has(name));
    expect(missing).toEqual([]);
  });

  it.each(LICENSED)('names the licence that $name comes with', ({ name, licence }) => {
    expect(licence).toBe(readPackage(`node_modules/${name}/`).license);
  });

  it('names nothing twice, and nothing that is not here', () => {
    const names = [...LICENSED.map(({ name }) => name), ...NOT_IN_PAGE];
    expect(new Set(names).size).toBe(names.length);
    const installed = names.map((name) => readPackage(`node_modules/${name}/`).version);
    expect(installed).toHaveLength(names.length);
  });

  it('comes with the text of each licence, and with our own', () => {
    const text = licenceTexts();
    for (const { name, licence } of LICENSED) expect(text).toContain(`${name} (${licence})\n`);
    expect(text.match(/Permission is hereby granted/g)!.length).toBeGreaterThan(10);
    expect(text).toContain('SIL OPEN FONT LICENSE');
    expect(text).toMatch(/Apache License\s+Version 2\.0/);
    expect(text.startsWith('Tabchain\n')).toBe(true);
  });
});

describe('the version', () => {
  it('is that of the package', () => {
    expect(VERSION).toBe(readPackage('').version);
  });
});

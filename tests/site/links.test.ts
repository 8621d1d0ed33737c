/**
 * Every link of the built site, read from its files: what leads to the site itself must be there, its anchor included; what leads elsewhere must be a
 * well-formed address, and one of Python's documentation must name the version that the site is about. BASE is where the site was built for.
 */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const dist = process.env.SITE_DIST ?? fileURLToPath(new URL('../../dist/', import.meta.url));
const base = `/${(process.env.BASE ?? '').replace(/^\/|\/$/g, '')}/`.replace('//', '/');

/** Documentation of another version, cited because it is about that version; or of none. */
const OTHER_VERSIONS = /^https:\/\/docs\.python\.org\/(3\.15\/whatsnew\/3\.15\.html|3\/license\.html)/;

interface PageFile {
  readonly path: string;
  readonly ids: ReadonlySet<string>;
  readonly links: readonly string[];
}

function pageIn(file: string): PageFile {
  const html = readFileSync(`${dist}/${file}`, 'utf8');
  return {
    path: base + file.replace(/(^|\/)index\.html$/, '$1'),
    ids: new Set(Array.from(html.matchAll(/\sid="([^"]+)"/g), ([, id]) => unescaped(id))),
    links: Array.from(html.matchAll(/<a\s[^>]*?href="([^"]*)"/g), ([, href]) => unescaped(href)),
  };
}

function unescaped(text: string): string {
  return text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&#38;', '&');
}

describe('the links', { skip: existsSync(dist) ? false : 'the site is not built' }, () => {
  const pages = new Map(
    globSync('**/*.html', { cwd: dist })
      .map(pageIn)
      .map(page => [page.path, page]),
  );

  test('lead to pages and places that are there', () => {
    const broken: string[] = [];
    for (const page of pages.values()) {
      for (const link of page.links) {
        const { origin, pathname, hash } = new URL(link, `http://site${page.path}`);
        if (origin !== 'http://site') continue;
        const target = pages.get(pathname);
        const anchor = decodeURIComponent(hash.slice(1)).split('?')[0];
        if (target === undefined ? !existsSync(dist + pathname.slice(base.length)) : anchor !== '' && !target.ids.has(anchor)) {
          broken.push(`${page.path}: ${link}`);
        }
      }
    }
    assert.deepEqual(broken, []);
  });

  test('lead out by https, and to the documentation of 3.14', () => {
    const odd: string[] = [];
    for (const page of pages.values()) {
      for (const link of page.links.filter(link => /^[a-z]+:/.test(link))) {
        const { protocol, hostname } = new URL(link);
        const docs = hostname === 'docs.python.org' && !link.startsWith('https://docs.python.org/3.14/') && !OTHER_VERSIONS.test(link);
        const source = link.includes('github.com/python/cpython/blob/') && !link.includes('/blob/3.14/');
        if (protocol !== 'https:' || docs || source || /\s/.test(link)) odd.push(`${page.path}: ${link}`);
      }
    }
    assert.deepEqual(odd, []);
  });

  test('every page but the lost one is linked from another', () => {
    const linked = new Set(
      [...pages.values()].flatMap(page =>
        page.links.map(link => new URL(link, `http://site${page.path}`).pathname).filter(path => path !== page.path),
      ),
    );
    const alone = [...pages.keys()].filter(path => !linked.has(path) && !path.endsWith('404.html'));
    assert.deepEqual(alone, []);
  });
});

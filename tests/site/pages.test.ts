/** The pages of the built site, in a browser: found, read, and operated by everybody. Needs `dist/`. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { launch } from './browser.ts';
import { serve, type Site } from './serve.ts';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const chapters = ['/chapters/lexing-and-parsing/', '/chapters/bytecode-and-compilation/', '/chapters/the-virtual-machine/'];
const pages = ['/', ...chapters, '/instructions/', '/search/', '/404.html'];

describe('the pages', { skip: existsSync(dist) ? false : 'the site is not built' }, () => {
  let site: Site;
  let browser: Browser;

  before(async () => {
    [site, browser] = await Promise.all([serve(dist), launch()]);
  });

  after(async () => {
    await browser?.close();
    await site?.close();
  });

  /** Opens a page in a window of its own, looks at it, and closes it again. */
  async function on(path: string, options: BrowserContextOptions, look: (page: Page) => Promise<void>) {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    try {
      const page = await context.newPage();
      await page.goto(site.origin + path);
      await look(page);
    } finally {
      await context.close();
    }
  }

  /** What axe finds on the page; by all of its rules, or by those named. */
  async function violations(page: Page, rules?: string[]) {
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    // Passing nodes are not asked for: collecting them is most of the time.
    axe.options({ resultTypes: ['violations'] });
    if (rules) axe.withRules(rules);
    const { violations } = await axe.analyze();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 200)).join(' | ')}`);
  }

  for (const path of pages) {
    test(`${path} keeps its policy, is accessible in both themes, and fits a screen of 360 pixels`, async () => {
      const problems: string[] = [];
      const context = await browser.newContext({ reducedMotion: 'reduce', colorScheme: 'light' });
      const page = await context.newPage();
      page.on('pageerror', error => problems.push(error.message));
      page.on('console', message => message.type() === 'error' && problems.push(message.text()));
      await page.goto(site.origin + path, { waitUntil: 'networkidle' });

      const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
      assert.match(policy ?? '', /script-src 'self'/);
      assert.doesNotMatch(policy ?? '', /'unsafe-eval'|script-src[^;]*'unsafe-inline'/);

      assert.deepEqual(await violations(page), []);
      await page.emulateMedia({ colorScheme: 'dark' });
      assert.deepEqual(await violations(page, ['color-contrast']), []);

      await page.setViewportSize({ width: 360, height: 740 });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
      await context.close();
      assert.deepEqual(problems, []);
    });
  }

  test('an unknown address answers 404, and leads back', () =>
    on('/no/such/page', {}, async page => {
      assert.match(await page.title(), /not found/i);
      await page.getByRole('link', { name: 'Begin at your code' }).click();
      assert.equal(new URL(page.url()).pathname, '/');
    }));

  test('the chapters lead to one another', () =>
    on(chapters[0], {}, async page => {
      for (const next of chapters.slice(1)) {
        await page.locator('a[rel="next"]').click();
        assert.equal(new URL(page.url()).pathname, next);
      }
      await page.locator('a[rel="prev"]').click();
      assert.equal(new URL(page.url()).pathname, chapters[1]);
      assert.equal(await page.getByRole('navigation', { name: 'Main' }).locator('[aria-current="page"]').getAttribute('href'), chapters[1]);
    }));

  test('the menu opens on a phone, and Escape closes it', () =>
    on('/', { viewport: { width: 390, height: 844 } }, async page => {
      const menu = page.locator('#site-menu');
      await page.getByRole('button', { name: 'Menu' }).click();
      assert.ok(await menu.isVisible());
      await page.keyboard.press('Escape');
      assert.ok(!(await menu.isVisible()));
      await page.getByRole('button', { name: 'Menu' }).click();
      await menu.getByRole('link', { name: /Bytecode/ }).click();
      assert.equal(new URL(page.url()).pathname, chapters[1]);
    }));

  test('the first Tab offers to skip to the text', () =>
    on(chapters[0], {}, async page => {
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'content');
    }));

  test('the theme follows the system until the reader chooses, and the choice lasts', () =>
    on('/', { colorScheme: 'light' }, async page => {
      const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      const toggle = page.getByRole('button', { name: 'Dark theme' });
      const light = await ground();
      assert.equal(await toggle.getAttribute('aria-pressed'), 'false');
      await toggle.click();
      const dark = await ground();
      assert.notEqual(dark, light);
      assert.equal(await toggle.getAttribute('aria-pressed'), 'true');
      await page.goto(site.origin + chapters[0]);
      assert.equal(await ground(), dark);
      await toggle.click();
      assert.equal(await ground(), light);
      await page.emulateMedia({ colorScheme: 'dark' });
      assert.equal(await ground(), dark, 'having agreed with the system again, the page follows it');
    }));

  for (const path of chapters) {
    test(`${path}: headings and examples have addresses, and links within the site lead somewhere`, () =>
      on(path, {}, async page => {
        const headings = await page
          .locator('.prose :is(h2, h3)')
          .evaluateAll(all => all.map(heading => [heading.id, heading.querySelector('a')?.getAttribute('href')]));
        assert.ok(headings.length >= 6);
        for (const [id, href] of headings) assert.equal(href, `#${id}`);
        const contents = await page
          .getByRole('navigation', { name: 'On this page' })
          .locator('a')
          .evaluateAll(all => all.map(link => link.getAttribute('href')));
        assert.deepEqual(
          contents,
          headings.map(([, href]) => href),
        );
        assert.ok((await page.locator('.live > .example[id]').count()) >= 3);

        const links = await page
          .locator('a[href^="/"], a[href^="#"]')
          .evaluateAll(all => [...new Set(all.map(link => (link as HTMLAnchorElement).href))]);
        const ids = new Map<string, Set<string>>();
        for (const link of links) {
          const { pathname, hash } = new URL(link);
          if (!ids.has(pathname)) {
            const response = await page.request.get(site.origin + pathname);
            assert.equal(response.status(), 200, link);
            ids.set(pathname, new Set([...(await response.text()).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)));
          }
          if (hash) assert.ok(ids.get(pathname)?.has(hash.slice(1)), link);
        }
      }));

    test(`${path} is complete without JavaScript`, () =>
      on(path, { javaScriptEnabled: false }, async page => {
        assert.ok((await page.locator('.prose p').count()) > 20);
        assert.ok(await page.locator('.live pre').first().isVisible());
        assert.ok(await page.getByRole('navigation', { name: 'On this page' }).isVisible());
      }));
  }

  test('the flow shows one station at a time, by pointer, keyboard and address', () =>
    on('/', {}, async page => {
      const open = () =>
        page
          .locator('pipeline-flow .panel')
          .evaluateAll(all => all.filter(panel => panel.checkVisibility({ visibilityProperty: true })).map(panel => panel.id));
      assert.deepEqual(await open(), ['lexer']);
      await page.getByRole('button', { name: /^Compiler/ }).click();
      assert.deepEqual(await open(), ['compiler']);
      assert.equal(new URL(page.url()).hash, '#compiler');
      await page.keyboard.press('ArrowRight');
      assert.deepEqual(await open(), ['pycache']);
      await page.keyboard.press('End');
      assert.deepEqual(await open(), ['specializer']);
      await page.goto(site.origin + '/#parser');
      assert.deepEqual(await open(), ['parser']);
    }));

  test('without JavaScript the flow stands open', () =>
    on('/', { javaScriptEnabled: false }, async page => {
      for (const panel of await page.locator('pipeline-flow .panel').all()) assert.ok(await panel.isVisible());
    }));

  test('the search finds a section', { skip: existsSync(dist + 'pagefind/pagefind.js') ? false : 'the index is not built' }, () =>
    on('/search/', {}, async page => {
      await page.getByRole('searchbox').fill('pycache');
      await page.locator('.results a[href="/chapters/bytecode-and-compilation/#the-pyc-file"]').waitFor({ timeout: 10_000 });
    }),
  );
});

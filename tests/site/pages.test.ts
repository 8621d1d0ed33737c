/** The pages of the built site, in a browser: found, read, and operated by everybody. Needs `dist/`. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { launch } from './browser.ts';
import { serve, type Site } from './serve.ts';

const dist = process.env.SITE_DIST ?? fileURLToPath(new URL('../../dist/', import.meta.url));

/** The chapters in reading order, as the front page lists them. */
const chapters = existsSync(dist)
  ? Array.from(
      readFileSync(`${dist}/index.html`, 'utf8').matchAll(/<li data-stage="\w+"[^>]*>\s*<a href="(\/chapters\/[^"#]+)"[^>]*title=/g),
      ([, path]) => path,
    )
  : [];
const [reading] = chapters.filter(path => path.includes('lexing'));
const [kept] = chapters.filter(path => path.includes('pyc'));
const [machine] = chapters.filter(path => path.includes('machine'));
const others = ['/', '/glossary/', '/instructions/', '/examples/', '/examples/import-twice/', '/search/', '/404.html'];
const pages = [...chapters, ...others];

/**
 * Pages that axe looks at: one of each kind. Its time goes with the number of elements, so what a page only repeats is left out; AXE=all looks at
 * everything.
 */
const all = process.env.AXE === 'all';
const audited = new Set(all ? pages : [kept, machine, ...others]);
const auditedInTheDark = new Set(all ? pages : [machine, '/', '/examples/import-twice/']);
const REPEATED = '.live, .groups article, .entries > :nth-child(n + 30)';

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
    const accessible = audited.has(path) ? (auditedInTheDark.has(path) ? ', and is accessible in both themes' : ', and is accessible') : '';
    test(`${path} keeps its policy, fits a screen of 360 pixels${accessible}`, async () => {
      const problems: string[] = [];
      const context = await browser.newContext({ reducedMotion: 'reduce', colorScheme: 'light' });
      const page = await context.newPage();
      page.on('pageerror', error => problems.push(error.message));
      page.on('console', message => message.type() === 'error' && problems.push(message.text()));
      await page.goto(site.origin + path, { waitUntil: 'networkidle' });

      const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
      assert.match(policy ?? '', /script-src 'self'/);
      assert.doesNotMatch(policy ?? '', /'unsafe-eval'|script-src[^;]*'unsafe-inline'/);

      await page.setViewportSize({ width: 360, height: 740 });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
      await page.setViewportSize({ width: 1280, height: 720 });

      if (!all) {
        await page.evaluate(repeated => {
          for (const element of [...document.querySelectorAll(repeated)].slice(2)) element.remove();
        }, REPEATED);
      }
      if (audited.has(path)) assert.deepEqual(await violations(page), []);
      if (auditedInTheDark.has(path)) {
        await page.emulateMedia({ colorScheme: 'dark' });
        assert.deepEqual(await violations(page, ['color-contrast']), []);
      }
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

  test('the chapters lead to one another, and the main navigation knows where it is', () =>
    on(chapters[0], {}, async page => {
      for (const [i, path] of chapters.slice(0, -1).entries()) {
        assert.match(readFileSync(`${dist}${path}index.html`, 'utf8'), new RegExp(`<a [^>]*href="${chapters[i + 1]}" rel="next"`));
      }
      await page.locator('a[rel="next"]').click();
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
      await menu.getByRole('link', { name: /^\S+ Lexing/ }).click();
      assert.equal(new URL(page.url()).pathname, reading);
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

  test('every chapter has two examples or more, and addresses for its headings', () => {
    for (const path of chapters) {
      const html = readFileSync(`${dist}${path}index.html`, 'utf8');
      assert.ok((html.match(/<py-example/g) ?? []).length >= 2, path);
      const headings = Array.from(html.matchAll(/<h[23] id="([^"]+)"/g), ([, id]) => id).filter(id => id !== 'undefined');
      assert.ok(headings.length >= 3, path);
      const contents = html.slice(html.indexOf('aria-label="On this page"'));
      for (const id of headings) assert.ok(html.includes(`href="#${id}"`) && contents.includes(`href="#${id}"`), `${path}#${id}`);
    }
  });

  test('a chapter is complete without JavaScript, the files of an example included', () =>
    on(kept, { javaScriptEnabled: false }, async page => {
      assert.ok((await page.locator('.prose p').count()) > 20);
      for (const file of await page.locator('#import-twice .ex-file').all()) assert.ok(await file.isVisible());
      assert.match(await page.locator('#import-twice .ex-made').innerText(), /magic number\s+3627/);
      assert.ok(await page.getByRole('navigation', { name: 'On this page' }).isVisible());
    }));

  test('printed, an example is what can be read of it', () =>
    on(kept, {}, async page => {
      await page.emulateMedia({ media: 'print' });
      const example = page.locator('#import-twice');
      assert.ok(await example.locator('.ex-file.active .ex-code').isVisible());
      assert.ok(await example.locator('.ex-text').isVisible());
      for (const control of ['.ex-actions', '.ex-tabs']) assert.equal(await example.locator(control).isVisible(), false, control);
    }));

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

  for (const path of ['/', chapters.find(path => path.includes('whole'))!]) {
    test(`the flow fits a phone on ${path}, whatever station is open`, () =>
      on(path, { viewport: { width: 360, height: 740 } }, async page => {
        for (const button of await page.locator('pipeline-flow button').all()) {
          await button.click();
          const width = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.equal(width, 360, await button.innerText());
        }
      }));
  }

  test('without JavaScript the flow stands open', () =>
    on('/', { javaScriptEnabled: false }, async page => {
      for (const panel of await page.locator('pipeline-flow .panel').all()) assert.ok(await panel.isVisible());
    }));

  test('the search finds a section', { skip: existsSync(dist + 'pagefind/pagefind.js') ? false : 'the index is not built' }, () =>
    on('/search/', {}, async page => {
      await page.getByRole('searchbox').fill('pycache');
      await page.locator('.results a[href^="/chapters/pyc-and-pycache/"]').first().waitFor({ timeout: 10_000 });
    }),
  );
});

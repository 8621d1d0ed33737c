/**
 * What an example costs its page: bytes over the wire before and after the first run, and the time from the click on Run to the first output.
 *
 *     node tests/bench/page.ts [PATH]   after the site is built; PATH is a page's, the first with an example by default
 *
 * Bytes are those of each file after brotli, as a static host serves them. The click comes at once, on a page just loaded; at rest, half a second
 * after the example has been scrolled into view and the network is quiet, untouched by a pointer; and again, when a program has run before. A
 * program that imports json runs in a worker of its own: a new one, the same one again, and a new one with the files in the browser's cache.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { launch } from '../site/browser.ts';
import { serve } from '../site/serve.ts';

const dist = process.env.SITE_DIST ?? fileURLToPath(new URL('../../dist/', import.meta.url));
const ROUNDS = 7;

const page =
  process.argv[2] ??
  globSync('**/*.html', { cwd: dist })
    .sort()
    .find(path => readFileSync(join(dist, path), 'utf8').includes('<py-example'));
if (page === undefined) throw new Error('Build the site first.');
const path = `/${page.replace(/^\//, '').replace(/index\.html$/, '')}`;

const site = await serve(dist);
const browser = await launch();

/** The files that a page asks for, with their size on the wire. */
function sizeOf(url: string): number {
  const { pathname } = new URL(url);
  const file = join(dist, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
  if (!existsSync(file)) return 0;
  const content = readFileSync(file);
  return /\.(woff2|png|webp)$/.test(file) ? content.length : brotliCompressSync(content).length;
}

interface Times {
  readonly early: number;
  readonly rested: number;
  readonly again: number;
  readonly json: readonly [number, number, number];
}

/** Clicks on Run of the page's first example; gives the milliseconds to its first output. */
function clickRun(tab: Page): Promise<number> {
  return tab.evaluate(
    () =>
      new Promise<number>(resolve => {
        const example = document.querySelector('py-example')!;
        const text = example.querySelector('.ex-text')!;
        const started = performance.now();
        new MutationObserver((_changes, observer) => {
          if (text.textContent === '') return;
          observer.disconnect();
          resolve(performance.now() - started);
        }).observe(text, { childList: true, subtree: true, characterData: true });
        example.querySelector<HTMLElement>('[data-do=run]')!.click();
      }),
  );
}

/** Imports json in a new worker, again there, and in another new one; milliseconds to the output, the worker's start included. */
function importJson(tab: Page, worker: string): Promise<[number, number, number]> {
  return tab.evaluate(async url => {
    const library = new URL(document.querySelector<HTMLElement>('py-example')!.dataset.library!, location.href).href;
    const source = 'import json\nprint(json.dumps([1]))\n';
    const open = (): Worker => {
      const opened = new Worker(url, { type: 'module' });
      opened.postMessage({ type: 'start', library });
      return opened;
    };
    const run = (inside: Worker, id: number): Promise<void> =>
      new Promise(resolve => {
        inside.onmessage = ({ data }) => data.type === 'done' && data.run === id && resolve();
        inside.postMessage({ type: 'run', run: id, program: { filename: 'example.py', source, files: [] } });
      });
    const timed = async (action: () => Promise<void>): Promise<number> => {
      const started = performance.now();
      await action();
      return performance.now() - started;
    };
    const first = open();
    const cold = await timed(() => run(first, 1));
    const again = await timed(() => run(first, 2));
    first.terminate();
    const cached = await timed(() => run(open(), 1));
    return [cold, again, cached] as [number, number, number];
  }, worker);
}

async function visit(): Promise<{ before: string[]; after: string[]; times: Times }> {
  const requests: string[] = [];
  const open = async (): Promise<Page> => {
    const context = await browser.newContext();
    context.on('request', request => {
      if (!requests.includes(request.url())) requests.push(request.url());
    });
    return context.newPage();
  };
  const hurried = await open();
  await hurried.goto(site.origin + path, { waitUntil: 'load' });
  const early = await clickRun(hurried);
  await hurried.context().close();

  requests.length = 0;
  const tab = await open();
  await tab.goto(site.origin + path, { waitUntil: 'load' });
  const before = [...requests];
  await tab.locator('py-example').first().scrollIntoViewIfNeeded();
  await tab.waitForLoadState('networkidle');
  await tab.waitForTimeout(500);
  const rested = await clickRun(tab);
  await tab.waitForTimeout(300);
  const again: number[] = [];
  for (let i = 0; i < 5; i++) {
    again.push(await clickRun(tab));
    await tab.waitForTimeout(60);
  }
  const after = [...requests];
  const json = await importJson(
    tab,
    after.find(url => /\/worker-[^/]*\.js$/.test(url))!,
  );
  await tab.context().close();
  return { before, after, times: { early, rested, again: median(again), json } };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

const visits: Awaited<ReturnType<typeof visit>>[] = [];
for (let i = 0; i < ROUNDS; i++) visits.push(await visit());
const { before, after } = visits[0];
const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1).padStart(7)} KB`;
const total = (urls: readonly string[]): number => [...new Set(urls)].reduce((sum, url) => sum + sizeOf(url), 0);
const scripts = (urls: readonly string[]): string[] => urls.filter(url => url.endsWith('.js'));

console.log(`${path}\n`);
console.log(`before the first run  ${kilobytes(total(before))}   of it scripts ${kilobytes(total(scripts(before)))}`);
console.log(`after it              ${kilobytes(total(after))}   of it scripts ${kilobytes(total(scripts(after)))}\n`);
for (const url of new Set(after)) console.log(`${before.includes(url) ? '  ' : '+ '}${kilobytes(sizeOf(url))}  ${new URL(url).pathname}`);
const show = (name: string, value: (times: Times) => number): void =>
  console.log(
    `${name.padEnd(44)}${median(visits.map(({ times }) => value(times)))
      .toFixed(0)
      .padStart(6)} ms`,
  );
console.log(`\nfrom the click to the first output, median of ${ROUNDS} visits`);
show('at once', times => times.early);
show('at rest', times => times.rested);
show('again', times => times.again);
console.log('\nimport json, to its output');
show('in a new worker', times => times.json[0]);
show('again there', times => times.json[1]);
show('in a new worker, files cached', times => times.json[2]);

await browser.close();
await site.close();

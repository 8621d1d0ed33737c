/**
 * What an example costs its page: bytes over the wire before and after the first run, and the time from the click on Run to the first output.
 *
 *     node tests/bench/page.ts          after the site is built
 *
 * Bytes are those of each file after brotli, as a static host serves them. Cold means a page just loaded and not yet touched; warm means that
 * a program has run before on it.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { launch } from '../site/browser.ts';
import { serve } from '../site/serve.ts';

const dist = process.env.SITE_DIST ?? fileURLToPath(new URL('../../dist/', import.meta.url));
const ROUNDS = 7;

const page = globSync('**/*.html', { cwd: dist })
  .sort()
  .find(path => readFileSync(join(dist, path), 'utf8').includes('<py-example'));
if (page === undefined) throw new Error('Build the site first.');
const path = `/${page.replace(/index\.html$/, '')}`;

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
  cold: number;
  warm: number;
}

async function visit(): Promise<{ before: string[]; after: string[]; times: Times }> {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const requests: string[] = [];
  tab.on('request', request => requests.push(request.url()));
  context.on('request', request => {
    if (!requests.includes(request.url())) requests.push(request.url());
  });
  await tab.goto(site.origin + path, { waitUntil: 'networkidle' });
  const before = [...requests];
  const run = (): Promise<number> =>
    tab.evaluate(
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
  const cold = await run();
  await tab.waitForTimeout(300);
  const warm: number[] = [];
  for (let i = 0; i < 5; i++) {
    warm.push(await run());
    await tab.waitForTimeout(60);
  }
  await context.close();
  return { before, after: requests, times: { cold, warm: median(warm) } };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

const visits = [];
for (let i = 0; i < ROUNDS; i++) visits.push(await visit());
const { before, after } = visits[0];
const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1).padStart(7)} KB`;
const total = (urls: readonly string[]): number => [...new Set(urls)].reduce((sum, url) => sum + sizeOf(url), 0);
const scripts = (urls: readonly string[]): string[] => urls.filter(url => url.endsWith('.js'));

console.log(`${path}\n`);
console.log(`before the first run  ${kilobytes(total(before))}   of it scripts ${kilobytes(total(scripts(before)))}`);
console.log(`after it              ${kilobytes(total(after))}   of it scripts ${kilobytes(total(scripts(after)))}\n`);
for (const url of new Set(after)) console.log(`${before.includes(url) ? '  ' : '+ '}${kilobytes(sizeOf(url))}  ${new URL(url).pathname}`);
console.log(`\nfrom the click to the first output, median of ${ROUNDS} visits`);
console.log(`cold  ${median(visits.map(visit => visit.times.cold)).toFixed(1)} ms`);
console.log(`warm  ${median(visits.map(visit => visit.times.warm)).toFixed(1)} ms`);

await browser.close();
await site.close();

/**
 * The live example in a real browser, on the built site. Programs are brought in by link, so the tests depend on no page's text: they take the
 * first example that they find in the build.
 */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Locator, Page } from 'playwright';
import { pack } from '../../src/elements/packing.ts';
import { launch } from './browser.ts';
import { serve } from './serve.ts';
import type { Site } from './serve.ts';

const dist = process.env.SITE_DIST ?? fileURLToPath(new URL('../../dist/', import.meta.url));

/** A page of the build with an example in one file, and that example's id and main file. */
interface Place {
  readonly path: string;
  readonly id: string;
  readonly file: string;
}

function findExample(): Place {
  assert.ok(existsSync(dist), 'build the site first');
  for (const path of globSync('chapters/*/index.html', { cwd: dist }).sort()) {
    const [tag] = /<py-example [^>]*data-file="example\.py"[^>]*>/.exec(readFileSync(join(dist, path), 'utf8')) ?? [];
    const id = / id="([^"]+)"/.exec(tag ?? '')?.[1];
    if (id !== undefined) return { path: `/${path.replace(/index\.html$/, '')}`, id, file: 'example.py' };
  }
  throw new Error('no page of the build has an example');
}

let site: Site;
let browser: Browser;
let place: Place;
/** What the browser complained about in all of the tests. */
const complaints: string[] = [];

before(async () => {
  place = findExample();
  site = await serve(dist);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
  assert.deepEqual(complaints, [], 'no errors and no violations of the policy');
});

async function newContext(options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  context.on('page', page => {
    page.on('console', message => {
      if (message.type() === 'error' || /Content Security Policy/.test(message.text())) complaints.push(message.text());
    });
    page.on('pageerror', error => complaints.push(error.message));
  });
  return context;
}

interface Example {
  readonly page: Page;
  readonly root: Locator;
  readonly output: Locator;
  readonly editor: Locator;
  panel(name: string): Locator;
  button(action: string): Locator;
  run(): Promise<void>;
  /** Waits until the panels tell of the code as it stands. */
  settled(): Promise<void>;
}

function exampleOn(page: Page): Example {
  const root = page.locator(`[id="${place.id}"]`);
  const button = (action: string): Locator => root.locator(`[data-do=${action}]`);
  return {
    page,
    root,
    output: root.locator('.ex-text'),
    editor: root.locator('.cm-content'),
    panel: name => root.locator(`.ex-panel[data-panel=${name}]`),
    button,
    settled: () => root.locator('.ex-side:not([aria-busy=true])').waitFor(),
    run: async () => {
      // The end of the last run stays until this one prints.
      await root.locator('.ex-end').evaluate(end => (end.textContent = ''));
      await button('run').click();
      await root.locator('.ex-end', { hasText: /Finished|Exit code|Stopped/ }).waitFor();
    },
  };
}

/** Opens the example with a program of the test's own. */
async function open(program: string, show = 'output', context?: BrowserContext): Promise<Example> {
  const page = await (context ?? (await newContext())).newPage();
  await page.goto(`${site.origin}${place.path}#${place.id}?show=${show}&code=${pack({ [place.file]: program })}`);
  const example = exampleOn(page);
  await example.editor.filter({ hasText: program.split('\n')[0] }).waitFor();
  await example.settled();
  return example;
}

const editorText = (example: Example): Promise<string> =>
  example.editor
    .locator('.cm-line')
    .allTextContents()
    .then(lines => lines.join('\n'));

test('without a script the code and every panel can be read', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(site.origin + place.path);
  const example = exampleOn(page);
  assert.ok(await example.root.locator('.ex-file.active .ex-code').isVisible());
  assert.equal(await example.button('run').isVisible(), false);
  for (const name of ['output', 'tokens', 'ast', 'scopes', 'bytecode', 'steps']) {
    const summary = example.panel(name).locator('summary').first();
    assert.ok(await summary.isVisible(), `${name} has a heading`);
    if (!(await example.panel(name).locator('.ex-body').isVisible())) await summary.click();
    assert.ok(await example.panel(name).locator('.ex-body').isVisible(), `${name} opens`);
    assert.notEqual((await example.panel(name).locator('.ex-body').innerText()).trim(), '');
  }
  await context.close();
});

test('an example starts its worker when the reader comes near it, and not before', async () => {
  const context = await newContext({ viewport: { width: 1280, height: 500 } });
  const page = await context.newPage();
  const scripts: string[] = [];
  page.on('request', request => {
    if (request.resourceType() === 'script') scripts.push(request.url());
  });
  await page.goto(site.origin + place.path, { waitUntil: 'networkidle' });
  assert.ok(!scripts.some(url => /editor|live|worker/.test(url)), scripts.join('\n'));
  const started = page.waitForEvent('worker');
  const prepared = context.waitForEvent('request', request => request.url().endsWith('/manifest.json'));
  await exampleOn(page).root.evaluate(example =>
    scrollBy({ top: example.getBoundingClientRect().top - innerHeight - 50, behavior: 'instant' }),
  );
  await started;
  await prepared;
  await context.close();
});

test('where data is dear, only a touch starts the worker', async () => {
  const context = await newContext();
  await context.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
  const page = await context.newPage();
  await page.goto(site.origin + place.path, { waitUntil: 'networkidle' });
  const { root } = exampleOn(page);
  await root.evaluate(async example => {
    const seen = new Promise(resolve => new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && resolve(0)).observe(example));
    example.scrollIntoView();
    await seen;
    await new Promise(resolve => requestIdleCallback(resolve));
  });
  await page.waitForLoadState('networkidle');
  assert.equal(page.workers().length, 0);
  const started = page.waitForEvent('worker');
  await root.hover();
  await started;
  await context.close();
});

test('Run shows what the program prints', async () => {
  const example = await open('for i in range(3):\n    print("line", i)\n');
  await example.run();
  assert.equal(await example.output.innerText(), 'line 0\nline 1\nline 2\n');
});

test('an edit changes the panels by itself, and the output with the next run', async () => {
  const example = await open('print("first")', 'tokens');
  await example.editor.click();
  await example.page.keyboard.press('ControlOrMeta+a');
  await example.page.keyboard.type('print("second")');
  await example.panel('tokens').locator('td', { hasText: '"second"' }).waitFor();
  await example.page.keyboard.press('ControlOrMeta+Enter');
  await example.output.filter({ hasText: 'second' }).waitFor();
});

test('a click on the code opens the editor where it was clicked, and nothing moves', async () => {
  const context = await newContext();
  const page = await context.newPage();
  await page.goto(site.origin + place.path);
  const example = exampleOn(page);
  const code = example.root.locator('.ex-file.active .ex-code');
  await code.scrollIntoViewIfNeeded();
  const before = await example.root.boundingBox();
  const line = await code.locator('.line').nth(1).boundingBox();
  await code.click({ position: { x: 90, y: 20 } });
  await example.editor.waitFor();
  assert.deepEqual(await example.root.boundingBox(), before);
  const after = await example.root.locator('.cm-line').nth(1).boundingBox();
  // The one box is as high as its text, the other as its line: their middles agree.
  const middle = (box: typeof line): number => box!.y + box!.height / 2;
  assert.ok(Math.abs(middle(after) - middle(line)) < 1, 'lines stay where they are');
  assert.equal(await example.editor.evaluate(content => document.activeElement === content), true);
  await context.close();
});

test('Stop ends a program that would run for ever, and the next one runs', async () => {
  const example = await open('while True:\n    pass\n');
  await example.button('run').click();
  await example.button('stop').click();
  await example.root.locator('.ex-end', { hasText: /Stopped|Exit code/ }).waitFor();
  await example.editor.fill('print("again")');
  await example.run();
  assert.equal(await example.output.innerText(), 'again\n');
});

test('Stop also ends a program that no interrupt reaches, and keeps what it printed', async () => {
  const example = await open('print("on")\nany(iter(int, 1))\n');
  await example.button('run').click();
  await example.output.filter({ hasText: 'on' }).waitFor();
  await example.button('stop').click();
  await example.root.locator('.ex-end', { hasText: 'Stopped' }).waitFor();
  assert.equal(await example.output.innerText(), 'on\n');
});

test('a flood of output leaves the page usable and says what is left out', async () => {
  const example = await open('for i in range(200000):\n    print("line", i)\n');
  await example.run();
  const text = await example.output.innerText();
  assert.ok(text.startsWith('line 0\nline 1\n'));
  assert.match(text, /characters left out/);
  assert.ok(text.endsWith('line 199999\n'));
});

test('Restore brings the original back and can be undone', async () => {
  const context = await newContext();
  const page = await context.newPage();
  await page.goto(site.origin + place.path);
  const original = (await page.locator(`[id="${place.id}"] .ex-file.active code`).textContent())!;
  await page.close();
  const example = await open('print("mine")', 'output', context);
  await example.button('reset').click();
  await example.button('undo').waitFor();
  assert.equal(await editorText(example), original);
  await example.button('undo').click();
  await example.editor.filter({ hasText: 'mine' }).waitFor();
  assert.equal(await editorText(example), 'print("mine")');
});

test('edits are there again after a reload', async () => {
  const example = await open('print("kept")');
  await example.page.goto(site.origin + place.path);
  await example.editor.filter({ hasText: 'kept' }).waitFor();
  assert.equal(await editorText(example), 'print("kept")');
});

test('a copied link restores program, panel and chosen range elsewhere', async () => {
  const context = await newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const example = await open('total = 1 + 2\n', 'ast', context);
  await example.panel('ast').locator('.ex-node', { hasText: 'BinOp' }).click();
  await example.button('link').click();
  await example.root.locator('.ex-status', { hasText: 'Link copied' }).waitFor();
  const link = await example.page.evaluate(() => navigator.clipboard.readText());
  const page = await (await newContext()).newPage();
  await page.goto(link);
  const other = exampleOn(page);
  await other.root.locator('.cm-content .ex-lit').first().waitFor();
  assert.equal((await editorText(other)).trimEnd(), 'total = 1 + 2');
  assert.ok(await other.panel('ast').isVisible());
  assert.equal((await other.root.locator('.cm-content .ex-lit').allInnerTexts()).join(''), '1 + 2');
  await other.panel('ast').locator('.lit > .ex-node', { hasText: 'BinOp' }).waitFor();
});

test('pointing at code lights the innermost counterpart, and the other way round', async () => {
  const example = await open('total = price * 3\n', 'bytecode');
  await example.panel('bytecode').locator('tr', { hasText: 'BINARY_OP' }).hover();
  assert.equal((await example.root.locator('.cm-content .ex-lit').allInnerTexts()).join(''), 'price * 3');
  await example.root.locator('[data-tab=tokens]').click();
  const line = await example.root.locator('.cm-line').first().boundingBox();
  const width = await example.root
    .locator('.cm-line')
    .first()
    .evaluate(element => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return range.getBoundingClientRect().width;
    });
  await example.page.mouse.move(line!.x + (width / 17) * 9.5, line!.y + line!.height / 2);
  await example.panel('tokens').locator('tr.lit', { hasText: 'price' }).waitFor();
  assert.equal(await example.panel('tokens').locator('tr.lit').count(), 1);
});

test('arrow keys go through a panel and light the code', async () => {
  const example = await open('a = 1\n', 'tokens');
  await example.panel('tokens').locator('tr[tabindex="0"]').focus();
  await example.page.keyboard.press('ArrowDown');
  await example.page.keyboard.press('ArrowDown');
  assert.equal((await example.root.locator('.cm-content .ex-lit').allInnerTexts()).join(''), '1');
});

test('input() asks in place, and the answer becomes part of the output', async () => {
  const example = await open('name = input("Who? ")\nprint("Hello", name)\n');
  await example.button('run').click();
  const field = example.root.getByLabel('Input for the program');
  await field.waitFor();
  assert.equal(await field.evaluate(element => document.activeElement === element), true);
  await field.fill('Ada');
  await field.press('Enter');
  await example.root.locator('.ex-end', { hasText: 'Finished' }).waitFor();
  assert.equal(await example.output.innerText(), 'Who? Ada\nHello Ada\n');
});

test('an exception shows its traceback and marks its place', async () => {
  const example = await open('def f(x):\n    return 1 / x\n\nf(0) + 2\n');
  await example.run();
  assert.match(await example.output.innerText(), /ZeroDivisionError: division by zero/);
  assert.ok(await example.output.locator('.ex-stderr').first().isVisible());
  assert.notEqual((await example.root.locator('.cm-content .ex-mark').allInnerTexts()).join(''), '');
});

test('a SyntaxError is marked while typing and told by every stage', async () => {
  const example = await open('print("open"\n', 'ast');
  await example.editor.click();
  await example.page.keyboard.press('End');
  await example.page.keyboard.type(' ');
  await example.panel('ast').locator('.ex-error', { hasText: 'was never closed' }).waitFor();
  await example.settled();
  assert.equal((await example.root.locator('.cm-content .ex-mark').allInnerTexts()).join(''), '(');
});

test('everything works by keyboard, and Tab is no trap', async () => {
  const context = await newContext();
  const page = await context.newPage();
  await page.goto(site.origin + place.path);
  const example = exampleOn(page);
  await example.root.locator('.ex-file.active .ex-code').focus();
  await page.keyboard.press('Enter');
  await example.editor.and(page.locator(':focus')).waitFor();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('print("by keyboard")');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  assert.equal(await example.editor.evaluate(content => content.contains(document.activeElement)), false);
  await page.keyboard.press('ControlOrMeta+Enter');
  await example.output.filter({ hasText: 'by keyboard' }).waitFor();
  await example.root.locator('[role=tab][aria-selected=true]').focus();
  await page.keyboard.press('ArrowRight');
  assert.equal(await example.root.locator('[role=tab][aria-selected=true]').innerText(), 'Tokens');
  assert.ok(await example.panel('tokens').isVisible());
  await context.close();
});

test('on a phone nothing is wider than the screen, and a tap lights its counterpart', async () => {
  const context = await newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const example = await open('answer = 40 + 2\n', 'tokens', context);
  assert.ok(await example.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await example.panel('tokens').locator('tr', { hasText: 'PLUS' }).tap();
  assert.equal((await example.root.locator('.cm-content .ex-lit').allInnerTexts()).join(''), '+');
});

test('the steps of a run follow it, light their code, and are outdated by an edit', async () => {
  const example = await open('answer = 6\nanswer = answer * 7\n', 'steps');
  await example.run();
  await example.root.locator('[data-tab=steps]').click();
  const steps = example.panel('steps');
  await steps.locator('tr', { hasText: 'BINARY_OP' }).click();
  assert.equal((await example.root.locator('.cm-content .ex-lit').allInnerTexts()).join(''), 'answer * 7');
  assert.deepEqual(await steps.locator('tr.lit .ex-value').allInnerTexts(), ['6', '7']);
  assert.match(await steps.locator('.ex-hint').innerText(), /answer = 6/);
  await example.page.keyboard.press('ArrowDown');
  assert.match(await steps.locator('tr:focus').innerText(), /STORE_NAME/);
  await example.editor.fill('answer = 1');
  await example.root.locator('.ex-panel.outdated[data-panel=steps]').waitFor();
});

/** The example that imports a module, on its own page. */
async function openImporting(context: BrowserContext, hash = ''): Promise<Locator> {
  const page = await context.newPage();
  await page.goto(`${site.origin}/examples/import-twice/${hash}`);
  return page.locator('[id="import-twice"]');
}

const finished = (root: Locator): Promise<void> => root.locator('.ex-end', { hasText: 'Finished' }).waitFor();

test('an import leaves a .pyc, which can be read in a tab and is found by the next run', async () => {
  const context = await newContext();
  const root = await openImporting(context);
  const made = root.locator('.ex-made');
  await root.locator('.ex-made-tab').click();
  await made.waitFor();
  assert.match(await made.innerText(), /magic number\s+3627/);
  assert.ok(await made.locator('.ex-listing').first().isVisible());
  for (const before of ['False', 'True']) {
    await root.locator('.ex-end').evaluate(end => (end.textContent = ''));
    await root.locator('[data-do=run]').click();
    await finished(root);
    assert.match(await root.locator('.ex-text').innerText(), new RegExp(`kept before\\? ${before}`));
  }
  assert.ok(await made.isVisible(), 'the open file stays open');
  await context.close();
});

test('every file can be edited, is part of the link, and comes back by Restore', async () => {
  const context = await newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const root = await openImporting(context);
  await root.locator('.ex-filetab', { hasText: 'greetings.py' }).first().click();
  await root.locator('.ex-file.active .ex-code').click();
  await root.locator('.cm-content').fill('def hello(name):\n    return "Good day, " + name\n');
  await root.locator('[data-do=run]').click();
  await finished(root);
  assert.match(await root.locator('.ex-text').innerText(), /Good day, World/);
  await root.locator('[data-do=link]').click();
  await root.locator('.ex-status', { hasText: 'Link copied' }).waitFor();
  const link = await root.page().evaluate(() => navigator.clipboard.readText());
  const other = await openImporting(await newContext(), new URL(link).hash);
  await other.locator('.cm-content', { hasText: 'Good day' }).waitFor();
  assert.equal(await other.locator('.ex-filetab[aria-pressed=true]').innerText(), 'greetings.py');
  await root.locator('[data-do=reset]').click();
  await root.locator('.cm-content', { hasText: 'f"Hello {name}"' }).waitFor();
  await context.close();
});

test('a link names one of several instructions for the same code', async () => {
  const context = await newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const example = await open('print(1)\n', 'bytecode', context);
  await example.panel('bytecode').locator('tr', { hasText: 'PUSH_NULL' }).click();
  await example.button('link').click();
  await example.root.locator('.ex-status', { hasText: 'Link copied' }).waitFor();
  const page = await (await newContext()).newPage();
  await page.goto(await example.page.evaluate(() => navigator.clipboard.readText()));
  const lit = exampleOn(page).panel('bytecode').locator('tr.lit');
  await lit.first().waitFor();
  assert.deepEqual(await lit.locator('.ex-type').allInnerTexts(), ['PUSH_NULL']);
});

test('an example goes to its own page with the edits, and can be embedded there', async () => {
  const example = await open('print("taken along")\n');
  await example.button('alone').click();
  await example.page.waitForURL(url => url.pathname.startsWith('/examples/'));
  const root = example.page.locator('py-example');
  await root.locator('.cm-content', { hasText: 'taken along' }).waitFor();
  await example.page.locator('embed-code summary').click();
  const field = example.page.locator('embed-code textarea');
  await example.page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('embed-code textarea')!.value !== '');
  const source = /src="([^"]+)"/.exec(await field.inputValue())![1].replaceAll('&amp;', '&');
  await example.page.goto('about:blank');
  await example.page.goto(source);
  await root.locator('.cm-content', { hasText: 'taken along' }).waitFor();
  assert.equal(await example.page.getByRole('banner').isVisible(), false);
});

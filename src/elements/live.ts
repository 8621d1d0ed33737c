/**
 * An example come alive: it knows the files and their edits, runs them, and keeps the panels true to them.
 *
 * Loaded when an example is first touched. The worker is shared by all examples of a page; the editor is loaded when code is first edited.
 */
import { STAGES, STEP_LIMIT } from '../stages/types.ts';
import type { FileEntry, Inspection, Stage, Step } from '../stages/types.ts';
import { PythonClient } from '../worker/client.ts';
import type { RunHandle } from '../worker/client.ts';
import type { Editor } from './editor.ts';
import type { PyExample } from './example.ts';
import { StaticCode, forget } from './linking.ts';
import type { Span } from './linking.ts';
import { OutputView } from './output.ts';
import { renderMade, renderStage, renderSteps } from './render.ts';
import { hashOf } from './share.ts';
import type { SharedState } from './share.ts';
import { startedWorker } from './start.ts';
import { storeEdits, storedEdits } from './storage.ts';
import type { EditedFiles } from './storage.ts';

/** How long the reader must pause before the panels are made anew. */
const INSPECT_DELAY = 120;

let sharedClient: PythonClient | null = null;

function clientFor(library: string): PythonClient {
  sharedClient ??= new PythonClient(startedWorker, new URL(library, location.href).href);
  return sharedClient;
}

export class Live {
  private readonly example: PyExample;
  private readonly client: PythonClient;
  private readonly originals = new Map<string, string>();
  private readonly texts = new Map<string, string>();
  private readonly output: OutputView;
  private readonly main: string;
  private path: string;
  private editor: Promise<Editor> | null = null;
  private opened: Editor | null = null;
  private current: RunHandle | null = null;
  private inspectTimer: ReturnType<typeof setTimeout> | undefined;
  /** The source that the panels tell of; null while it is being looked at. */
  private inspection: Inspection | null = null;
  /** The program whose steps are shown. */
  private stepped: string;
  /** What a link chose, until the panels tell of its program. */
  private toChoose: SharedState | null = null;
  /** Whether the next run finds an empty folder. */
  private fresh = true;
  private readonly outdated = new Set<Stage>();
  private beforeReset: EditedFiles | null = null;
  private syntaxError: Span | null = null;
  /** The program whose output is shown, and where it failed. */
  private printed: { program: string; error: Span | null };

  constructor(example: PyExample) {
    this.example = example;
    for (const file of example.querySelectorAll<HTMLElement>('.ex-file:not(.ex-made)')) {
      const text = file.querySelector('code')!.textContent ?? '';
      this.originals.set(file.dataset.path!, text);
      this.texts.set(file.dataset.path!, text);
    }
    this.main = this.path = example.dataset.file!;
    this.stepped = this.program();
    this.printed = { program: this.stepped, error: example.printedError };
    this.output = new OutputView(example.panel('output')!);
    this.client = clientFor(example.dataset.library!);
    this.client.warm();
    example.addEventListener('panel', () => this.renderShown());
    example.querySelector('.ex-source')!.addEventListener('pointerenter', () => void import('./editor.ts'), { once: true });
    const edits = storedEdits(example.id);
    if (edits !== null) void this.apply(edits, 'Your edits from before are back.');
  }

  perform(action: string, button: HTMLElement): void {
    switch (action) {
      case 'run':
        return this.run();
      case 'stop':
        return this.current?.stop();
      case 'reset':
        return void this.reset();
      case 'undo':
        return void this.apply(this.beforeReset ?? {}, 'Your edits are back.');
      case 'link':
        return void this.copyLink();
      case 'file':
        return this.openFile(button.dataset.path!);
      case 'place':
        return this.opened?.focus();
    }
  }

  run(): void {
    const { output, example } = this;
    this.current?.stop();
    example.show('output');
    const program = this.program();
    const sources = new Map(this.texts);
    this.printed = { program, error: null };
    this.mark();
    const suggestions = example.dataset.stdin?.replace(/\n$/, '').split('\n') ?? [];
    const handle = this.client.run(
      {
        filename: this.main,
        source: withNewline(sources.get(this.main)!),
        files: [...sources].filter(([path]) => path !== this.main).map(([path, text]) => ({ path, text: withNewline(text) })),
        ...(example.dataset.keep === undefined ? {} : { folder: { name: example.id, fresh: this.fresh } }),
      },
      {
        started: () => output.begin(),
        output: chunks => output.output(chunks),
        tail: (omitted, chunks) => output.tail(omitted, chunks),
        phase: phase => output.phase(phase, suggestions, line => handle.answer(line)),
        files: files => this.showFiles(files),
        steps: steps => this.showSteps(steps, program),
        done: end => {
          output.done(end);
          this.printed = { program, error: end.kind === 'ended' ? (end.outcome.error?.range ?? null) : null };
          output.outdated(program !== this.program());
          this.mark();
          this.ended(handle);
        },
        failed: message => {
          output.failed(message);
          this.ended(handle);
        },
      },
    );
    this.current = handle;
    this.fresh = false;
    this.button('stop').removeAttribute('disabled');
    example.classList.add('running');
  }

  /** Puts the editor in the place of the code; `at` says where the caret goes, null leaves the focus where it is. */
  async edit(at: { x: number; y: number } | 'start' | null): Promise<void> {
    const editor = await this.openEditor();
    if (at !== null) editor.placeCaret(at);
  }

  /** Restores a link's program. */
  async open(shared: SharedState): Promise<void> {
    if (shared.code !== null) {
      const { unpack } = await import('./packing.ts');
      const files = unpack(shared.code);
      if (files === null) return this.say('This link is damaged: the original program is shown.');
      await this.apply(files, 'The program of the link is shown.');
    }
    if (shared.file !== null) this.openFile(shared.file);
    if (this.example.fresh) this.example.choose(shared);
    else this.toChoose = shared;
  }

  private openEditor(): Promise<Editor> {
    this.editor ??= import('./editor.ts').then(({ Editor }) => {
      const { example } = this;
      const source = example.querySelector<HTMLElement>('.ex-source')!;
      const shown = example.querySelector<HTMLElement>('.ex-file.active pre')!;
      const editor = new Editor(this.texts, this.path, `${example.dataset.label}: Python code`, `${example.id}-keys`, {
        changed: (path, text) => this.changed(path, text),
        pointed: offset => example.pointAt(offset, true),
      });
      const hadFocus = document.activeElement === shown;
      const scroll = { left: shown.scrollLeft, top: shown.scrollTop };
      source.append(editor.dom);
      example.classList.add('editing');
      editor.scroll = scroll;
      example.view.lit([]);
      example.view = this.opened = editor;
      example.light(example.pinned, 'code');
      this.mark();
      if (hadFocus) editor.focus();
      return editor;
    });
    return this.editor;
  }

  private changed(path: string, text: string): void {
    this.texts.set(path, text);
    // The mark of a SyntaxError moves with the text until the next inspection.
    if (this.syntaxError === null) this.mark();
    this.beforeReset = null;
    this.example.pinned = [];
    storeEdits(this.example.id, this.edits());
    this.button('reset').hidden = !this.edited();
    this.output.outdated(this.program() !== this.printed.program);
    this.linkSteps();
    this.example.querySelector<HTMLElement>('.ex-source')!.dataset.digits = String(Math.max(2, String(text.split('\n').length).length));
    this.inspectSoon();
  }

  /** All files as one text, to tell one program from another. */
  private program(): string {
    return JSON.stringify([...this.texts]);
  }

  private edits(): EditedFiles {
    return Object.fromEntries([...this.texts].filter(([path, text]) => this.originals.get(path) !== text));
  }

  private edited(): boolean {
    return Object.keys(this.edits()).length > 0;
  }

  /** Brings edited files into the editor, each as one step that can be undone. */
  private async apply(files: EditedFiles, message: string): Promise<void> {
    const editor = await this.openEditor();
    for (const [path, text] of Object.entries(files)) if (this.texts.has(path)) editor.replace(path, text);
    this.say(message);
  }

  private async reset(): Promise<void> {
    const before = this.edits();
    const editor = await this.openEditor();
    for (const [path, text] of this.originals) editor.replace(path, text);
    this.fresh = true;
    this.beforeReset = before;
    this.say('The original is back.', '<button type="button" class="ex-undo" data-do="undo">Undo</button>');
    this.button('run').focus({ preventScroll: true });
  }

  /** Program, panel, file and choice as the end of an address. */
  async address(): Promise<string> {
    const { example } = this;
    const edits = this.edits();
    const code = Object.keys(edits).length === 0 ? null : (await import('./packing.ts')).pack(edits);
    const [at = null] = example.pinned;
    const open = example.querySelector<HTMLElement>('.ex-file.active')!.dataset.path!;
    const file = open === this.main ? null : open;
    return hashOf(example.id, { show: example.dataset.show!, at, item: example.chosenItem(), file, code });
  }

  private async copyLink(): Promise<void> {
    history.replaceState(null, '', await this.address());
    try {
      await navigator.clipboard.writeText(location.href);
      this.say('Link copied.');
    } catch {
      this.say('The link is in the address bar.');
    }
  }

  /** Brings a file to the front. The panels go on to tell of the last source, when it is one that a program has written. */
  openFile(path: string): void {
    const { example } = this;
    if (![...example.querySelectorAll<HTMLElement>('.ex-file')].some(file => file.dataset.path === path)) return;
    for (const tab of example.querySelectorAll<HTMLElement>('.ex-filetab'))
      tab.setAttribute('aria-pressed', String(tab.dataset.path === path));
    for (const file of example.querySelectorAll<HTMLElement>('.ex-file')) file.classList.toggle('active', file.dataset.path === path);
    if (path === this.path || !this.texts.has(path)) return;
    this.path = path;
    example.view.lit([]);
    example.pinned = [];
    if (this.opened !== null) this.opened.open(path);
    else example.view = new StaticCode(example.querySelector<HTMLElement>('.ex-file.active code')!);
    this.syntaxError = null;
    this.linkSteps();
    this.inspectSoon(0);
  }

  private inspectSoon(delay = INSPECT_DELAY): void {
    this.example.fresh = false;
    this.example.light([]);
    clearTimeout(this.inspectTimer);
    this.inspectTimer = setTimeout(() => void this.inspect(), delay);
  }

  private async inspect(): Promise<void> {
    const { path } = this;
    const text = this.texts.get(path)!;
    try {
      const result = await this.client.inspect(withNewline(text), path);
      if (path !== this.path || text !== this.texts.get(path)) return;
      this.inspection = result;
      for (const stage of STAGES) this.outdated.add(stage);
      // The parser knows best what is wrong; the token stream alone may end with less said.
      const failed = [result.ast, result.scopes, result.bytecode, result.tokens].find(stage => 'error' in stage);
      this.syntaxError = failed === undefined ? null : failed.error.range;
      this.mark();
      this.example.fresh = true;
      this.renderShown();
      this.example.light(this.example.pinned);
      if (this.toChoose !== null) this.example.choose(this.toChoose);
      this.toChoose = null;
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error));
    }
  }

  private renderShown(): void {
    const stage = STAGES.find(name => name === this.example.dataset.show);
    if (stage === undefined || this.inspection === null || !this.outdated.delete(stage)) return;
    const panel = this.example.panel(stage)!;
    const body = panel.querySelector<HTMLElement>('.ex-body')!;
    body.innerHTML = renderStage(stage, this.inspection);
    forget(panel);
    body.querySelector<HTMLElement>('[data-r][tabindex="-1"]')?.setAttribute('tabindex', '0');
  }

  private showFiles(files: readonly FileEntry[]): void {
    const { example } = this;
    const open = example.querySelector<HTMLElement>('.ex-made.active')?.dataset.path;
    for (const old of example.querySelectorAll('.ex-made, .ex-made-tab')) old.remove();
    const made = files.filter(file => file.written && !this.texts.has(file.path));
    const { tabs, bodies } = renderMade(made, example.dataset.label!);
    const bar = example.querySelector<HTMLElement>('.ex-filetabs')!;
    bar.insertAdjacentHTML('beforeend', tabs);
    bar.hidden = made.length + this.texts.size < 2;
    example.querySelector('.ex-source')!.insertAdjacentHTML('beforeend', bodies);
    if (open !== undefined) this.openFile(made.some(({ path }) => path === open) ? open : this.path);
  }

  private showSteps(steps: readonly Step[], program: string): void {
    const panel = this.example.panel('steps')!;
    panel.querySelector('.ex-body')!.innerHTML = renderSteps(steps, STEP_LIMIT);
    this.stepped = program;
    this.linkSteps();
    panel.querySelector('tr[tabindex="-1"]')?.setAttribute('tabindex', '0');
  }

  /** The steps belong to the main file as it was run: only while it is open and unchanged do they point into it. */
  private linkSteps(): void {
    const panel = this.example.panel('steps')!;
    const current = this.program() === this.stepped;
    panel.classList.toggle('outdated', !current);
    const linked = current && this.path === this.main;
    for (const row of panel.querySelectorAll<HTMLElement>('tr[data-r]')) {
      row.dataset.was ??= row.dataset.r;
      row.dataset.r = linked ? row.dataset.was : '';
    }
    forget(panel);
  }

  /** An error of the last run belongs to the main file; a SyntaxError to the file that is open. */
  private mark(): void {
    const printed = this.path === this.main && this.program() === this.printed.program ? this.printed.error : null;
    this.example.view.mark(this.syntaxError ?? printed);
  }

  private ended(handle: RunHandle): void {
    if (this.current !== handle) return;
    this.current = null;
    const stop = this.button('stop');
    if (document.activeElement === stop) this.button('run').focus({ preventScroll: true });
    stop.setAttribute('disabled', '');
    this.example.classList.remove('running');
  }

  private say(message: string, html = ''): void {
    const status = this.example.querySelector<HTMLElement>('.ex-status')!;
    status.textContent = message;
    if (html !== '') status.insertAdjacentHTML('beforeend', ` ${html}`);
  }

  private button(action: string): HTMLElement {
    return this.example.querySelector<HTMLElement>(`[data-do=${action}]`)!;
  }
}

function withNewline(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

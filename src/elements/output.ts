/**
 * The Output panel while programs run: text as it comes, the line that `input()` waits for, and how the program ended.
 *
 * The old output stays until the new program has something to show, and nothing spins before half a second has passed.
 */
import type { OutputChunk } from '../stages/types.ts';
import type { RunEnd } from '../worker/client.ts';
import type { RunPhase } from '../worker/protocol.ts';
import { renderChunks } from './render.ts';

const SPINNER_DELAY = 500;

export class OutputView {
  private readonly box: HTMLElement;
  private readonly text: HTMLElement;
  private readonly end: HTMLElement;
  private readonly scroller: HTMLElement;
  private gap: HTMLElement | null = null;
  private tailBox: HTMLElement | null = null;
  private form: HTMLFormElement | null = null;
  private old = false;
  private spinner: ReturnType<typeof setTimeout> | undefined;

  constructor(panel: HTMLElement) {
    this.box = panel.querySelector<HTMLElement>('.ex-output')!;
    this.text = panel.querySelector<HTMLElement>('.ex-text')!;
    this.end = panel.querySelector<HTMLElement>('.ex-end')!;
    this.scroller = panel.querySelector<HTMLElement>('.ex-body')!;
  }

  /** Says that the program has changed since it printed this. */
  outdated(is: boolean): void {
    this.box.classList.toggle('stale', is);
  }

  begin(): void {
    this.old = true;
    this.form?.remove();
    this.form = null;
    clearTimeout(this.spinner);
    this.spinner = setTimeout(() => this.box.classList.add('busy'), SPINNER_DELAY);
  }

  output(chunks: readonly OutputChunk[]): void {
    this.clearOld();
    this.following(() => this.text.insertAdjacentHTML('beforeend', renderChunks(chunks)));
  }

  tail(omitted: number, chunks: readonly OutputChunk[]): void {
    this.clearOld();
    this.following(() => {
      if (this.gap === null || this.tailBox === null) {
        this.gap = document.createElement('span');
        this.gap.className = 'ex-gap';
        this.tailBox = document.createElement('span');
        this.text.append(this.gap, this.tailBox);
      }
      this.gap.textContent = omitted === 0 ? '' : `${omitted.toLocaleString('en')} characters left out`;
      this.gap.hidden = omitted === 0;
      this.tailBox.innerHTML = renderChunks(chunks);
    });
  }

  /** `suggestions` are answers to offer, one for each question; the one offered is taken off. */
  phase(phase: RunPhase, suggestions: string[], answer: (line: string | null) => void): void {
    if (phase === 'input') this.ask(suggestions.shift() ?? '', answer);
    else if (phase === 'running') this.form = null;
  }

  done(end: RunEnd): void {
    this.finish();
    if (end.kind === 'stopped') this.end.textContent = 'Stopped.';
    else {
      if (this.text.textContent === '') this.text.innerHTML = '<span class="ex-dim">(no output)</span>';
      const { exitCode } = end.outcome;
      this.end.textContent = `${exitCode === 0 ? 'Finished' : `Exit code ${exitCode}`} after ${duration(end.milliseconds)}`;
    }
  }

  failed(message: string): void {
    this.finish();
    this.end.textContent = message;
  }

  private finish(): void {
    this.clearOld();
    this.form?.remove();
    this.form = null;
    clearTimeout(this.spinner);
    this.box.classList.remove('busy');
    this.outdated(false);
  }

  private clearOld(): void {
    if (!this.old) return;
    this.old = false;
    this.text.textContent = this.end.textContent = '';
    this.gap = this.tailBox = null;
    this.outdated(false);
  }

  /** A line to type, right behind the prompt that the program printed. */
  private ask(suggestion: string, answer: (line: string | null) => void): void {
    this.clearOld();
    clearTimeout(this.spinner);
    this.box.classList.remove('busy');
    const form = document.createElement('form');
    form.className = 'ex-input';
    form.innerHTML =
      '<label><span class="visually-hidden">Input for the program</span>' +
      '<input type="text" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="send"></label><button type="submit">Enter</button>';
    const field = form.querySelector('input')!;
    form.addEventListener('submit', event => {
      event.preventDefault();
      const echo = document.createElement('span');
      echo.className = 'ex-stdin';
      echo.textContent = `${field.value}\n`;
      form.replaceWith(echo);
      answer(`${field.value}\n`);
    });
    field.addEventListener('keydown', event => {
      // Control+D on an empty line ends the input, as in a terminal.
      if (event.key !== 'd' || !event.ctrlKey || field.value !== '') return;
      event.preventDefault();
      form.remove();
      answer(null);
    });
    this.form = form;
    this.text.append(form);
    this.scroller.scrollTop = this.scroller.scrollHeight;
    field.value = suggestion;
    field.focus({ preventScroll: true });
    field.select();
  }

  /** Keeps the end in view if it was in view. */
  private following(change: () => void): void {
    const { scroller } = this;
    const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 24;
    change();
    if (atEnd) scroller.scrollTop = scroller.scrollHeight;
  }
}

function duration(milliseconds: number): string {
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`;
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}

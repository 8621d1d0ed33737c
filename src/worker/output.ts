/**
 * A program's output on its way to the page: decoded, batched, and bounded.
 *
 * Output is sent while the program prints, not only between slices: native code can keep a slice from ending, and what was printed before must not
 * be lost with it. But no more often than every 16 ms.
 *
 * A program can print faster than a page can show. The beginning is sent as it comes; past `HEAD_LIMIT` only the newest `TAIL_LIMIT`
 * characters are kept and sent a few times a second, with the number of characters left out between the two. So the volume of messages, the
 * memory held and the page's work are bounded whatever the program does.
 */
import type { OutputChunk } from '../stages/types.ts';

export const HEAD_LIMIT = 1 << 16;
export const TAIL_LIMIT = 1 << 15;
/** While output still streams, less of the tail is enough to see that it does. */
const LIVE_TAIL = 1 << 12;
const TAIL_INTERVAL = 120;
const FLUSH_INTERVAL = 16;

export interface OutputSink {
  output(chunks: OutputChunk[]): void;
  tail(omitted: number, chunks: OutputChunk[]): void;
}

export class OutputBuffer {
  private readonly sink: OutputSink;
  private readonly now: () => number;
  private readonly decoders = [new TextDecoder(), new TextDecoder()];
  private pending: OutputChunk[] = [];
  private sent = 0;
  private tail: OutputChunk[] = [];
  private tailLength = 0;
  private omitted = 0;
  private flushedAt = -Infinity;
  private tailSentAt = -Infinity;
  private tailChanged = false;

  /** `now` gives milliseconds. */
  constructor(sink: OutputSink, now: () => number = () => performance.now()) {
    this.sink = sink;
    this.now = now;
  }

  write(fd: 1 | 2, bytes: Uint8Array): void {
    this.add(fd, this.decoders[fd - 1].decode(bytes, { stream: true }));
    if (this.now() - this.flushedAt >= FLUSH_INTERVAL) this.flush();
  }

  /** Sends what has gathered; the tail only when its time has come. Called between slices. */
  flush(): void {
    const now = this.now();
    this.flushedAt = now;
    if (this.pending.length > 0) {
      this.sink.output(this.pending);
      this.pending = [];
    }
    if (this.tailChanged && now - this.tailSentAt >= TAIL_INTERVAL) this.sendTail(now, LIVE_TAIL);
  }

  /** Sends everything there is: before a wait, and at the end. */
  finish(): void {
    this.flush();
    if (this.tail.length > 0) this.sendTail(this.now(), TAIL_LIMIT);
  }

  private add(fd: 1 | 2, text: string): void {
    if (text === '') return;
    const room = HEAD_LIMIT - this.sent;
    if (room > 0) {
      const head = text.length <= room ? text : text.slice(0, room);
      append(this.pending, fd, head);
      this.sent += head.length;
      text = text.slice(head.length);
      if (text === '') return;
    }
    if (text.length > TAIL_LIMIT) {
      this.omitted += text.length - TAIL_LIMIT;
      text = text.slice(-TAIL_LIMIT);
    }
    append(this.tail, fd, text);
    this.tailLength += text.length;
    this.tailChanged = true;
    // Trimming at twice the limit makes it rare.
    if (this.tailLength > 2 * TAIL_LIMIT) this.trim();
  }

  private trim(): void {
    const kept = lastCharacters(this.tail, TAIL_LIMIT);
    const length = lengthOf(kept);
    this.omitted += this.tailLength - length;
    this.tail = kept;
    this.tailLength = length;
  }

  private sendTail(now: number, limit: number): void {
    this.trim();
    const chunks = lastCharacters(this.tail, limit);
    this.sink.tail(this.omitted + this.tailLength - lengthOf(chunks), chunks);
    this.tailSentAt = now;
    this.tailChanged = false;
  }
}

function append(chunks: OutputChunk[], fd: 1 | 2, text: string): void {
  const last = chunks.at(-1);
  if (last?.fd === fd) chunks[chunks.length - 1] = { fd, text: last.text + text };
  else chunks.push({ fd, text });
}

function lengthOf(chunks: readonly OutputChunk[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.text.length, 0);
}

/** The last `limit` characters, from the start of a line where one is near. */
function lastCharacters(chunks: readonly OutputChunk[], limit: number): OutputChunk[] {
  const kept: OutputChunk[] = [];
  let room = limit;
  for (let i = chunks.length - 1; i >= 0 && room > 0; i--) {
    let { text } = chunks[i];
    if (text.length > room) {
      text = text.slice(-room);
      const newline = text.indexOf('\n');
      if (newline >= 0 && newline < text.length - 1) text = text.slice(newline + 1);
      room = 0;
    } else room -= text.length;
    kept.unshift({ fd: chunks[i].fd, text });
  }
  return kept;
}

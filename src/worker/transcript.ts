/**
 * What a run has shown and has been told, so that it can begin again without the reader noticing: until it is where it was, it is silent, gets the
 * same answers, and does not sleep.
 */
export class Transcript {
  /** Bytes shown, by file descriptor; and how many of these are to come again. */
  private readonly shown = [0, 0, 0];
  private readonly repeated = [0, 0, 0];
  private readonly answers: (string | null)[] = [];
  private answered = 0;

  /** Of what the run writes, what the reader has not seen. */
  unseen(fd: 1 | 2, bytes: Uint8Array): Uint8Array {
    const known = Math.min(this.repeated[fd], bytes.length);
    this.repeated[fd] -= known;
    this.shown[fd] += bytes.length - known;
    return bytes.subarray(known);
  }

  /** Notes a new answer. */
  answer(line: string | null): void {
    this.answers.push(line);
    this.answered = this.answers.length;
  }

  /** The answer to a question that has been asked before; undefined for a new question. */
  nextAnswer(): string | null | undefined {
    return this.answered < this.answers.length ? this.answers[this.answered++] : undefined;
  }

  /** Whether there is something still to be shown or asked again. */
  get repeats(): boolean {
    return this.repeated[1] > 0 || this.repeated[2] > 0 || this.answered < this.answers.length;
  }

  /** The run begins again. */
  rewind(): void {
    this.repeated[1] = this.shown[1];
    this.repeated[2] = this.shown[2];
    this.answered = 0;
  }
}

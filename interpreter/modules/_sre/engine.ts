/**
 * The matcher: runs a program over a text, with one stack for all that may have to be undone.
 *
 * An entry of the stack is four numbers. On failure the top one is taken: a register's old value is put back; a choice resumes at its place; a run
 * of single characters gives one back (or takes one more) and goes on.
 */
import { asciiLower, isAsciiWord, isUnicodeWord, unicodeLower, type CharSet } from './charset.ts';
import { I, type Program } from './program.ts';

const CHOICE = 0;
const UNDO = 1;
/** A greedy run: program position, fewest, position reached. */
const RUN = 2;
/** A lazy run: program position, position reached, most. */
const LAZY = 3;

/** Called now and then during long matches, so that they can be stopped. */
export const interruption: { check: () => void } = { check: () => {} };

let stack = new Int32Array(4096);

export type Mode = 'match' | 'fullmatch' | 'search';

export class Matcher {
  private readonly program: Program;
  private readonly registers: Int32Array;
  private readonly groups: number;
  text: Int32Array = new Int32Array();
  /** Where the text ends for this match; it always begins at 0, wherever the search does. */
  end = 0;
  /** A match must not be empty here: one that ended here came before. */
  notEmptyAt = -1;
  matchStart = -1;
  matchEnd = -1;

  constructor(program: Program, groups: number) {
    this.program = program;
    this.groups = groups;
    this.registers = new Int32Array(program.registers).fill(-1);
  }

  /** Positions of a group of the last match (0 is all of it); -1 where it did not take part. */
  span(group: number): [number, number] {
    if (group === 0) return [this.matchStart, this.matchEnd];
    const at = (group - 1) * 2;
    const start = this.registers[at];
    const end = this.registers[at + 1];
    return start < 0 || end < 0 ? [-1, -1] : [start, end];
  }

  /** The group that was closed last; 0 if none. */
  get lastIndex(): number {
    return Math.max(0, this.registers[this.groups * 2]);
  }

  match(at: number): boolean {
    return this.attempt(at, false);
  }

  fullmatch(at: number): boolean {
    return this.attempt(at, true);
  }

  search(from: number): boolean {
    const { text, end, program } = this;
    const { prefix, first, minWidth } = program;
    const last = end - minWidth;
    if (prefix.length > 0) {
      const head = prefix[0];
      const n = prefix.length;
      for (let at = from; at <= last; at++) {
        if (text[at] !== head) continue;
        let k = 1;
        while (k < n && text[at + k] === prefix[k]) k++;
        if (k === n && this.attempt(at, false)) return true;
      }
      return false;
    }
    if (first !== null) {
      for (let at = from; at <= last; at++) if (first.has(text[at]) && this.attempt(at, false)) return true;
      return false;
    }
    for (let at = from; at <= last; at++) if (this.attempt(at, false)) return true;
    return false;
  }

  private attempt(at: number, whole: boolean): boolean {
    this.registers.fill(-1);
    const end = this.run(at, whole);
    if (end < 0) return false;
    this.matchStart = at;
    this.matchEnd = end;
    return true;
  }

  /** Where the match from `origin` ends, or -1. */
  private run(origin: number, whole: boolean): number {
    const { text, end, registers, program, groups } = this;
    const { words, sets, loops } = program;
    const lastIndex = groups * 2;
    let pc = 0;
    let pos = origin;
    let top = 0;
    let steps = 0;

    for (;;) {
      let ok = true;
      switch (words[pc]) {
        case I.CHAR:
          ok = pos < end && text[pos] === words[pc + 1];
          pos++;
          pc += 4;
          break;
        case I.NOT_CHAR:
          ok = pos < end && text[pos] !== words[pc + 1];
          pos++;
          pc += 4;
          break;
        case I.ANY:
          ok = pos < end && text[pos] !== 10;
          pos++;
          pc += 4;
          break;
        case I.ANY_ALL:
          ok = pos < end;
          pos++;
          pc += 4;
          break;
        case I.SET:
          ok = pos < end && sets[words[pc + 1]].has(text[pos]);
          pos++;
          pc += 4;
          break;
        case I.AT:
          ok = this.isAt(words[pc + 1], pos);
          pc += 4;
          break;
        case I.MARK: {
          const mark = words[pc + 1];
          if (top + 8 > stack.length) grow();
          stack[top] = UNDO;
          stack[top + 1] = mark;
          stack[top + 2] = registers[mark];
          top += 4;
          registers[mark] = pos;
          if ((mark & 1) === 1) {
            stack[top] = UNDO;
            stack[top + 1] = lastIndex;
            stack[top + 2] = registers[lastIndex];
            top += 4;
            registers[lastIndex] = (mark >> 1) + 1;
          }
          pc += 4;
          break;
        }
        case I.GROUPREF: {
          const from = registers[words[pc + 1] * 2];
          const to = registers[words[pc + 1] * 2 + 1];
          ok = from >= 0 && to >= from && pos + (to - from) <= end;
          if (ok) {
            const lower = words[pc + 2] === 0 ? null : words[pc + 2] === 2 ? unicodeLower : asciiLower;
            for (let i = from; ok && i < to; i++, pos++)
              ok = text[i] === text[pos] || (lower !== null && lower(text[i]) === lower(text[pos]));
          }
          pc += 4;
          break;
        }
        case I.IF_GROUP: {
          const from = registers[words[pc + 1] * 2];
          const to = registers[words[pc + 1] * 2 + 1];
          pc = from >= 0 && to >= from ? pc + 4 : words[pc + 2];
          break;
        }
        case I.JUMP:
          pc = words[pc + 1];
          break;
        case I.BRANCH: {
          const first = words[pc + 3];
          if (first !== -1 && (pos >= end || (first >= 0 ? text[pos] !== first : !sets[-2 - first].has(text[pos])))) {
            pc = words[pc + 1];
            break;
          }
          if (top + 4 > stack.length) grow();
          stack[top] = CHOICE;
          stack[top + 1] = words[pc + 1];
          stack[top + 2] = pos;
          top += 4;
          pc += 4;
          break;
        }
        case I.LOOP: {
          const register = words[pc + 1];
          if (top + 8 > stack.length) grow();
          stack[top] = UNDO;
          stack[top + 1] = register;
          stack[top + 2] = registers[register];
          stack[top + 4] = UNDO;
          stack[top + 5] = register + 1;
          stack[top + 6] = registers[register + 1];
          top += 8;
          registers[register] = -1;
          registers[register + 1] = -1;
          pc += 4;
          break;
        }
        case I.MAX_UNTIL: {
          const register = words[pc + 1];
          const loop = loops[words[pc + 2]];
          const count = registers[register] + 1;
          if (top + 12 > stack.length) grow();
          stack[top] = UNDO;
          stack[top + 1] = register;
          stack[top + 2] = registers[register];
          top += 4;
          registers[register] = count;
          if (count < loop.min) {
            pc = loop.body;
          } else if (count < loop.max && pos !== registers[register + 1]) {
            // One more round, and what follows the loop if that fails.
            stack[top] = CHOICE;
            stack[top + 1] = pc + 4;
            stack[top + 2] = pos;
            stack[top + 4] = UNDO;
            stack[top + 5] = register + 1;
            stack[top + 6] = registers[register + 1];
            top += 8;
            registers[register + 1] = pos;
            pc = loop.body;
          } else pc += 4;
          if ((++steps & 0xffff) === 0) interruption.check();
          break;
        }
        case I.MIN_UNTIL: {
          const register = words[pc + 1];
          const loop = loops[words[pc + 2]];
          const count = registers[register] + 1;
          if (top + 12 > stack.length) grow();
          stack[top] = UNDO;
          stack[top + 1] = register;
          stack[top + 2] = registers[register];
          top += 4;
          registers[register] = count;
          if (count < loop.min) {
            pc = loop.body;
          } else if (count < loop.max && pos !== registers[register + 1]) {
            // What follows the loop, and one more round if that fails.
            stack[top] = UNDO;
            stack[top + 1] = register + 1;
            stack[top + 2] = registers[register + 1];
            stack[top + 4] = CHOICE;
            stack[top + 5] = loop.body;
            stack[top + 6] = pos;
            top += 8;
            registers[register + 1] = pos;
            pc += 4;
          } else pc += 4;
          if ((++steps & 0xffff) === 0) interruption.check();
          break;
        }
        case I.REPEAT_ONE: {
          const min = words[pc + 1];
          const reached = this.countFrom(pc + 4, pos, words[pc + 2]);
          const next = words[pc + 3];
          if (reached - pos < min) {
            ok = false;
            break;
          }
          if (reached - pos > min) {
            if (top + 4 > stack.length) grow();
            stack[top] = RUN;
            stack[top + 1] = next;
            stack[top + 2] = pos + min;
            stack[top + 3] = reached;
            top += 4;
          }
          pos = reached;
          pc = next;
          break;
        }
        case I.MIN_REPEAT_ONE: {
          const min = words[pc + 1];
          const max = words[pc + 2];
          const reached = min === 0 ? pos : this.countFrom(pc + 4, pos, min);
          if (reached - pos < min) {
            ok = false;
            break;
          }
          if (max > min) {
            if (top + 4 > stack.length) grow();
            stack[top] = LAZY;
            stack[top + 1] = pc;
            stack[top + 2] = reached;
            stack[top + 3] = max - min;
            top += 4;
          }
          pos = reached;
          pc = words[pc + 3];
          break;
        }
        case I.POSSESSIVE_ONE: {
          const reached = this.countFrom(pc + 4, pos, words[pc + 2]);
          ok = reached - pos >= words[pc + 1];
          pos = reached;
          pc = words[pc + 3];
          break;
        }
        case I.CUT_BEGIN: {
          const register = words[pc + 1];
          if (top + 4 > stack.length) grow();
          stack[top] = UNDO;
          stack[top + 1] = register;
          stack[top + 2] = registers[register];
          top += 4;
          registers[register] = top;
          pc += 4;
          break;
        }
        case I.CUT_END:
          top = dropChoices(registers[words[pc + 1]], top);
          pc += 4;
          break;
        case I.LOOK_BEGIN: {
          const register = words[pc + 1];
          const back = words[pc + 2];
          if (pos < back) {
            ok = false;
            break;
          }
          if (top + 8 > stack.length) grow();
          stack[top] = UNDO;
          stack[top + 1] = register;
          stack[top + 2] = registers[register];
          stack[top + 4] = UNDO;
          stack[top + 5] = register + 1;
          stack[top + 6] = registers[register + 1];
          top += 8;
          registers[register] = top;
          registers[register + 1] = pos;
          pos -= back;
          pc += 4;
          break;
        }
        case I.LOOK_END: {
          const register = words[pc + 1];
          top = dropChoices(registers[register], top);
          pos = registers[register + 1];
          pc += 4;
          break;
        }
        case I.NOT_BEGIN: {
          const register = words[pc + 1];
          const back = words[pc + 2];
          if (pos < back) {
            // Nothing can be there: the assertion holds.
            pc = words[pc + 3];
            break;
          }
          if (top + 8 > stack.length) grow();
          stack[top] = UNDO;
          stack[top + 1] = register;
          stack[top + 2] = registers[register];
          stack[top + 4] = CHOICE;
          stack[top + 5] = words[pc + 3];
          stack[top + 6] = pos;
          top += 8;
          registers[register] = top - 4;
          pos -= back;
          pc += 4;
          break;
        }
        case I.NOT_END: {
          // It matched, so the assertion fails: the marks it made are undone, the choice to go on is dropped.
          const height = registers[words[pc + 1]];
          while (top > height) {
            top -= 4;
            if (stack[top] === UNDO) registers[stack[top + 1]] = stack[top + 2];
          }
          ok = false;
          break;
        }
        case I.SUCCESS:
          if ((whole && pos !== end) || (pos === this.notEmptyAt && pos === origin)) ok = false;
          else return pos;
          break;
        default:
          ok = false;
      }
      if (ok) continue;

      // Back to the last choice.
      resume: for (;;) {
        if (top === 0) return -1;
        if ((++steps & 0xffff) === 0) interruption.check();
        top -= 4;
        switch (stack[top]) {
          case UNDO:
            registers[stack[top + 1]] = stack[top + 2];
            break;
          case CHOICE:
            pc = stack[top + 1];
            pos = stack[top + 2];
            break resume;
          case RUN: {
            pc = stack[top + 1];
            const fewest = stack[top + 2];
            let reached = stack[top + 3] - 1;
            // Where a certain character must follow, only places before it are tried.
            if (words[pc] === I.CHAR) {
              const c = words[pc + 1];
              while (reached >= fewest && text[reached] !== c) reached--;
              if (reached < fewest) break;
            }
            pos = reached;
            if (reached > fewest) {
              stack[top + 3] = reached;
              top += 4;
            }
            break resume;
          }
          default: {
            const at = stack[top + 1];
            const reached = stack[top + 2];
            const left = stack[top + 3];
            if (this.countFrom(at + 4, reached, 1) === reached) break;
            if (left > 1) {
              stack[top + 2] = reached + 1;
              if (left !== 0x7fffffff) stack[top + 3] = left - 1;
              top += 4;
            }
            pos = reached + 1;
            pc = words[at + 3];
            break resume;
          }
        }
      }
    }
  }

  /** How far the single-character test at `pc` holds from `pos`, at most `most` times. */
  private countFrom(pc: number, pos: number, most: number): number {
    const { text, program } = this;
    const { words } = program;
    const limit = most < this.end - pos ? pos + most : this.end;
    const value = words[pc + 1];
    switch (words[pc]) {
      case I.SET: {
        const set: CharSet = program.sets[value];
        while (pos < limit && set.has(text[pos])) pos++;
        return pos;
      }
      case I.CHAR:
        while (pos < limit && text[pos] === value) pos++;
        return pos;
      case I.NOT_CHAR:
        while (pos < limit && text[pos] !== value) pos++;
        return pos;
      case I.ANY:
        while (pos < limit && text[pos] !== 10) pos++;
        return pos;
      case I.ANY_ALL:
        return limit;
      default:
        return pos;
    }
  }

  /** `AT_*`: beginning, of line, of string; (non-)boundary; end, of line, of string; locale and Unicode boundaries. */
  private isAt(kind: number, pos: number): boolean {
    const { text, end } = this;
    switch (kind) {
      case 0:
      case 2:
        return pos === 0;
      case 1:
        return pos === 0 || text[pos - 1] === 10;
      case 5:
        return pos === end || (pos + 1 === end && text[pos] === 10);
      case 6:
        return pos === end || text[pos] === 10;
      case 7:
        return pos === end;
      default: {
        const isWord = kind >= 10 ? isUnicodeWord : isAsciiWord;
        const before = pos > 0 && isWord(text[pos - 1]);
        const after = pos < end && isWord(text[pos]);
        // Boundaries have the even number of their pair, but for the first pair.
        const boundary = kind === 3 || kind === 8 || kind === 10;
        return (before !== after) === boundary;
      }
    }
  }
}

function grow(): void {
  const grown = new Int32Array(stack.length * 2);
  grown.set(stack);
  stack = grown;
}

/** Removes the choices above `height`; what marks and registers were before stays. */
function dropChoices(height: number, top: number): number {
  let kept = height;
  for (let at = height; at < top; at += 4) {
    if (stack[at] !== UNDO) continue;
    if (kept !== at) {
      stack[kept] = UNDO;
      stack[kept + 1] = stack[at + 1];
      stack[kept + 2] = stack[at + 2];
    }
    kept += 4;
  }
  return kept;
}

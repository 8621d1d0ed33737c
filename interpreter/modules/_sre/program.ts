/**
 * From `re._compiler`'s code to the engine's program.
 *
 * CPython's matcher calls itself for every part of a pattern and so bounds what it can match by memory it allocates by hand. The engine here has
 * no recursion at all: its program says explicitly where matching could go on if it fails ("choices"), and loops keep their counters in registers
 * whose old values are restored on the way back. An instruction is four words: operation and up to three operands; jumps are absolute.
 */
import { asciiLower, CharSet, inCategory, unicodeLower } from './charset.ts';
import { INFO_CHARSET, INFO_LITERAL, INFO_PREFIX, MAXREPEAT, OP } from './opcodes.ts';

export const I = {
  SUCCESS: 0,
  FAIL: 1,
  /** Character a. */
  CHAR: 2,
  NOT_CHAR: 3,
  /** Anything but a newline. */
  ANY: 4,
  ANY_ALL: 5,
  /** A character of set a. */
  SET: 6,
  /** A position of kind a. */
  AT: 7,
  /** Notes the position in mark a. */
  MARK: 8,
  /** The text of group a again; b says how letters compare. */
  GROUPREF: 9,
  /** To b unless group a has matched. */
  IF_GROUP: 10,
  JUMP: 11,
  /** Goes on, and to a if that fails; c >= 0: only if the next character is c, c < -1: only if it is in set -2 - c. */
  BRANCH: 12,
  /** Starts loop a (two registers: count, last position). */
  LOOP: 13,
  /** The end of loop a's body; b is the index of its limits and target. */
  MAX_UNTIL: 14,
  MIN_UNTIL: 15,
  /** As many single characters as possible: the test is the instruction after it; a and b are the limits, c is where to go on. */
  REPEAT_ONE: 16,
  MIN_REPEAT_ONE: 17,
  POSSESSIVE_ONE: 18,
  /** Remembers the height of the stack in register a. */
  CUT_BEGIN: 19,
  /** Drops the choices made since. */
  CUT_END: 20,
  /** Looks ahead, or b characters behind: height and position go to registers a and a + 1. */
  LOOK_BEGIN: 21,
  LOOK_END: 22,
  /** The same, where a match is a failure; goes on at c. */
  NOT_BEGIN: 23,
  NOT_END: 24,
} as const;

export interface Loop {
  readonly min: number;
  readonly max: number;
  readonly body: number;
}

export interface Program {
  readonly words: Int32Array;
  readonly sets: readonly CharSet[];
  readonly loops: readonly Loop[];
  /** Marks first, two a group; then `lastindex`; then what loops and cuts need. */
  readonly registers: number;
  /** Fewest characters of a match. */
  readonly minWidth: number;
  /** Text that every match begins with. */
  readonly prefix: readonly number[];
  /** The prefix is the whole pattern. */
  readonly literal: boolean;
  /** What the first character of every match is in; null if unknown. */
  readonly first: CharSet | null;
}

const UNLIMITED = 0x7fffffff;

export function translate(code: Uint32Array, groups: number): Program {
  return new Translator(code, groups).program();
}

class Translator {
  private readonly code: Uint32Array;
  private readonly words: number[] = [];
  private readonly sets: CharSet[] = [];
  private readonly loops: Loop[] = [];
  private registers: number;

  constructor(code: Uint32Array, groups: number) {
    this.code = code;
    this.registers = groups * 2 + 1;
  }

  program(): Program {
    const { code } = this;
    let minWidth = 0;
    let prefix: number[] = [];
    let literal = false;
    let first: CharSet | null = null;
    let start = 0;
    if (code[0] === OP.INFO) {
      const mask = code[2];
      minWidth = code[3];
      if ((mask & INFO_PREFIX) !== 0) {
        prefix = Array.from(code.subarray(7, 7 + code[5]));
        literal = (mask & INFO_LITERAL) !== 0;
      } else if ((mask & INFO_CHARSET) !== 0) first = CharSet.ofCode(code, 5, null);
      start = 1 + code[1];
    }
    this.sequence(start, code.length);
    this.emit(I.SUCCESS);
    return {
      words: Int32Array.from(this.words),
      sets: this.sets,
      loops: this.loops,
      registers: this.registers,
      minWidth,
      prefix,
      literal,
      first,
    };
  }

  private emit(op: number, a = 0, b = 0, c = 0): number {
    this.words.push(op, a, b, c);
    return this.words.length - 4;
  }

  private get here(): number {
    return this.words.length;
  }

  private register(count: number): number {
    const first = this.registers;
    this.registers += count;
    return first;
  }

  private set(set: CharSet): number {
    return this.sets.push(set) - 1;
  }

  /** Translates from `i` up to `end`, or to the SUCCESS that ends a part. */
  private sequence(i: number, end: number): void {
    const { code } = this;
    while (i < end) {
      const op = code[i];
      switch (op) {
        case OP.SUCCESS:
          return;
        case OP.INFO:
          i += 1 + code[i + 1];
          break;
        case OP.FAILURE:
          this.emit(I.FAIL);
          i++;
          break;
        case OP.MARK:
          this.emit(I.MARK, code[i + 1]);
          i += 2;
          break;
        case OP.AT:
          this.emit(I.AT, code[i + 1]);
          i += 2;
          break;
        case OP.JUMP:
          // Only BRANCH and GROUPREF_EXISTS have jumps, and they end their parts.
          return;
        case OP.BRANCH:
          i = this.branch(i + 1);
          break;
        case OP.GROUPREF:
        case OP.GROUPREF_IGNORE:
        case OP.GROUPREF_LOC_IGNORE:
        case OP.GROUPREF_UNI_IGNORE:
          this.emit(I.GROUPREF, code[i + 1], op === OP.GROUPREF ? 0 : op === OP.GROUPREF_UNI_IGNORE ? 2 : 1);
          i += 2;
          break;
        case OP.GROUPREF_EXISTS:
          i = this.conditional(i + 1);
          break;
        case OP.ASSERT: {
          const register = this.register(2);
          this.emit(I.LOOK_BEGIN, register, code[i + 2]);
          this.sequence(i + 3, end);
          this.emit(I.LOOK_END, register);
          i += 1 + code[i + 1];
          break;
        }
        case OP.ASSERT_NOT: {
          const register = this.register(1);
          const begin = this.emit(I.NOT_BEGIN, register, code[i + 2]);
          this.sequence(i + 3, end);
          this.emit(I.NOT_END, register);
          this.words[begin + 3] = this.here;
          i += 1 + code[i + 1];
          break;
        }
        case OP.ATOMIC_GROUP: {
          const register = this.register(1);
          this.emit(I.CUT_BEGIN, register);
          this.sequence(i + 2, end);
          this.emit(I.CUT_END, register);
          i += 1 + code[i + 1];
          break;
        }
        case OP.REPEAT: {
          const until = i + 1 + code[i + 1];
          this.loop(i, until, code[until] === OP.MIN_UNTIL ? I.MIN_UNTIL : I.MAX_UNTIL);
          i = until + 1;
          break;
        }
        case OP.POSSESSIVE_REPEAT: {
          // Each round is final, and so is the whole.
          const whole = this.register(1);
          const round = this.register(1);
          const after = i + 1 + code[i + 1];
          this.emit(I.CUT_BEGIN, whole);
          this.loop(i, after, I.MAX_UNTIL, round);
          this.emit(I.CUT_END, whole);
          i = code[after] === OP.SUCCESS ? after + 1 : after;
          break;
        }
        case OP.REPEAT_ONE:
        case OP.MIN_REPEAT_ONE:
        case OP.POSSESSIVE_REPEAT_ONE: {
          const kind = op === OP.REPEAT_ONE ? I.REPEAT_ONE : op === OP.MIN_REPEAT_ONE ? I.MIN_REPEAT_ONE : I.POSSESSIVE_ONE;
          const at = this.emit(kind, limit(code[i + 2]), limit(code[i + 3]));
          this.single(i + 4);
          this.words[at + 3] = this.here;
          i += 1 + code[i + 1];
          break;
        }
        default:
          i = this.single(i);
      }
    }
  }

  /** An instruction that takes one character. Returns where the next one is. */
  private single(i: number): number {
    const { code } = this;
    const op = code[i];
    const value = code[i + 1];
    switch (op) {
      case OP.LITERAL:
        this.emit(I.CHAR, value);
        return i + 2;
      case OP.NOT_LITERAL:
        this.emit(I.NOT_CHAR, value);
        return i + 2;
      case OP.ANY:
        this.emit(I.ANY);
        return i + 1;
      case OP.ANY_ALL:
        this.emit(I.ANY_ALL);
        return i + 1;
      case OP.FAILURE:
        this.emit(I.FAIL);
        return i + 1;
      case OP.CATEGORY:
        this.emit(I.SET, this.set(new CharSet(c => inCategory(value, c))));
        return i + 2;
      case OP.IN:
      case OP.IN_IGNORE:
      case OP.IN_LOC_IGNORE:
      case OP.IN_UNI_IGNORE: {
        const lower = op === OP.IN ? null : op === OP.IN_UNI_IGNORE ? unicodeLower : asciiLower;
        this.emit(I.SET, this.set(CharSet.ofCode(code, i + 2, lower)));
        return i + 1 + value;
      }
      case OP.LITERAL_IGNORE:
      case OP.LITERAL_LOC_IGNORE:
        this.emit(I.SET, this.set(new CharSet(c => asciiLower(c) === asciiLower(value))));
        return i + 2;
      case OP.NOT_LITERAL_IGNORE:
      case OP.NOT_LITERAL_LOC_IGNORE:
        this.emit(I.SET, this.set(new CharSet(c => asciiLower(c) !== asciiLower(value))));
        return i + 2;
      case OP.LITERAL_UNI_IGNORE:
        this.emit(I.SET, this.set(new CharSet(c => unicodeLower(c) === value)));
        return i + 2;
      case OP.NOT_LITERAL_UNI_IGNORE:
        this.emit(I.SET, this.set(new CharSet(c => unicodeLower(c) !== value)));
        return i + 2;
      default:
        throw new Error(`invariant: ${op} is an instruction of the compiler`);
    }
  }

  /** Alternatives, each led by the distance to the next; a zero ends them. */
  private branch(i: number): number {
    const { code } = this;
    const exits: number[] = [];
    let next = i;
    for (; code[next] !== 0; next += code[next]) {
      const end = next + code[next];
      const choice = this.emit(I.BRANCH, 0, 0, this.firstOf(next + 1));
      this.sequence(next + 1, end);
      exits.push(this.emit(I.JUMP));
      this.words[choice + 1] = this.here;
    }
    this.emit(I.FAIL);
    for (const exit of exits) this.words[exit + 1] = this.here;
    return next + 1;
  }

  /** What an alternative has to begin with, so that most are passed over at a glance. */
  private firstOf(i: number): number {
    const { code } = this;
    if (code[i] === OP.LITERAL) return code[i + 1];
    if (code[i] === OP.IN) return -2 - this.set(CharSet.ofCode(code, i + 2, null));
    return -1;
  }

  private conditional(i: number): number {
    const { code } = this;
    const test = this.emit(I.IF_GROUP, code[i]);
    const otherwise = i + code[i + 1];
    // With an alternative, the first part ends in a JUMP over it.
    const hasElse = code[otherwise - 2] === OP.JUMP && this.endsInJump(i + 2, otherwise);
    this.sequence(i + 2, hasElse ? otherwise - 2 : otherwise);
    if (!hasElse) {
      this.words[test + 2] = this.here;
      return otherwise;
    }
    const exit = this.emit(I.JUMP);
    this.words[test + 2] = this.here;
    const end = otherwise - 1 + code[otherwise - 1];
    this.sequence(otherwise, end);
    this.words[exit + 1] = this.here;
    return end;
  }

  /** Whether walking the instructions from `i` meets a JUMP at exactly `end - 2`. */
  private endsInJump(i: number, end: number): boolean {
    const { code } = this;
    while (i < end - 2) i = this.after(i);
    return i === end - 2 && code[i] === OP.JUMP;
  }

  /** Where the instruction after the one at `i` is. */
  private after(i: number): number {
    const { code } = this;
    switch (code[i]) {
      case OP.SUCCESS:
      case OP.FAILURE:
      case OP.ANY:
      case OP.ANY_ALL:
      case OP.MAX_UNTIL:
      case OP.MIN_UNTIL:
        return i + 1;
      case OP.BRANCH: {
        let next = i + 1;
        while (code[next] !== 0) next += code[next];
        return next + 1;
      }
      case OP.REPEAT:
      case OP.POSSESSIVE_REPEAT:
        return i + 2 + code[i + 1];
      case OP.GROUPREF_EXISTS: {
        const otherwise = i + 1 + code[i + 2];
        if (code[otherwise - 2] === OP.JUMP && this.endsInJump(i + 3, otherwise)) return otherwise - 1 + code[otherwise - 1];
        return otherwise;
      }
      case OP.INFO:
      case OP.ASSERT:
      case OP.ASSERT_NOT:
      case OP.ATOMIC_GROUP:
      case OP.REPEAT_ONE:
      case OP.MIN_REPEAT_ONE:
      case OP.POSSESSIVE_REPEAT_ONE:
      case OP.IN:
      case OP.IN_IGNORE:
      case OP.IN_LOC_IGNORE:
      case OP.IN_UNI_IGNORE:
        return i + 1 + code[i + 1];
      default:
        return i + 2;
    }
  }

  /** A loop over more than one character; with `round`, what a round has matched is final. */
  private loop(i: number, end: number, kind: number, round?: number): void {
    const { code } = this;
    const register = this.register(2);
    this.emit(I.LOOP, register);
    const jump = this.emit(I.JUMP);
    const body = this.here;
    if (round !== undefined) this.emit(I.CUT_BEGIN, round);
    this.sequence(i + 4, end);
    if (round !== undefined) this.emit(I.CUT_END, round);
    this.words[jump + 1] = this.here;
    const index = this.loops.push({ min: limit(code[i + 2]), max: limit(code[i + 3]), body }) - 1;
    this.emit(kind, register, index);
  }
}

const limit = (value: number): number => (value === MAXREPEAT || value > UNLIMITED ? UNLIMITED : value);

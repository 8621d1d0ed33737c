/** A code object's bytes as instructions: EXTENDED_ARG is folded into the argument, caches are passed over. */
import * as op from '../opcodes/ids.generated.ts';
import { cacheSizes } from '../opcodes/index.ts';

/** A column for each fact, as the machine wants them by the thousand. Offsets are in code units. */
export interface DecodedInstructions {
  readonly opcodes: readonly number[];
  readonly args: readonly number[];
  /** Where each instruction stands, behind its EXTENDED_ARGs. */
  readonly offsets: readonly number[];
  /** Where the one after it begins: relative jumps count from here. */
  readonly ends: readonly number[];
  /** By offset, the index of the instruction that begins there with its EXTENDED_ARGs; the end of the code has the index behind the last. */
  readonly indexAt: Int32Array;
}

export function decodeInstructions(bytes: Uint8Array): DecodedInstructions {
  const opcodes: number[] = [];
  const args: number[] = [];
  const offsets: number[] = [];
  const ends: number[] = [];
  const units = bytes.length / 2;
  const indexAt = new Int32Array(units + 1);
  let extended = 0;
  for (let unit = 0; unit < units;) {
    const opcode = bytes[unit * 2];
    const arg = (extended << 8) | bytes[unit * 2 + 1];
    indexAt[unit] = opcodes.length;
    if (opcode === op.EXTENDED_ARG) {
      extended = arg;
      unit++;
      continue;
    }
    extended = 0;
    opcodes.push(opcode);
    args.push(arg);
    offsets.push(unit);
    unit += 1 + cacheSizes[opcode];
    ends.push(unit);
  }
  indexAt[units] = opcodes.length;
  return { opcodes, args, offsets, ends, indexAt };
}

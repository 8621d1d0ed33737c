/** `_opcode` (CPython: Modules/_opcode.c): facts about instructions for `dis` and `opcode`. */
import { registerModule } from './registry.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { typeError, valueError } from '../objects/core/errors.ts';
import { typeOf } from '../objects/core/type.ts';
import { PyCode } from '../objects/types/code.ts';
import { toIndexNumber } from '../objects/protocol/index.ts';
import * as opcodes from '../opcodes/index.ts';

const { binaryOperators, intrinsics1, intrinsics2, operandKind, opnames, specialMethods, stackEffect } = opcodes;

type Kind = opcodes.OperandKind;

/** A question about an instruction's argument, by the kinds that answer it with yes. */
const about =
  (...kinds: readonly Kind[]) =>
  (opcode: Value): Value => {
    const n = toIndexNumber(opcode);
    return isValid(n) && kinds.includes(operandKind(n));
  };

const isValid = (n: number): boolean => n >= 0 && n < opnames.length && !opnames[n].startsWith('<');

function effect(opcode: Value, oparg: MaybeValue, jump: MaybeValue): Value {
  const n = toIndexNumber(opcode);
  const arg = oparg === undefined || oparg === null ? 0 : toIndexNumber(oparg);
  if (jump !== undefined && jump !== null && typeof jump !== 'boolean') throw valueError('stack_effect: jump must be False, True or None');
  if (!isValid(n) || opcodes.isDerivedForm(n)) throw valueError('invalid opcode or oparg');
  if (jump === undefined || jump === null) return Math.max(stackEffect(n, arg, false), stackEffect(n, arg, true));
  return stackEffect(n, arg, jump);
}

registerModule('_opcode', {
  doc: 'Opcode support module.',
  functions: {
    'stack_effect(opcode, oparg=None, /, *, jump=None)': effect,
    'is_valid(opcode)': (opcode: Value) => isValid(toIndexNumber(opcode)),
    'has_arg(opcode)': (opcode: Value) => isValid(toIndexNumber(opcode)) && opcodes.hasArg(toIndexNumber(opcode)),
    'has_const(opcode)': about('const'),
    'has_name(opcode)': about('name', 'name+1', 'name+2'),
    'has_jump(opcode)': about('forward', 'backward', 'label'),
    'has_free(opcode)': about('cell'),
    'has_local(opcode)': about('local', 'local-pair', 'cell'),
    'has_exc(opcode)': about('handler'),
    'get_nb_ops()': () => new PyList(binaryOperators.map(row => new PyTuple([...row]))),
    'get_intrinsic1_descs()': () => new PyList([...intrinsics1]),
    'get_intrinsic2_descs()': () => new PyList([...intrinsics2]),
    'get_special_method_names()': () => new PyList([...specialMethods]),
    'get_executor(code, offset)': (code: Value) => {
      if (!(code instanceof PyCode)) throw typeError(`expected a code object, not '${typeOf(code).name}'`);
      throw valueError('no executor at given byte offset');
    },
    'get_specialization_stats()': () => null,
  },
  attributes: { ENABLE_SPECIALIZATION: 1, ENABLE_SPECIALIZATION_FT: 1 },
});

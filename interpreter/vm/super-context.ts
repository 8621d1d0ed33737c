/**
 * What built-in classes look up in the calling frame: `super()` without arguments, where the compiler has not seen it, the first argument and the
 * `__class__` cell; `type(name, bases, dict)` the module's name.
 */
import { CO_FAST } from '../code/code.ts';
import { PyCell } from '../objects/core/cell.ts';
import { runtimeError } from '../objects/core/errors.ts';
import { PyType, typeOf } from '../objects/core/type.ts';
import { superContext } from '../objects/types/super.ts';
import { classContext } from '../objects/types/type.ts';
import { machine } from './machine.ts';

superContext.implicitArguments = () => {
  const { frame } = machine;
  if (frame === null) throw runtimeError('super(): no current frame');
  const { co } = frame.code;
  if (co.co_argcount === 0) throw runtimeError('super(): no arguments');
  let self = frame.stack[0];
  if (self instanceof PyCell && (co.co_localspluskinds[0] & CO_FAST.CELL) !== 0) self = self.contents;
  if (self === undefined) throw runtimeError('super(): arg[0] deleted');
  const index = co.co_localsplusnames.findIndex((name, i) => name === '__class__' && (co.co_localspluskinds[i] & CO_FAST.FREE) !== 0);
  if (index < 0) throw runtimeError('super(): __class__ cell not found');
  const cell = frame.stack[index];
  if (!(cell instanceof PyCell)) throw runtimeError('super(): bad __class__ cell');
  const type = cell.contents;
  if (type === undefined) throw runtimeError('super(): empty __class__ cell');
  if (!(type instanceof PyType)) throw runtimeError(`super(): __class__ is not a type (${typeOf(type).name})`);
  return { type, self };
};

classContext.moduleName = () => machine.frame?.globals.getStr('__name__');

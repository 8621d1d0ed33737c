/** NotImplemented and Ellipsis. */
import { PyObject } from './value.ts';
import { declareType } from './type.ts';

/** What a binary slot returns for operands it does not know. */
export const NotImplemented = new PyObject(declareType('NotImplementedType'));
export const Ellipsis = new PyObject(declareType('ellipsis'));
declareType('NoneType');

/**
 * Code objects, and all that is written into them.
 *
 * A code object is what the compiler hands to the machine: bytes of instructions, the constants and names they index, and two tables beside them that are
 * read only when something happens. The location table is read for tracebacks and debuggers, the exception table when an exception is raised; both are
 * packed tightly because most code never needs them.
 *
 * - `code.ts` the object itself; `constant.ts` the constants, before there are objects; `constant-key.ts` when two are the same; `constant-repr.ts`
 *   how they print
 * - `locations.ts`, `exception-table.ts` the two tables
 * - `marshal.ts`, `marshal-write.ts`, `pyc.ts` how code is kept in files
 * - `dis.ts` how code is shown; `adaptive.ts` what is shown of it as it lies ready to run
 *
 * CPython: `Objects/codeobject.c`, `Python/marshal.c`, `Lib/dis.py`, `InternalDocs/code_objects.md`, `InternalDocs/exception_handling.md`.
 */
export { unexecutedCode } from './adaptive.ts';
export { CO, CO_FAST, CodeObject, type CodeFields } from './code.ts';
export * from './constant.ts';
export { constantKey } from './constant-key.ts';
export { bytesRepr, complexRepr, constantRepr, floatRepr, strRepr, type ReprOptions } from './constant-repr.ts';
export { disassemble, disassembleText, type CacheEntry, type DisassembleOptions, type Instruction, type TextOptions } from './dis.ts';
export { decodeExceptionTable, encodeExceptionTable, type ExceptionTableEntry } from './exception-table.ts';
export { decodeLocations, lines, lineStarts, LocationWriter, positions, type CodePosition, type LocationRange } from './locations.ts';
export { loads, loadsCode, MarshalError, MARSHAL_VERSION } from './marshal.ts';
export { dumps, type DumpOptions } from './marshal-write.ts';
export { MAGIC_NUMBER, PYC_FLAGS, PycError, readPyc, readPycHeader, writeHashPyc, writePyc, type PycHeader } from './pyc.ts';

/** What CPython 3.14 makes of price.py, stage by stage: recorded, to be compared with what the interpreter makes. */
export type TokenRow = [type: string, text: string, at: string];
export type ScopeRow = [name: string, scope: string, seen: string];
export type InstructionRow = [line: number, name: string, argument: string, meaning: string];

export const source = 'price = 40\nprint("total", price + 2)\n';

/** tokenize, with exact types; a newline is written as one would type it. */
export const tokens: TokenRow[] = [
  ['NAME', 'price', '1:0'],
  ['EQUAL', '=', '1:6'],
  ['NUMBER', '40', '1:8'],
  ['NEWLINE', '\\n', '1:10'],
  ['NAME', 'print', '2:0'],
  ['LPAR', '(', '2:5'],
  ['STRING', '"total"', '2:6'],
  ['COMMA', ',', '2:13'],
  ['NAME', 'price', '2:15'],
  ['PLUS', '+', '2:21'],
  ['NUMBER', '2', '2:23'],
  ['RPAR', ')', '2:24'],
  ['NEWLINE', '\\n', '2:25'],
  ['ENDMARKER', '', '3:0'],
];

/** ast.dump(ast.parse(source), indent=2) */
export const tree = `Module(
  body=[
    Assign(
      targets=[
        Name(id='price', ctx=Store())],
      value=Constant(value=40)),
    Expr(
      value=Call(
        func=Name(id='print', ctx=Load()),
        args=[
          Constant(value='total'),
          BinOp(
            left=Name(id='price', ctx=Load()),
            op=Add(),
            right=Constant(value=2))]))])`;

/** symtable */
export const scopes: ScopeRow[] = [
  ['price', 'local', 'assigned, referenced'],
  ['print', 'global implicit', 'referenced'],
];

/** dis */
export const instructions: InstructionRow[] = [
  [0, 'RESUME', '0', ''],
  [1, 'LOAD_SMALL_INT', '40', ''],
  [1, 'STORE_NAME', '0', 'price'],
  [2, 'LOAD_NAME', '1', 'print'],
  [2, 'PUSH_NULL', '', ''],
  [2, 'LOAD_CONST', '1', "'total'"],
  [2, 'LOAD_NAME', '0', 'price'],
  [2, 'LOAD_SMALL_INT', '2', ''],
  [2, 'BINARY_OP', '0', '+'],
  [2, 'CALL', '2', ''],
  [2, 'POP_TOP', '', ''],
  [2, 'LOAD_CONST', '2', 'None'],
  [2, 'RETURN_VALUE', '', ''],
];

/** The sixteen bytes that py_compile writes before the code object: magic number, flags, the source's time and size. */
export const pycHeader: [bytes: string, meaning: string][] = [
  ['2b 0e 0d 0a', 'magic number: 3627'],
  ['00 00 00 00', 'flags: time and size'],
  ['b2 24 05 6b', 'time of the source'],
  ['25 00 00 00', 'its size: 37 bytes'],
];

/** The code object, as py_compile writes it in a fresh process. */
export const marshalled =
  'e3 00 00 00 00 00 00 00 00 00 00 00 00 05 00 00 00 00 00 00 00 f3 2a 00 00 00 80 00 5e 28 74 00 5d 01 21 00 52 01 5d 00 ' +
  '5e 02 2c 00 00 00 00 00 00 00 00 00 00 00 34 02 00 00 00 00 00 00 1f 00 52 02 23 00 29 03 e9 28 00 00 00 da 05 74 6f 74 ' +
  '61 6c 4e 29 02 da 05 70 72 69 63 65 da 05 70 72 69 6e 74 a9 00 f3 00 00 00 00 da 08 70 72 69 63 65 2e 70 79 da 08 3c 6d ' +
  '6f 64 75 6c 65 3e 72 09 00 00 00 01 00 00 00 73 18 00 00 00 f0 03 01 01 01 d8 08 0a 80 05 d9 00 05 80 67 88 75 90 71 8d ' +
  '79 d6 00 19 72 07 00 00 00';

export const output = 'total 42';

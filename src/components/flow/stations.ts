/** The stations of the flow, in the order a program passes them. */
import type { Stage } from '../site/pipeline.ts';

/** What can lie in a station's tray; Tray.astro draws each. */
export type Goods = 'bytes' | 'source' | 'tokens' | 'tree' | 'scopes' | 'bytecode' | 'pyc' | 'output' | 'specialized' | 'hot';

export interface Station {
  id: string;
  stage: Stage;
  name: string;
  /** What travels on from here, as written on the line. */
  yields: string;
  text: string;
  takes: Goods;
  gives: Goods;
  chapter: string;
  path: string;
  /** Not passed by every program: a siding, or an outlook. */
  kind?: 'siding' | 'outlook';
}

const reading = 'chapters/lexing-and-parsing/';

export const stations: readonly Station[] = [
  {
    id: 'your-code',
    stage: 'source',
    name: 'Your code',
    yields: 'text',
    text: 'A file is a row of bytes. Python decodes it, as UTF-8 if you do not say otherwise, and makes every line end alike.',
    takes: 'bytes',
    gives: 'source',
    chapter: 'Bytes become text',
    path: `${reading}#bytes-become-text`,
  },
  {
    id: 'lexer',
    stage: 'tokens',
    name: 'Lexer',
    yields: 'tokens',
    text: 'It cuts the text into the smallest pieces that mean something: names, numbers, signs. Line ends and indentation become tokens, too.',
    takes: 'source',
    gives: 'tokens',
    chapter: 'Text becomes tokens',
    path: `${reading}#text-becomes-tokens`,
  },
  {
    id: 'parser',
    stage: 'ast',
    name: 'Parser',
    yields: 'tree',
    text: 'It fits the tokens into the rules of the grammar, and builds a syntax tree: what is done first stands deepest.',
    takes: 'tokens',
    gives: 'tree',
    chapter: 'Tokens become a tree',
    path: `${reading}#tokens-become-a-tree`,
  },
  {
    id: 'symbol-table',
    stage: 'scopes',
    name: 'Symbol table',
    yields: 'scopes',
    text: 'It walks the tree to find out where each name lives, before a single instruction is written.',
    takes: 'tree',
    gives: 'scopes',
    chapter: 'Names find their scope',
    path: 'chapters/names-and-scopes/#names-find-their-scope',
  },
  {
    id: 'compiler',
    stage: 'bytecode',
    name: 'Compiler',
    yields: 'bytecode',
    text: 'From tree and scopes it writes instructions for a simple stack machine, cuts them into blocks, and tidies them up.',
    takes: 'tree',
    gives: 'bytecode',
    chapter: 'The tree becomes instructions',
    path: 'chapters/bytecode-and-compilation/#the-tree-becomes-instructions',
  },
  {
    id: 'pycache',
    stage: 'bytecode',
    name: '__pycache__',
    yields: '.pyc',
    text: 'A siding. When a module is imported, its bytecode is kept in a file, and the next import skips everything up to here. The program you start is not kept.',
    takes: 'bytecode',
    gives: 'pyc',
    chapter: 'What is in the file',
    path: 'chapters/pyc-and-pycache/#what-is-in-the-file',
    kind: 'siding',
  },
  {
    id: 'virtual-machine',
    stage: 'vm',
    name: 'Virtual machine',
    yields: 'output',
    text: 'The PVM sets up a frame, and does one instruction after the other. Values come and go on a stack. One of the calls prints.',
    takes: 'bytecode',
    gives: 'output',
    chapter: 'A frame is a workbench',
    path: 'chapters/the-virtual-machine/#a-frame-is-a-workbench',
  },
  {
    id: 'specializer',
    stage: 'jit',
    name: 'Specializer, JIT',
    yields: '',
    text: 'Code that runs often adapts to the types it meets: instructions replace themselves. Beyond that, CPython 3.14 has an experimental JIT, off by default. Our two lines run once, so here is a loop.',
    takes: 'hot',
    gives: 'specialized',
    chapter: 'Code that learns',
    path: 'chapters/what-about-the-jit/#code-that-learns',
    kind: 'outlook',
  },
];

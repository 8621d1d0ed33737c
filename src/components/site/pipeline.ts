/** The stops of the pipeline, in order: what each is called, what it leaves behind, and where the guide tells of it. */
export type Stage = 'source' | 'tokens' | 'ast' | 'scopes' | 'bytecode' | 'vm' | 'jit';

export interface Stop {
  stage: Stage;
  /** What stands here once the stage is done. */
  name: string;
  /** The place in the guide, below the site's base. */
  path: string;
  /** Not part of every run. */
  outlook?: boolean;
}

export const stops: readonly Stop[] = [
  { stage: 'source', name: 'Code', path: 'chapters/your-code/' },
  { stage: 'tokens', name: 'Tokens', path: 'chapters/lexing-and-parsing/#text-becomes-tokens' },
  { stage: 'ast', name: 'Tree', path: 'chapters/lexing-and-parsing/#tokens-become-a-tree' },
  { stage: 'scopes', name: 'Scopes', path: 'chapters/names-and-scopes/#names-find-their-scope' },
  { stage: 'bytecode', name: 'Bytecode', path: 'chapters/bytecode-and-compilation/#the-tree-becomes-instructions' },
  { stage: 'vm', name: 'Machine', path: 'chapters/the-virtual-machine/#a-frame-is-a-workbench' },
  { stage: 'jit', name: 'Specializer', path: 'chapters/what-about-the-jit/#code-that-learns', outlook: true },
];

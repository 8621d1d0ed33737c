import type { Stage } from '../../stages/types.ts';

/** The programs under content/examples: `<id>.py`, or a folder `<id>/` with a main.py and the modules beside it. */
const sources = import.meta.glob<string>('../../../content/examples/**/*.py', { query: '?raw', import: 'default', eager: true });

/** How an example is shown. */
export interface ExampleSettings {
  /** The example's address on its page. */
  id: string;
  title?: string;
  /** The panel in front. */
  show?: 'output' | 'steps' | Stage;
  /** What `input()` reads at build time, line by line; in the browser these answers are offered to the reader. */
  stdin?: string;
  filename?: string;
  /** What the program writes is still there when it runs again, as on a disk. */
  keep?: boolean;
  /** The program goes on for ever: its first lines are shown. */
  endless?: boolean;
}

export interface ExampleProgram {
  readonly code: string;
  readonly filename: string;
  readonly files: Record<string, string>;
}

const programs = new Map<string, Map<string, string>>();
for (const [path, text] of Object.entries(sources)) {
  const [id, ...rest] = path.replace('../../../content/examples/', '').split('/');
  const name = rest.length === 0 ? id.replace(/\.py$/, '') : id;
  const files = programs.get(name) ?? new Map<string, string>();
  files.set(rest.length === 0 ? 'example.py' : rest.join('/'), text);
  programs.set(name, files);
}

export function programOf(id: string): ExampleProgram {
  const files = programs.get(id);
  if (files === undefined) throw new Error(`There is no program content/examples/${id}.py and no folder of that name`);
  const filename = files.has('main.py') ? 'main.py' : 'example.py';
  const { [filename]: code, ...others } = Object.fromEntries(files);
  return { code, filename, files: others };
}

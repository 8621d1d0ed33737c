/** Every example of the site with the place where it stands: read from the chapters, where an author writes `<Example id="…" … />`. */
import { chapters, type Chapter } from '../site/chapters.ts';
import type { ExampleSettings } from './programs.ts';

export interface Listed {
  readonly settings: ExampleSettings;
  /** Null for the one on the front page. */
  readonly chapter: Chapter | null;
}

/** The example of the front page. */
export const frontExample: ExampleSettings = { id: 'hello', title: 'Change it, and watch every stage follow', show: 'output' };

export async function catalogue(): Promise<Listed[]> {
  const inChapters = (await chapters()).flatMap(chapter =>
    Array.from((chapter.body ?? '').matchAll(/<Example\s([^]*?)\/>/g), ([, attributes]) => ({ settings: settingsIn(attributes), chapter })),
  );
  return [{ settings: frontExample, chapter: null }, ...inChapters];
}

/** `id="x"`, `stdin={"a\n"}`, or a bare `keep`. */
function settingsIn(attributes: string): ExampleSettings {
  const pairs = Array.from(attributes.matchAll(/(\w+)(?:="([^"]*)"|=\{("(?:[^"\\]|\\.)*")\})?/g), ([, name, plain, literal]) => [
    name,
    literal === undefined ? (plain ?? true) : (JSON.parse(literal) as string),
  ]);
  return Object.fromEntries(pairs) as unknown as ExampleSettings;
}

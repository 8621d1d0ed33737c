/** What a run of CPython's tests came to, as Markdown: a table of files, and of each method that native CPython passes and we do not. */

export interface FileReport {
  readonly file: string;
  /** How many methods native CPython passes, and how many of these we do. */
  readonly native: number;
  readonly both: number;
  /** Methods and what they said last. */
  readonly missing: readonly { readonly test: string; readonly message: string }[];
}

export function markdownReport(reports: readonly FileReport[]): string {
  const native = reports.reduce((sum, report) => sum + report.native, 0);
  const both = reports.reduce((sum, report) => sum + report.both, 0);
  const percent = (part: number, whole: number): string => (whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`);
  const sorted = reports.toSorted((a, b) => (a.file < b.file ? -1 : 1));
  return [
    "# What CPython's own tests say",
    '',
    'Written by `npm run conformance -- --core --report tests/conformance/RESULTS.md`. Counted are the methods that native CPython 3.14 passes;',
    'the causes of what does not pass are in [REASONS.md](REASONS.md).',
    '',
    `**${both} of ${native} methods, ${percent(both, native)}, in ${reports.length} files.**`,
    '',
    '| file | native | here | |',
    '| --- | ---: | ---: | ---: |',
    ...sorted.map(report => `| ${report.file} | ${report.native} | ${report.both} | ${percent(report.both, report.native)} |`),
    '',
    '## What does not pass, and what it says',
    '',
    '| method | last line |',
    '| --- | --- |',
    ...sorted.flatMap(({ missing }) => missing.map(({ test, message }) => `| ${test} | ${cell(message)} |`)),
    '',
  ].join('\n');
}

const LONGEST = 120;

/** One line, short, and nothing that Markdown would read; addresses and folders of one run are left out. */
function cell(message: string): string {
  const [line] = message.trim().split('\n');
  const plain = line.replaceAll(/ at 0x[0-9a-f]+/g, '').replaceAll(/\/(?:[\w.+-]+\/)+/g, '…/');
  const short = plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
  return short.replaceAll(/[|\\`*_<>[\]]/g, character => `\\${character}`);
}

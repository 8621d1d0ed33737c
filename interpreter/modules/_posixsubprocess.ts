/** `_posixsubprocess` (CPython: Modules/_posixsubprocess.c): `subprocess` can be imported; starting a process is refused. */
import { registerModule } from './registry.ts';
import { refusal } from './descriptors.ts';

/** The OSError of whatever would start a process. */
export const noProcesses = (): never => {
  throw refusal('ENOTSUP', 'Python on a page cannot start processes');
};

registerModule('_posixsubprocess', {
  doc: 'A POSIX helper for the subprocess module.',
  functions: { 'fork_exec(*args)': noProcesses },
});

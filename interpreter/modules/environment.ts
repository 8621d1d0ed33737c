/** The environment of this process as C sees it: the host's, with what the program has put there. `os.environ` is its own dict beside it. */
import { machine } from '../vm/machine.ts';

let variables: Map<string, string> | null = null;

export function environmentVariables(): Map<string, string> {
  return (variables ??= new Map(machine.host.environ));
}

/** For a new run. */
export function resetEnvironment(): void {
  variables = null;
}

/** `pwd` (CPython: Modules/pwdmodule.c): the users that `/etc/passwd` names. */
import { accountLines, accountNamed, accountNumbered, type Account } from './accounts.ts';
import { environmentVariables } from './environment.ts';
import { registerModule } from './registry.ts';
import type { Value } from '../objects/core/value.ts';
import { keyError, typeError } from '../objects/core/errors.ts';
import { textOf, type Str } from '../objects/core/str.ts';
import { PyList } from '../objects/core/tuple.ts';
import { typeOf } from '../objects/core/type.ts';
import { hasIndex, toIndex } from '../objects/protocol/index.ts';
import { defineStructSeq } from '../objects/types/structseq.ts';

const passwd = defineStructSeq('pwd', 'struct_passwd', [
  ...['pw_name', 'pw_passwd', 'pw_uid', 'pw_gid'],
  ...['pw_gecos', 'pw_dir', 'pw_shell'],
]);

function users(): Account[] {
  const home = environmentVariables().get('HOME') ?? '/';
  return accountLines('/etc/passwd', 7, ['root', 'x', '0', '0', 'root', home, '/bin/sh']).map(([name, password, uid, gid, ...rest]) => {
    const id = Number(textOf(uid as Str));
    return { name, id, fields: passwd.make([name, password, id, Number(textOf(gid as Str)), ...rest]) };
  });
}

registerModule('pwd', {
  doc: "This module provides access to the Unix password database.\nIt is available on all Unix versions.\n\nPassword database entries are reported as 7-tuples containing the following\nitems from the password database (see `<pwd.h>'), in order:\npw_name, pw_passwd, pw_uid, pw_gid, pw_gecos, pw_dir, pw_shell.\nThe uid and gid items are integers, all others are strings. An\nexception is raised if the entry asked for cannot be found.",
  functions: {
    'getpwall()': [
      () => new PyList(users().map(({ fields }) => fields)),
      'Return a list of all available password database entries, in arbitrary order.\n\nSee help(pwd) for more on password database entries.',
    ],
    'getpwnam(name, /)': [
      (name: Value) => accountNamed(users(), name, 'getpwnam', ''),
      'Return the password database entry for the given user name.\n\nSee `help(pwd)` for more on password database entries.',
    ],
    'getpwuid(uidobj, /)': [
      (uid: Value) => {
        if (!hasIndex(uid)) throw typeError(`uid should be integer, not ${typeOf(uid).name}`);
        const id = Number(toIndex(uid));
        if (id < -1 || id > 0xffff_ffff) throw keyError('getpwuid(): uid not found');
        return accountNumbered(users(), id >>> 0, 'getpwuid', 'uid');
      },
      'Return the password database entry for the given numeric user ID.\n\nSee `help(pwd)` for more on password database entries.',
    ],
  },
  attributes: { struct_passwd: passwd.type },
});
